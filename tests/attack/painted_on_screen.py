"""What is painted in the colours of signs, read back pixel by pixel and held against the core's own numbers.

A pixel is read by the colour scale that stands beside it: the heatmaps' cells, the neurons of the canvas, their maps
over the inputs, the large one of the plane, and the connections of the selected neuron.
"""

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from bpexplorer.canvas.picture.palette import canvas_palette
from bpexplorer.canvas.picture.prepare import EDGE_LEVELS, WIDE_LIMIT, edge_level
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.backprop import Trace, forward
from bpexplorer.core.network import Network
from bpexplorer.core.readings.maps import MAP_POINTS, map_domain
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, SessionState
from bpexplorer.look.colours import ColourScale, Lut, SignedScale, map_lut, signed_lut
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets.colour_bar import ColourBar
from bpexplorer.panels.delta.panel import DeltaPanel
from bpexplorer.panels.plane.view import PlaneView
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from tests import shown
from tests.walk import painted
from tests.windows import Desk

#: Of the 256 colours of the map so many may lie between what is read and what is meant: they are rounded.
NEAR = 1.6
#: Of the levels of an edge; thin lines mix with what lies below.
LEVELS_NEAR = 2
#: Neurons that are smaller on the screen than this half-width have no place beside their sign.
SMALLEST = 5.0
#: A line is read where others are so many pixels away, if there are so many such places.
APART, FEWEST = 4.5, 4
#: Two colours are the same if no channel differs by more.
SAME = 3


@dataclass(frozen=True)
class Pixels:
    """What a widget looks like now."""

    image: QImage
    ratio: float

    @classmethod
    def of(cls, widget: QWidget) -> "Pixels":
        return cls(widget.grab().toImage(), widget.devicePixelRatioF())

    def at(self, place: QPointF) -> QColor | None:
        """The pixel under a place of the widget; None outside of it."""
        x, y = int(place.x() * self.ratio), int(place.y() * self.ratio)
        return self.image.pixelColor(x, y) if self.image.rect().contains(QPoint(x, y)) else None


def read(pixel: QColor | None, colours: Lut | None = None) -> float | None:
    """Where a colour stands on a map, by itself the signed one, from −1 to 1; None if it isn't one of it."""
    if pixel is None:
        return None
    lut = (signed_lut(current_theme()) if colours is None else colours)[:, :3].astype(int)
    distances = np.abs(lut - np.array([pixel.red(), pixel.green(), pixel.blue()])).max(axis=1)
    nearest = np.flatnonzero(distances == distances.min())
    return None if distances.min() > SAME else float(nearest.mean() - 127.5) / 127.5


def assert_reads(found: float, value: float, scale: ColourScale, what: str) -> None:
    meant = float(scale.normalised(value))
    assert abs(found - meant) * 127.5 <= NEAR, (
        f"{what} looks like {found:.4f} of the scale, and it is {meant:.4f}, {value}"
    )


def check_heatmaps(desk: Desk, trace: Trace, told: str) -> int:
    """Hold the cells of the heatmaps against δ; gives how many could be read."""
    return sum(
        _check_heatmap(row.heatmap, delta, f"a cell of layer {layer} after {told}")
        for layer, (row, delta) in enumerate(
            zip(desk.window.panels["dock_delta"].page(DeltaPanel).rows, trace.deltas, strict=True), 1
        )
    )


def _check_heatmap(heatmap: Heatmap, values: FloatArray, what: str) -> int:
    if not heatmap.isVisible() or heatmap.visibleRegion().isEmpty():
        return 0
    pixels, known = Pixels.of(heatmap), 0
    for (sample, neuron), value in np.ndenumerate(values):
        cell = heatmap.cell_rect(neuron, sample)
        place = cell.topLeft() + QPointF(0.3 * cell.width(), 0.3 * cell.height())
        found = read(pixels.at(place))
        is_marked = neuron in heatmap.marks.neurons or sample == heatmap.marks.sample
        if found is None or is_marked or min(cell.width(), cell.height()) < SMALLEST:
            continue
        known += 1
        assert_reads(found, float(value), heatmap.scale, f"{neuron}, {sample}: {what}")
    return known


@dataclass(frozen=True)
class Canvas:
    """The canvas as it looks, and the run whose numbers it has to show."""

    view: NetworkView
    pixels: Pixels
    session: SessionState
    told: str

    @classmethod
    def of(cls, desk: Desk, told: str) -> "Canvas":
        view = desk.window.canvas.view
        return cls(view, Pixels.of(view.viewport()), desk.window.document.session.state, told)

    @property
    def scale(self) -> ColourScale:
        bar = self.view.window().findChild(ColourBar, "canvas_colour_bar")
        assert bar is not None
        return bar.scale

    def half(self, layer: int) -> float:
        """Half the width of a layer's neurons on the screen."""
        return self.view.placement.boxes[layer].half * self.view.zoom

    def _place(self, neuron: Neuron) -> QPoint:
        return self.view.neuron_position(neuron.layer, neuron.index)

    def check_neurons(self, values: tuple[FloatArray, ...]) -> int:
        """Hold the fills of the neurons against one sample's values of each layer from 1 on."""
        known = 0
        for layer, of_layer in enumerate(values, start=1):
            if self.half(layer) < SMALLEST:
                continue
            for neuron, value in enumerate(of_layer.tolist()):
                middle = QPointF(self._place(Neuron(layer, neuron)))
                corners = [QPointF(x, y) * 0.45 * self.half(layer) for x in (-1, 1) for y in (-1, 1)]
                found = [
                    each
                    for each in (read(self.pixels.at(middle + corner)) for corner in corners)
                    if each is not None
                ]
                if found:
                    known += 1
                    assert_reads(
                        float(np.median(found)),
                        value,
                        self.scale,
                        f"{Neuron(layer, neuron)} after {self.told}",
                    )
        return known

    def check_maps(self, network: Network, data: TrainingData) -> int:
        """Hold the picture of the selected neuron against what the network makes of those inputs."""
        neuron = self.session.primary
        if neuron is None or neuron.layer == 0 or data.inputs != 2 or self.half(neuron.layer) < SMALLEST:
            return 0
        low, high = map_domain(data)
        middle, half, known = QPointF(self._place(neuron)), self.half(neuron.layer), 0
        for across, up in ((-0.4, 0.4), (0.4, 0.4), (-0.4, -0.4), (0.4, -0.4), (0.0, 0.0)):
            found = read(self.pixels.at(middle + QPointF(across, -up) * half), map_lut())
            if found is None:
                continue
            # A pixel is of points of the map that are at most one step and one pixel away.
            shares = (np.array([across, up]) + 1.0) / 2.0
            reach = 1.0 / MAP_POINTS + 1.0 / half
            around = np.array(
                [
                    shares + reach * np.array([x, y])
                    for x in (-1, -0.5, 0, 0.5, 1)
                    for y in (-1, -0.5, 0, 0.5, 1)
                ]
            )
            a = forward(network, low + around * (high - low)).activations[neuron.layer - 1][:, neuron.index]
            meant = self.scale.normalised(a)
            known += 1
            assert meant.min() - NEAR / 127.5 <= found <= meant.max() + NEAR / 127.5, (
                f"the map of {neuron} looks like {found} at {across, up}, and it is {meant} after {self.told}"
            )
        return known

    def check_edges(self, network: Network) -> int:
        """Hold the selected neuron's connections against their weights, by sign and strength."""
        neuron, sizes = self.session.primary, network.sizes
        if neuron is None or self.session.edges_by is not EdgeQuantity.WEIGHT:
            return 0
        layer, index = neuron.layer, neuron.index
        edges = (
            []
            if layer == 0
            else [(Neuron(layer - 1, k), w) for k, w in enumerate(network.weights[layer - 1][index])]
        )
        if layer < len(network.weights):
            edges += [(Neuron(layer + 1, k), w) for k, w in enumerate(network.weights[layer][:, index])]
        if len(edges) > WIDE_LIMIT or any(size > 16 for size in sizes):
            return 0
        bound, known = self._edge_bound(), 0
        for other, weight in edges:
            level = edge_level(float(SignedScale(bound).normalised(weight)))
            first, last = sorted((neuron, other))
            # Along the selected connection there is the colour of selection.
            is_selected = self.session.connection == Connection(last.layer, last.index, first.index)
            found = None if is_selected else self._level_of(neuron, other)
            if found is None or abs(level) <= LEVELS_NEAR:
                continue
            known += 1
            assert abs(found - level) <= LEVELS_NEAR, (
                f"the connection {neuron}–{other} looks like level {found}, and it is {level} after {self.told}"
            )
        return known

    def _edge_bound(self) -> float:
        lines = self.view.window().findChild(QWidget, "edges_caption")
        assert lines is not None
        caption = " ".join(each.text for each in painted(lines))
        named = re.search(r": (\S+) \(", caption)
        assert named is not None, caption
        return -shown.number(named[1])

    def _level_of(self, neuron: Neuron, other: Neuron) -> int | None:
        """The level that a connection looks like; None if nothing is seen of it, or hardly a place is its own.

        A line may lie between two pixels, and dashes end: across it the strongest counts, along it the strongest
        quarter. Where another connection passes, the pixel is of both, and says nothing.
        """
        line = QLineF(self._place(neuron), self._place(other))
        palette = canvas_palette(current_theme())
        levels = [each for each in range(-EDGE_LEVELS, EDGE_LEVELS + 1) if each]
        pens = np.array([palette.own_pen(each, wide=True).color().getRgb()[:3] for each in levels])
        across, beside = line.normalVector().unitVector(), self._lines_beside(neuron, other)
        seen = []
        for share in np.linspace(0.4, 0.85, max(8, int(line.length() / 3))):
            at, found = line.pointAt(float(share)) + QPointF(0.5, 0.5), []
            if _distance(beside, at) < APART:
                continue
            for off in (-1.0, 0.0, 1.0):
                pixel = self.pixels.at(at + off * QPointF(across.dx(), across.dy()))
                if pixel is not None:
                    distances = np.abs(pens - np.array(pixel.getRgb()[:3])).max(axis=1)
                    if distances.min() <= 2 * SAME:
                        found.append(levels[int(distances.argmin())])
            seen.append(max(found, key=abs, default=0))
        seen.sort(key=abs, reverse=True)
        return (seen[len(seen) // 4] or None) if len(seen) >= FEWEST else None

    def _lines_beside(self, neuron: Neuron, other: Neuron) -> FloatArray:
        """All other connections between the layers of two neurons, shape (lines, 2, 2)."""
        ends = [
            [(index, self._place(Neuron(each.layer, index)).toTuple()) for index in range(len(box.centres))]
            for each in (neuron, other)
            for box in (self.view.placement.boxes[each.layer],)
        ]
        lines = [
            (here, there) for (k, here), (m, there) in product(*ends) if (k, m) != (neuron.index, other.index)
        ]
        return np.array(lines, dtype=float).reshape(-1, 2, 2)


#: From a sample on the plane so many pixels are its mark's, or may be its ring's, and from a line its own; the map is
#: read in so many places.
MARK, LINE, PLACES = 8.0, 3.0, 15


def check_plane(desk: Desk, network: Network, data: TrainingData, told: str) -> int:
    """Hold the large map against what the network makes of those inputs; gives in how many places it could be read.

    ``network`` has one output, which is what is large if no neuron is pinned.
    """
    desk.wait_for_measured()
    view, bar = desk.find("plane_view"), desk.find("plane_colour_bar")
    assert isinstance(view, PlaneView)
    assert isinstance(bar, ColourBar)
    neuron = desk.window.document.session.state.mapped or Neuron(len(network.weights), 0)
    pixels, room, (low, high), known = Pixels.of(view), view.map_rect(), map_domain(data), 0
    assert view.face is not None
    marks = np.array(
        [
            view.point_position(points.part, index).toTuple()
            for points in view.face.reading.parts
            for index in range(len(points.rows))
        ]
    )
    # Where the line of the middle passes, the pixel is of the line, or of both: its colour says nothing of the map.
    line = view.face.line.reshape(-1, 2, 2) * (room.width(), room.height()) + (room.left(), room.top())
    # A pixel is of points of the map that are at most one step and one pixel away.
    reach = 1.0 / MAP_POINTS + 1.0 / room.width()
    near = reach * np.array([[x, y] for x in (-1, -0.5, 0, 0.5, 1) for y in (-1, -0.5, 0, 0.5, 1)])
    for across, up in np.ndindex(PLACES, PLACES):
        share = (np.array([across, up]) + 0.5) / PLACES
        place = QPointF(room.left() + share[0] * room.width(), room.bottom() - share[1] * room.height())
        found = read(pixels.at(place), map_lut())
        if found is None or np.hypot(*(marks - place.toTuple()).T).min() < MARK:
            continue
        if _distance(line, place) < LINE:
            continue
        inputs = low + (share + near) * (high - low)
        a = inputs if neuron.layer == 0 else forward(network, inputs).activations[neuron.layer - 1]
        meant = bar.scale.normalised(a[:, neuron.index])
        known += 1
        assert meant.min() - NEAR / 127.5 <= found <= meant.max() + NEAR / 127.5, (
            f"the plane of {neuron} looks like {found} at {share}, and it is {meant} after {told}"
        )
    return known


def _distance(lines: FloatArray, place: QPointF) -> float:
    """How far a place is from the nearest of some straight lines, shape (lines, 2, 2); infinity if there is none."""
    begin, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    off = np.array(place.toTuple()) - begin
    length = (along * along).sum(axis=1)
    share = np.clip((off * along).sum(axis=1) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    return float(np.hypot(*(off - share[:, np.newaxis] * along).T).min(initial=np.inf))


def check_canvas(desk: Desk, network: Network, trace: Trace, data: TrainingData, told: str) -> dict[str, int]:
    """Hold what the canvas paints against the core; gives how much of each kind could be read."""
    canvas = Canvas.of(desk, told)
    session, known = canvas.session, {"edges": canvas.check_edges(network)}
    values = {
        NeuronQuantity.DELTA: trace.deltas,
        NeuronQuantity.ACTIVATION: trace.activations,
        NeuronQuantity.WEIGHTED_INPUT: trace.zs,
    }.get(session.neurons_by)
    if values is not None:
        known["neurons"] = canvas.check_neurons(tuple(each[session.sample] for each in values))
    elif session.neurons_by is NeuronQuantity.MAP:
        known["maps"] = canvas.check_maps(network, data)
    return known
