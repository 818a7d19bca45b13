"""Points drawn and removed while training goes on at full speed: all of it comes back to the bit, and goes again."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.data.choice import Source, default_choice
from bpexplorer.data.drawing import Stroke, blank
from bpexplorer.document.network_document import UNDO_LIMIT, NetworkDocument
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Pause, Play
from bpexplorer.project.files import dump, parse
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project
from tests.runs import advance, assert_same_run, bits
from tests.thread import Thread

_STARTS: tuple[Source, ...] = (
    replace(default_choice("circle"), samples=40, scaling="standard", validation_share=0.2),
    blank(),
)


def numbers(data: TrainingData) -> tuple[object, ...]:
    """All samples, which set each is in, and which are fixed, as bytes."""
    parts = [data.part(part) for part in PARTS]
    labels = [None if part.labels is None else part.labels.tobytes() for part in parts]
    return [(bits(part.x), bits(part.y)) for part in parts], labels, data.probe.tobytes()


def stroke(chance: random.Random, data: TrainingData) -> Stroke:
    """Any points, in the place of any that are there."""
    count = chance.choice((0, 1, 1, 1, 7))
    there: list[tuple[PartName, int]] = [
        (part, row) for part in PARTS for row in range(len(data.part(part).x))
    ]
    gone = chance.sample(there, min(len(there) - 1, chance.choice((0, 0, 1, 1, 9))))
    # One training sample is left in any case.
    gone = [each for each in gone if each != ("train", 0)]
    points = tuple((chance.uniform(-2, 2), chance.uniform(-2, 2)) for _ in range(count))
    return Stroke(points, tuple((chance.randrange(2),) for _ in points), tuple(gone))


def any_plan(chance: random.Random) -> Plan:
    """A small network on points of a plane."""
    spec = NetworkSpec.create((2, 3, 1), ("tanh", "sigmoid"))
    optimizer, batch_size = chance.choice(("sgd", "adam")), chance.randrange(1, 9)
    config = TrainingConfig(cost="quadratic", optimizer=optimizer, batch_size=batch_size)
    return Plan(spec, config, chance.choice(_STARTS))


class Hand:
    """Draws what to draw; remembers the data, and the run, before and after each stroke."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.document = NetworkDocument(any_plan(self.chance))
        self.thread = Thread(self.document)
        #: The data at each place of the undo stack.
        self.data = [numbers(self.document.prepared.training)]
        self.done: Counter[str] = Counter()

    @property
    def now(self) -> TrainerState:
        return self.thread.trainer.state()

    def act(self) -> None:
        chance = self.chance
        if chance.random() < 0.4:
            advance(self.thread.trainer, chance.randrange(1, 30))
            self.done["trained"] += 1
            return
        before = self.now
        self.document.draw(stroke(chance, self.document.prepared.training))
        self.thread.check()
        self.data.append(numbers(self.document.prepared.training))
        assert bits(self.now.planes.flat) == bits(before.planes.flat)
        self.done["drawn"] += 1
        if chance.random() < 0.3:
            after = self.now
            self.document.undo_stack.undo()
            assert_same_run(self.now, before)
            self.document.undo_stack.redo()
            assert_same_run(self.now, after)
            self.done["undone at once"] += 1
        if chance.random() < 0.05:
            self.keep()

    def keep(self) -> None:
        """What is saved now opens again, and goes on as this does."""
        project = Project(self.document.plan, self.now)
        opened = parse(dump(project))
        assert opened.same_as(project)
        assert numbers(opened.state.data) == numbers(project.state.data)
        self.done["kept"] += 1

    def undo_all_and_redo_all(self) -> None:
        stack, learned = self.document.undo_stack, bits(self.now.planes.flat)
        places = range(len(self.data))
        for move, goals in ((stack.undo, places[-2::-1]), (stack.redo, places[1:])):
            for place in goals:
                move()
                self.thread.check()
                assert numbers(self.document.prepared.training) == self.data[place]
        assert bits(self.now.planes.flat) == learned


@pytest.mark.timeout(3600)
def test_whatever_is_drawn_all_of_it_comes_back(qapp: object, trials: Callable[[int, int], int]) -> None:
    acts, done = trials(80, 2_000), Counter[str]()
    for seed in range(acts // 40):
        hand = Hand(seed)
        for _ in range(40):
            hand.act()
        assert len(hand.data) <= UNDO_LIMIT
        hand.undo_all_and_redo_all()
        done += hand.done
    assert min(done[name] for name in ("trained", "drawn", "undone at once", "kept")) >= acts // 120, done


class AtFullSpeed:
    """Draws while the training thread goes on, and waits for it only now and then."""

    def __init__(self, seed: int, qtbot: QtBot) -> None:
        self._chance, self._qtbot = random.Random(seed), qtbot
        self.document = NetworkDocument(any_plan(self._chance))
        plan, data = self.document.plan, self.document.prepared.training
        self.live = LiveController(start_run(plan.spec, plan.config, data))
        self.document.message_posted.connect(self.live.post)
        self.live.state_marked.connect(self.document.marks.keep)
        self.live.start()
        self.live.post(Play())
        #: The data at each place of the undo stack, and which one is the present.
        self._data, self._place = [numbers(data)], 0
        self.done: Counter[str] = Counter()

    def act(self) -> None:
        chance, stack = self._chance, self.document.undo_stack
        kind = chance.choice(("draw", "draw", "draw", "undo", "redo", "watch"))
        if kind == "undo" and self._place:
            stack.undo()
            self._place -= 1
        elif kind == "redo" and self._place + 1 < len(self._data):
            stack.redo()
            self._place += 1
        elif kind == "watch":
            self._qtbot.waitUntil(self._is_shown, timeout=60_000)
        else:
            kind = "draw"
            self.document.draw(stroke(chance, self.document.prepared.training))
            self._place += 1
            self._data[self._place :] = [numbers(self.document.prepared.training)]
        self.done[kind] += 1
        assert numbers(self.document.prepared.training) == self._data[self._place]

    def _is_shown(self) -> bool:
        frame = self.live.take_frame()
        if frame is None or frame.edit_number != self.document.posted:
            return False
        assert frame.state is RunState.PLAYING
        assert numbers(frame.data) == self._data[self._place]
        self.done["steps"] += frame.step
        return True

    def _copy(self) -> TrainerState:
        with self._qtbot.waitSignal(self.live.state_copied, timeout=60_000) as copied:
            self.live.request_copy()
        state: TrainerState = copied.args[1]
        return state

    def undo_all_and_redo_all(self) -> None:
        self.live.post(Pause())
        learned = self._copy()
        stack, last = self.document.undo_stack, len(self._data) - 1
        for goal, move, way in ((0, stack.undo, -1), (last, stack.redo, 1)):
            while self._place != goal:
                move()
                self._place += way
                assert numbers(self.document.prepared.training) == self._data[self._place]
            state = self._copy()
            assert numbers(state.data) == self._data[self._place]
            assert bits(state.planes.flat) == bits(learned.planes.flat)


@pytest.mark.timeout(3600)
def test_what_is_drawn_while_training_goes_on_at_full_speed_comes_back(
    qtbot: QtBot, trials: Callable[[int, int], int]
) -> None:
    acts, done = trials(40, 2_000), Counter[str]()
    for seed in range(acts // 40):
        hand = AtFullSpeed(seed, qtbot)
        try:
            for _ in range(40):
                hand.act()
            hand.undo_all_and_redo_all()
        finally:
            assert hand.live.shutdown(60_000)
        done += hand.done
    assert min(done[name] for name in ("draw", "undo", "redo", "watch", "steps")) > 0, done
