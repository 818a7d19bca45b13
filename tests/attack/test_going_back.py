"""Whatever is trained, edited and gone back to: what comes back is what was left, to the bit, in bounded memory."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from bpexplorer.core.edits.masks import Freeze
from bpexplorer.core.edits.structure import RemoveLayer, SetActivation
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import TrainerState, most_bytes
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import DataChoice
from bpexplorer.document.marks import GoBackToMark
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.project.plan import Plan
from tests.runs import advance, assert_same_run
from tests.thread import Thread

DATA = tuple(DataChoice(name=name, samples=30) for name in ("xor", "circle"))


class Hand:
    """Draws what to do to a document, does it, and remembers every state that must be able to come back."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        spec = NetworkSpec.create((2, 4, 1), ("tanh", "sigmoid"))
        config = TrainingConfig(cost="quadratic", optimizer="adam", learning_rate=0.01, batch_size=4)
        self.document = NetworkDocument(Plan(spec, config, DATA[0]))
        self.document.marks.limit = self.chance.randrange(2, 12) * most_bytes(spec, config)
        self.thread = Thread(self.document)
        self.done: Counter[str] = Counter()
        #: The state on the other side of each step back, by its edit.
        self.left: dict[int, tuple[TrainerState, Plan]] = {}

    def act(self) -> None:
        acts = (self.train, self.train, self.train, self.edit, self.edit, self.undo, self.redo, self.go_back)
        act = self.chance.choice(acts)
        act()
        self.done[act.__name__] += 1
        state = self.now
        self.document.note_progress(state.run, state.step)
        self.thread.check()
        assert self.document.marks.bytes <= self.document.marks.limit

    @property
    def now(self) -> TrainerState:
        return self.thread.trainer.state()

    @property
    def steps(self) -> list[GoBackToMark]:
        return [step for step in self.document.undo_stack if isinstance(step, GoBackToMark)]

    def train(self) -> None:
        name = self.chance.choice(("Play", "Epoch", "Batch"))
        self.document.marks.take(name, is_series=name == "Batch")
        advance(self.thread.trainer, 1 if name == "Batch" else self.chance.randrange(20))

    def edit(self) -> None:
        document, chance = self.document, self.chance
        spec = document.plan.spec
        layer = chance.randrange(1, max(spec.depth, 2))
        edits: tuple[Callable[[], object], ...] = (
            lambda: document.resize_layer(layer, chance.randrange(1, 6)),
            lambda: document.insert_layer(1, 3) if spec.depth < 4 else None,
            lambda: document.request(RemoveLayer(layer)),
            lambda: document.request(SetActivation(layer, chance.choice(("relu", "tanh")))),
            lambda: document.request(Freeze(layer, (0,))),
            lambda: document.configure(optimizer=chance.choice(("sgd", "adam", "momentum"))),
            lambda: document.configure(cost=chance.choice(("quadratic", "cross_entropy"))),
            lambda: document.configure(dtype=chance.choice(("float32", "float64"))),
            lambda: document.choose_data(chance.choice(DATA)),
            document.restart,
            lambda: document.restart(seed=chance.randrange(9)),
        )
        try:
            chance.choice(edits)()
        except BpExplorerError:  # such as to remove the layer that isn't there
            self.done["refused"] += 1

    def undo(self) -> None:
        stack = self.document.undo_stack
        self.move(stack.undo, stack._index - 1)

    def redo(self) -> None:
        stack = self.document.undo_stack
        self.move(stack.redo, stack._index)

    def move(self, move: Callable[[], None], place: int) -> None:
        """Undo or redo the step at this place; a step back exchanges what is for what was left."""
        step = dict(enumerate(self.document.undo_stack)).get(place)
        before = (self.now, self.document.plan)
        move()
        if isinstance(step, GoBackToMark):
            self.arrive(*self.left[step.edit_id])
            self.left[step.edit_id] = before
            self.done["exchanged"] += 1

    def go_back(self) -> None:
        marks, before = self.document.marks, (self.now, self.document.plan)
        if marks.refusal is not None:
            with pytest.raises(BpExplorerError):
                marks.go_back()
            assert self.document.plan is before[1]
            return
        mark = marks.go_back()
        self.arrive(mark.state, mark.plan)
        self.left[self.steps[-1].edit_id] = before
        self.done["went back"] += 1

    def arrive(self, state: TrainerState, plan: Plan) -> None:
        """The run is that state, and goes on as that would."""
        assert self.document.plan == plan
        assert_same_run(self.now, state)
        if self.chance.random() < 0.1:
            assert_same_run(advance(Trainer(self.now), 15).state(), advance(Trainer(state), 15).state())


@pytest.mark.timeout(3600)
def test_whatever_is_done_what_was_left_comes_back(qapp: object, trials: Callable[[int, int], int]) -> None:
    acts, done = trials(200, 2_000), Counter[str]()
    for seed in range(acts // 100):
        hand = Hand(seed)
        for _ in range(100):
            hand.act()
        done += hand.done
    assert min(done[name] for name in ("went back", "exchanged", "train", "edit")) >= acts // 40, done
