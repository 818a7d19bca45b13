"""What Set-up, Cost, Metrics, Gradient flow, the tiles and the canvas show, held against the core's own computation.

Read is what is painted, what a table has to display, and what an image is made of.
"""

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QTableView, QWidget

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.items.layers import LayerItem
from bpexplorer.canvas.picture.prepare import lut_entries
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.activations import ACTIVATIONS, activation
from bpexplorer.core.backprop import Trace, backpropagate, forward
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.output import sample_costs
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import DataPart, PartName
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import NeuronQuantity, Scale, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.colours import SignedScale
from bpexplorer.panels.cost.choices import MEASURES
from bpexplorer.panels.cost.curves import LARGEST, Measure
from bpexplorer.panels.metrics.confusion import ConfusionMatrix
from bpexplorer.panels.setup.gradients import MEASURING
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.window.drawing import is_seen
from tests import shown
from tests.walk import Painted, painted
from tests.windows import Desk

#: The curve of the training set is drawn at this height above the others.
_TRAIN_CURVE = 20


@dataclass(frozen=True)
class Screen:
    """A window at rest, the run in it, and what was done to it."""

    desk: Desk
    state: TrainerState
    trace: Trace
    told: str

    @property
    def network(self) -> Network:
        return self.state.trained_network()

    @property
    def session(self) -> SessionState:
        return self.desk.window.document.session.state

    def check(self) -> None:
        """Everything of this that can be seen is the core's own."""
        self.desk.wait_for_measured()
        if self._sees("selected_section"):
            self._check_selected()
        if self._sees("metrics_panel"):
            self._check_metrics()
        if self._sees("flow_panel"):
            self._check_flow()
        if self._sees("samples_panel"):
            self._check_tiles()
        if self._sees("cost_plot"):
            self._check_cost()
        if self._sees("network_view"):
            self._check_canvas()

    def _sees(self, name: str) -> bool:
        """Whether any of it is on the screen: what is scrolled or covered isn't drawn."""
        return any(is_seen(each) for each in self.desk.find_all(name))

    def _near(self, text: str, value: float, what: str, *, rel: float = 6e-3, least: float = 5.1e-5) -> None:
        # What isn't finite is said in words, whatever it is.
        near = pytest.approx(value if math.isfinite(value) else math.nan, abs=least, rel=rel, nan_ok=True)
        assert shown.number(text) == near, f"{what} says {text}, and it is {value} after {self.told}"

    def _is_of_this_step(self, dock: str) -> str:
        """The title line of a dock, which has to say this step."""
        title = self.desk.window.docks[dock].title_line
        self.desk.wait(lambda: _steps(title.note.text()) == [self.state.step])
        return title.note.text()

    def _is_empty(self, dock: str, count: int) -> bool:
        """Whether a set has no samples. Its title line has to name no step then, as nothing is of one."""
        if count == 0:
            title = self.desk.window.docks[dock].title_line
            self.desk.wait(lambda: title.note.text() == "")
        return count == 0

    def _chosen(self, box: str) -> str:
        found = self.desk.find(box)
        assert isinstance(found, QComboBox)
        return str(found.currentData())

    # Set-up: what is selected

    def _check_selected(self) -> None:
        header = self.desk.find("selected_section")
        assert isinstance(header, QAbstractButton)
        if not header.isChecked():
            header.click()
        # What was folded away measures only now.
        gradients = [*self.desk.find_all("connection_gradient"), *self.desk.find_all("selected_mean_delta")]
        self.desk.wait(lambda: all(label.text() != MEASURING for label in gradients))  # type: ignore[attr-defined]
        session, trace = self.session, self.trace
        primary, row = session.primary, session.sample
        if session.connection is not None:
            layer, target, source = session.connection
            weight = self.network.weights[layer - 1][target, source]
            self._near(self.desk.text("connection_weight"), float(weight), "w")
            slope = self._slopes("connection_gradient_samples").grad_weights[layer - 1][target, source]
            self._near(self.desk.text("connection_gradient"), float(slope), "∂C/∂w")
        elif primary is not None and primary.layer > 0:
            at = primary.layer - 1, (row, primary.index)
            z, a = trace.zs[at[0]], trace.activations[at[0]]
            slopes = ACTIVATIONS[self.network.activations[at[0]]].derivative(z[[row]], a[[row]])
            of_batch = self._slopes("selected_gradient_samples").grad_biases[at[0]]
            for name, value in (
                ("selected_z", z[at[1]]),
                ("selected_a", a[at[1]]),
                ("selected_delta", trace.deltas[at[0]][at[1]]),
                ("selected_gate", slopes[0, primary.index]),
                ("selected_mean_delta", of_batch[primary.index]),
            ):
                self._near(self.desk.text(name), float(value), name)

    def _slopes(self, box: str) -> Trace:
        """The gradients of the cost of those samples that are named below them."""
        if self._chosen(box) != "train":
            return self.trace
        data = self.state.data
        return backpropagate(self.network, data.x_train, data.y_train, cost=self.state.config.cost)

    # Metrics

    def _check_metrics(self) -> None:
        data = self.state.data
        part: PartName = self._chosen("metrics_part")  # type: ignore[assignment]
        x, y, labels = data.part(part)
        if self._is_empty("dock_metrics", len(x)):
            return
        note = self._is_of_this_step("dock_metrics")
        outputs = forward(self.network, x).activations[-1]
        if labels is None:
            missed = outputs - y
            spread = np.square(y - y.mean(axis=0)).sum()
            # Of targets that are all alike there is nothing to explain.
            explained = 1 - np.square(missed).sum() / spread if spread else np.nan
            for name, value in (
                ("metrics_r_squared", explained),
                ("metrics_rmse", np.sqrt(np.square(missed).mean())),
                ("metrics_mae", np.abs(missed).mean()),
            ):
                self._near(self.desk.text(name), float(value), name)
            return
        counts = np.zeros((len(data.class_names),) * 2, dtype=int)
        np.add.at(counts, (labels, data.predicted_classes(outputs)), 1)
        share = note.split(" · ")[0].removeprefix("accuracy ")
        self._near(share, 100 * np.trace(counts) / len(x), "accuracy", least=0.051)
        matrix = self.desk.find("confusion_matrix")
        assert isinstance(matrix, ConfusionMatrix)
        texts = [each for each in painted(matrix) if each.widget is matrix]
        cells = {matrix.cell_at(each.place.center()): each.text for each in texts}
        for cell, count in np.ndenumerate(counts):
            if count or cell[0] == cell[1]:
                assert cells.get(cell) == numbers.count(count), (cell, note, part, counts, cells, self.told)
            else:
                assert cell not in cells, (cell, self.told)
        for row, found in enumerate(counts):
            recall = _first_at_right(texts, matrix, row)
            self._near(
                recall,
                100 * found[row] / found.sum() if found.sum() else np.nan,
                f"recall of {row}",
                least=0.051,
            )

    # Gradient flow

    def _check_flow(self) -> None:
        x, y, _ = self.state.data.samples(self._chosen("flow_samples"))  # type: ignore[arg-type]
        if self._is_empty("dock_flow", len(x)):
            return
        self._is_of_this_step("dock_flow")
        network, after = self.network, make_next_step(self.state).network
        deltas = backpropagate(network, x, y, cost=self.state.config.cost).deltas
        sizes = [root_mean_square(delta) for delta in deltas]
        table = self.desk.find("flow_layers")
        assert isinstance(table, QTableView)
        for row, (delta, size) in enumerate(zip(deltas, sizes, strict=True)):
            said = [str(table.model().index(row, column).data()) for column in range(5)]
            if said[1] == numbers.ROUNDING:
                continue
            old, new = network.weights[row], after.weights[row]
            known = [size, float(np.median(np.abs(delta)))]
            if row + 1 < len(sizes):
                known.append(_share(size, sizes[row + 1]))
            else:
                assert said.pop(3) == "output"
            known.append(_share(root_mean_square(new - old), root_mean_square(old)))
            assert said[0] == str(row + 1)
            for text, value in zip(said[1:], known, strict=True):
                # To two digits.
                self._near(text, value, f"flow of layer {row + 1}", rel=0.051, least=1e-12)

    # Hardest samples

    def _check_tiles(self) -> None:
        data, part = self.state.data, self.session.listing.part
        given, tiles = data.part(part), self.desk.find_all("sample_tiles")
        if self.session.listing.cell is not None or not len(given.x) or not tiles:
            return
        self._is_of_this_step("dock_samples")
        costs, outputs = self._costs(given)
        # A cost that doesn't exist for these outputs is the largest.
        hardest = np.argsort(-np.where(np.isnan(costs), np.inf, costs), kind="stable")
        texts = [each.text for each in painted(tiles[0])]
        said = [text.removeprefix("C ") for text in texts if text.startswith("C ")]
        assert said
        for text, row in zip(said, hardest, strict=False):
            self._near(text, float(costs[row]) if np.isfinite(costs[row]) else math.nan, "C of a tile")
        arrows = [place for place, text in enumerate(texts) if text == " → "]
        pairs = [(texts[place - 1], texts[place + 1]) for place in arrows]
        assert bool(pairs) == data.is_classification
        if given.labels is not None:
            predicted, names = data.predicted_classes(outputs), data.class_names
            for pair, row in zip(pairs, hardest, strict=False):
                if np.isclose(costs, costs[row], rtol=1e-9).sum() == 1:  # equal ones may be in any order
                    assert pair == (names[given.labels[row]], names[predicted[row]]), self.told

    def _costs(self, given: DataPart) -> tuple[FloatArray, FloatArray]:
        passed, last = forward(self.network, given.x), activation(self.network.activations[-1])
        z, a = passed.zs[-1], passed.activations[-1]
        return sample_costs(cost_named(self.state.config.cost), last, z, a, given.y), a

    # Cost

    def _check_cost(self) -> None:
        plot, latest = self.desk.find("cost_plot"), self.state.history.latest
        assert isinstance(plot, Plot)
        surface: Any = plot.findChild(pg.PlotWidget)
        curve = next(each for each in surface.listDataItems() if each.zValue() == _TRAIN_CURVE)
        _, y = curve.getData()
        if latest is not None and y is not None and len(y):
            drawn, known = y[np.isfinite(y)], self._latest_on_axis(latest)
            if math.isfinite(known):  # else it isn't drawn
                assert drawn[-1] == pytest.approx(known, rel=1e-9), self.told
        refuge = self.state.refuge
        for flag in self.desk.find_all("cost_best"):
            assert refuge is not None
            words = [label.text() for label in flag.findChildren(QLabel)]
            whose = "training" if math.isnan(refuge.validation_cost) else "validation"
            is_change = refuge.step <= self._changed_at()
            where = (
                f"at the change, step {numbers.count(refuge.step)}"
                if is_change
                else f"epoch {numbers.count(refuge.epoch)}"
            )
            assert words == [f"best {whose} cost: {where}"], self.told

    def _changed_at(self) -> int:
        """After which step the curve that is drawn begins anew, as what it shows can't be compared; −1 if nowhere."""
        is_accuracy = self._measure_drawn()[0] is Measure.ACCURACY
        config, spec, eras = self.state.config, self.state.spec, self.state.history.eras
        made = [(era.step, era.cost, era.sizes, era.activations) for era in eras]
        if made:
            made.append((self.state.step, config.cost, spec.sizes, spec.activations))
        changes = [
            new[0]
            for old, new in pairwise(made)
            if old[2:] != new[2:] or (old[1] != new[1] and not is_accuracy)
        ]
        return max(changes, default=-1)

    def _measure_drawn(self) -> tuple[Measure, bool]:
        """What the title line says that is drawn, and whether on a logarithmic axis."""
        said = self.desk.window.docks["dock_cost"].title_line.note.text().split(" · ")[-1].split(", ")
        (measure,) = (each for each, (name, _) in MEASURES.items() if name == said[0])
        return measure, said[1:] == ["logarithmic"]

    def _latest_on_axis(self, latest: EpochRecord) -> float:
        """Where the last point of the curve belongs, by what the title line says that is drawn."""
        measure, is_logarithmic = self._measure_drawn()
        value = latest.train_accuracy if measure is Measure.ACCURACY else latest.train_cost
        if not is_logarithmic:
            return value if value < LARGEST else math.inf
        return math.log10(value) if 0 < value < LARGEST else math.nan

    # Canvas

    def _check_canvas(self) -> None:
        view, session, row = self.desk.window.canvas.view, self.session, self.session.sample
        shown_by = {
            NeuronQuantity.DELTA: self.trace.deltas,
            NeuronQuantity.ACTIVATION: self.trace.activations,
            NeuronQuantity.WEIGHTED_INPUT: self.trace.zs,
        }.get(session.neurons_by)
        if shown_by is None:
            return
        items = layer_items(view)
        assert len(items) == len(shown_by) + 1
        for layer, (item, values) in enumerate(zip(items[1:], shown_by, strict=True), start=1):
            if session.neurons_by is NeuronQuantity.DELTA and session.scale is Scale.SHARED:
                entries = lut_entries(SignedScale(session.delta_bound).normalised(values[row]))
                np.testing.assert_array_equal(item._entries, entries, self.told)
            self._check_hover(Neuron(layer, len(values[row]) - 1), float(values[row, -1]))
        # While the mouse was on them, the plane was to show their maps.
        self.desk.wait_for_measured()

    def _check_hover(self, neuron: Neuron, value: float) -> None:
        view = self.desk.window.canvas.view
        place = QPointF(view.neuron_position(neuron.layer, neuron.index))
        if not view.viewport().rect().contains(place.toPoint()) or is_covered(view.placement, neuron):
            return
        _move(view.viewport(), place)
        label = view.findChild(QLabel, "hover_label")
        assert label is not None
        texts = label.text().split(" · ")
        assert str(neuron) in texts[0], (label.text(), self.told)
        # Of an output that shows a, its share and target stand behind it: "a = 0.696 (70 %), target 1".
        self._near(re.split(r" \(|, ", texts[1].partition(" = ")[2])[0], value, label.text())
        _move(view.viewport(), QPointF(1, 1))


def layer_items(view: NetworkView) -> list[LayerItem]:
    """What paints the layers, in their order; each may have been moved beside another."""
    found = [item for item in view.scene().items() if isinstance(item, LayerItem)]
    return sorted(found, key=lambda item: item._box.layer)


def _move(widget: QWidget, place: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def is_covered(placement: Layout, neuron: Neuron) -> bool:
    """Whether a layer that was moved there lies over a neuron, or its header or a button does."""
    x, y = placement.boxes[neuron.layer].centres[neuron.index].tolist()
    others = [box.rect for box in placement.boxes if box.layer != neuron.layer]
    others += [rect for control, rect in placement.controls.items() if control.layer != neuron.layer]
    return any(rect.contains(x, y) for rect in others)


def _steps(text: str) -> list[float]:
    return [shown.number(step) for step in re.findall(r"step ([\d,]+)", text)]


def _first_at_right(texts: list[Painted], matrix: ConfusionMatrix, row: int) -> str:
    """The first text behind the cells of a row."""
    place = matrix.cell_rect(row, row)
    edge = matrix.grid_rect().right()
    behind = [
        each
        for each in texts
        if each.place.left() >= edge and place.top() <= each.place.center().y() <= place.bottom()
    ]
    return min(behind, key=lambda each: each.place.left()).text


def _share(size: float, whole: float) -> float:
    return size / whole if whole else math.nan
