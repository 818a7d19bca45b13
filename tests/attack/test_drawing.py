"""Points drawn and removed while training goes on at full speed: all of it comes back to the bit, and goes again."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.data.choice import Source, default_choice
from bpexplorer.data.drawing import Stroke, blank
from bpexplorer.document.network_document import UNDO_LIMIT, NetworkDocument
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


class Hand:
    """Draws what to draw; remembers the data, and the run, before and after each stroke."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        spec = NetworkSpec.create((2, 3, 1), ("tanh", "sigmoid"))
        config = TrainingConfig(
            cost="quadratic",
            optimizer=self.chance.choice(("sgd", "adam")),
            batch_size=self.chance.randrange(1, 9),
        )
        self.document = NetworkDocument(Plan(spec, config, self.chance.choice(_STARTS)))
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
        self.document.draw(self.stroke())
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

    def stroke(self) -> Stroke:
        chance, data = self.chance, self.document.prepared.training
        count = chance.choice((0, 1, 1, 1, 7))
        there: list[tuple[PartName, int]] = [
            (part, row) for part in PARTS for row in range(len(data.part(part).x))
        ]
        gone = chance.sample(there, min(len(there) - 1, chance.choice((0, 0, 1, 1, 9))))
        # One training sample is left in any case.
        gone = [each for each in gone if each != ("train", 0)]
        points = tuple((chance.uniform(-2, 2), chance.uniform(-2, 2)) for _ in range(count))
        return Stroke(points, tuple((chance.randrange(2),) for _ in points), tuple(gone))

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
