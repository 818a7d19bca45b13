"""Whatever was done, every number that can be read on the screen is the core's own for what its panel names."""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.demon import perturb
from bpexplorer.core.edits.masks import Reinitialise
from bpexplorer.core.evaluation import cost_and_accuracy
from bpexplorer.core.network import Network
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.streams import epoch_order
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.demon import (
    ArmDemon,
    ChooseScope,
    FollowTraining,
    HalveDz,
    ReleaseDemon,
    RenewDemon,
    SetDz,
)
from bpexplorer.document.acts.looking import (
    ChooseSample,
    ColourNeuronsBy,
    ListHardest,
    Select,
    SelectConnection,
)
from bpexplorer.document.session import Demon, Listing, NeuronQuantity, Scope
from bpexplorer.panels.delta.panel import DeltaPanel
from bpexplorer.project.presets import preset
from tests import shown
from tests.attack.origin_on_screen import check_origin
from tests.attack.painted_on_screen import check_canvas, check_heatmaps, check_plane
from tests.attack.train_on_screen import Screen
from tests.windows import Desk


@dataclass(frozen=True, slots=True)
class Kept:
    """What a demon is pinned to, kept here by the test itself."""

    state: TrainerState
    neuron: Neuron


class Hand:
    """Draws what to do to a window, does it, and compares what can be read with the core's own computation."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance = desk, random.Random(seed)
        self.done: list[str] = []
        self.pinned: Kept | None = None
        #: How many pixels of each kind could be read.
        self.read: Counter[str] = Counter()
        #: The run before the last step that was made alone.
        self.before: TrainerState | None = None

    # What is done

    def act(self) -> None:
        """Do one thing, and let everything come to rest."""
        deeds = (
            self.edit,
            self.edit,
            self.undo,
            self.play,
            self.step,
            self.demon,
            self.pin,
            self.look,
            self.look,
            self.choose,
        )
        deed = self.chance.choice(deeds)
        self.done.append(deed.__name__)
        deed()
        self.desk.wait_for_calm()

    def edit(self) -> None:
        document, layer = self.desk.window.document, self.chance.randrange(1, 3)
        hidden = min(layer, document.plan.spec.depth - 1)
        edits: tuple[Callable[[], object], ...] = (
            lambda: document.configure(cost=self.chance.choice(self._costs())),
            lambda: document.configure(learning_rate=self.chance.choice((0.05, 0.5))),
            lambda: document.resize_layer(hidden, self.chance.randrange(2, 7)),
            lambda: document.insert_layer(1) if document.plan.spec.depth < 4 else None,
            lambda: document.request(Reinitialise(hidden, (0,))),
            document.restart,
        )
        self.chance.choice(edits)()

    def _costs(self) -> tuple[str, ...]:
        data = self.desk.frame.data
        return ("quadratic", "cross_entropy") if data.is_classification else ("quadratic",)

    def undo(self) -> None:
        stack = self.desk.window.document.undo_stack
        self.chance.choice((stack.undo, stack.undo, stack.redo))()

    def play(self) -> None:
        begun = self.desk.frame.step
        self.desk.click("button_action_play")
        self.desk.wait(lambda: self.desk.frame.step > begun)
        self.desk.pause()

    def step(self) -> None:
        step, self.before = self.desk.frame.step, self.desk.state()
        self.desk.click("button_action_step")
        self.desk.wait(lambda: self.desk.frame.step == step + 1)

    def take(self, act: Act) -> None:
        self.desk.window.requests.take_act(act)

    def neuron(self) -> Neuron:
        sizes = self.desk.window.document.plan.spec.sizes
        layer = self.chance.randrange(1, len(sizes))
        return Neuron(layer, self.chance.randrange(sizes[layer]))

    def demon(self) -> None:
        if self.session_demon is None:
            self.take(ArmDemon(self.neuron()))
            return
        acts: tuple[Act, ...] = (
            SetDz(self.chance.choice((-1.0, -0.1, 0.3, 2.0))),
            HalveDz(),
            ChooseScope(self.chance.choice(list(Scope))),
            ReleaseDemon(),
        )
        self.take(self.chance.choice(acts))

    def pin(self) -> None:
        if self.session_demon is None:
            return
        follow = not self.session_demon.follow and self.chance.random() < 0.5
        self.take(RenewDemon() if not self.session_demon.follow and not follow else FollowTraining(follow))
        demon = self.session_demon
        self.pinned = (
            Kept(self.desk.state(), demon.neuron) if demon is not None and not demon.follow else None
        )

    def look(self) -> None:
        self.take(Select((self.neuron(),)))
        self.take(ChooseSample(self.chance.randrange(8)))

    def choose(self) -> None:
        """Another quantity, another set, or a connection instead of a neuron."""
        sizes = self.desk.window.document.plan.spec.sizes
        layer = self.chance.randrange(1, len(sizes))
        ends = self.chance.randrange(sizes[layer]), self.chance.randrange(sizes[layer - 1])
        part = self.chance.choice(("train", "test"))
        quantities = (
            NeuronQuantity.DELTA,
            NeuronQuantity.ACTIVATION,
            NeuronQuantity.WEIGHTED_INPUT,
            NeuronQuantity.MAP,
        )
        acts: tuple[Callable[[], object], ...] = (
            lambda: self.take(ColourNeuronsBy(self.chance.choice(quantities))),
            lambda: self.take(SelectConnection(Connection(layer, *ends))),
            lambda: self.take(ListHardest(Listing(part))),
            lambda: self.pick("metrics_part", part),
            lambda: self.pick("flow_samples", part),
            lambda: self.pick("selected_gradient_samples", self.chance.choice(("shown", "train"))),
            lambda: self.pick("connection_gradient_samples", self.chance.choice(("shown", "train"))),
        )
        self.chance.choice(acts)()

    def turn(self) -> None:
        """Look at another set wherever one can be chosen."""
        self.take(Select((Neuron(1, 0),)))
        self.desk.wait_for_calm()
        for name in ("metrics_part", "flow_samples", "selected_gradient_samples"):
            self.pick(name, "train")

    def pick(self, name: str, data: str) -> None:
        """Choose in a box, if it can be seen, as its list does."""
        for box in self.desk.find_all(name):
            assert isinstance(box, QComboBox)
            row = box.findData(data)
            self.desk.pick(name, box.itemText(row))

    @property
    def session_demon(self) -> Demon | None:
        return self.desk.window.document.session.state.demon

    # What can be read

    def check(self) -> None:
        """Every number that is named here and can be seen is the core's own."""
        state = self.desk.state()
        network = state.trained_network()
        trace = backpropagate(network, state.data.x_probe, state.data.y_probe, cost=state.config.cost)
        self._check_bar(state, network)
        self.read["terms"] += check_origin(self.desk, network, trace, f"{self.done}")
        if self._sees("delta_panel"):
            self._check_deltas(trace)
            self.read["cells"] += check_heatmaps(self.desk, trace, f"{self.done}")
        if self._sees("demon_panel"):
            self._check_demon(state)
        if self._sees("update_panel"):
            self._check_update(state)
        Screen(self.desk, state, trace, f"{self.done}").check()
        if self._sees("network_view"):
            self.read.update(check_canvas(self.desk, network, trace, state.data, f"{self.done}"))
        if self._sees("plane_view") and state.data.inputs == 2:
            self.read["plane"] += check_plane(self.desk, network, state.data, f"{self.done}")

    def _sees(self, panel: str) -> bool:
        return self.desk.find_all(panel) != []

    def _says(self, name: str, value: float) -> None:
        text = self.desk.text(name)
        told = f"{name} says {text}, and it is {value} after {self.done}"
        assert shown.number(text) == pytest.approx(value, abs=5.1e-5, rel=6e-3, nan_ok=True), told

    def _check_bar(self, state: TrainerState, network: Network) -> None:
        def of(part: str) -> tuple[float, float]:
            return cost_and_accuracy(network, state.data, part, cost=state.config.cost)  # type: ignore[arg-type]

        assert self.desk.number("step") == state.step
        self._says("train_cost", of("train")[0])
        self._says("test_cost", of("test")[0])
        self._says("test_accuracy", 100 * of("test")[1])

    def _check_deltas(self, trace: Trace) -> None:
        rows = self.desk.window.panels["dock_delta"].page(DeltaPanel).rows
        assert len(rows) == len(trace.deltas)
        for row, delta in zip(rows, trace.deltas, strict=True):
            np.testing.assert_allclose(row.heatmap.values, delta, rtol=1e-12, atol=1e-15)
            assert shown.number(row.size_text.removesuffix(" rms")) == pytest.approx(
                root_mean_square(delta), abs=5.1e-4, rel=6e-3
            )

    def _check_demon(self, state: TrainerState) -> None:
        demon = self.session_demon
        if demon is None:
            assert self.desk.find_all("demon_predicted") == []
            return
        on = Kept(state, demon.neuron) if demon.follow else self.pinned
        assert on is not None
        place = self.desk.find("demon_place")
        assert isinstance(place, QLabel)
        steps = re.findall(r"step ([\d,]+)", place.text())
        assert [shown.number(step) for step in steps] == [on.state.step], (place.text(), self.done)
        note = self.desk.window.docks["dock_demon"].title_line.note.text()
        assert ("pinned to step" in note) == (not demon.follow), (note, self.done)
        data, session = on.state.data, self.desk.window.document.session.state
        some = slice(None) if demon.scope is Scope.BATCH else slice(session.sample, session.sample + 1)
        reading = perturb(
            on.state.trained_network(),
            data.x_probe[some],
            data.y_probe[some],
            cost=on.state.config.cost,
            layer=on.neuron.layer,
            neuron=on.neuron.index,
            dz=demon.dz,
        )
        self._says("demon_predicted", reading.mean_predicted)
        self._says("demon_actual", reading.mean_actual)
        self._says("demon_gap", reading.mean_actual - reading.mean_predicted)

    def _check_update(self, state: TrainerState) -> None:
        """The step that Update names is made here once more, from the run before it."""
        note = self.desk.window.docks["dock_update"].title_line.note.text()
        is_next = note == "of the next step"
        before = state if is_next else self.before
        if not is_next:
            assert shown.number(note.removeprefix("of step ")) == state.step, (note, self.done)
        if before is None or before.step != state.step - 1 + is_next or before.run != state.run:
            return  # the run before it isn't known here
        order = epoch_order(before.config.seed, before.epoch, samples=len(before.data.x_train))
        rows = order[before.position :][: before.config.batch_size]
        x, y, cost = before.data.x_train[rows], before.data.y_train[rows], before.config.cost
        network, after = before.trained_network(), make_next_step(before).network
        trace = backpropagate(network, x, y, cost=cost)
        self._says("update_predicted", _along(trace, network, after))
        self._says("update_actual", backpropagate(after, x, y, cost=cost).cost - trace.cost)


def _along(trace: Trace, before: Network, after: Network) -> float:
    """The change of C to first order."""
    gradients = (*trace.grad_weights, *trace.grad_biases)
    old, new = ((*net.weights, *net.biases) for net in (before, after))
    return sum(float((g * (b - a)).sum()) for g, a, b in zip(gradients, old, new, strict=True))


@pytest.mark.parametrize(
    ("example", "key", "panel", "few", "kinds"),
    [
        ("xor", Qt.Key.Key_2, "demon_panel", 12, ("terms", "cells", "neurons", "maps", "edges", "plane")),
        ("xor", Qt.Key.Key_4, "update_panel", 3, ()),
        ("wave", Qt.Key.Key_4, "update_panel", 2, ()),
    ],
)
def test_every_number_on_the_screen_is_the_cores_own(
    qtbot: QtBot,
    trials: Callable[[int, int], int],
    example: str,
    key: Qt.Key,
    panel: str,
    few: int,
    kinds: tuple[str, ...],
) -> None:
    desk = Desk(qtbot, preset(example).project())
    desk.key(key, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: desk.find_all(panel) != [])
    desk.wait_for_calm()
    hand = Hand(desk, 20261129)
    hand.check()
    for quantity in (NeuronQuantity.MAP, NeuronQuantity.DELTA):
        hand.take(ColourNeuronsBy(quantity))
        desk.wait_for_calm()
        hand.check()
    hand.play()
    desk.wait_for_calm()
    hand.turn()
    hand.check()
    for _ in range(trials(few, 1500)):
        hand.act()
        hand.check()
    assert QApplication.activeModalWidget() is None
    assert all(hand.read[kind] > 0 for kind in kinds), hand.read
