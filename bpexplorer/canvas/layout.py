"""Where everything of a network lies on the canvas, and what lies at a point. No Qt.

Scene units are logical pixels at 100 %. The middle of an unmoved layer is at y = 0; headers stand in one row above. How
large layers are, `measures` says.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bpexplorer.canvas.measures import COLUMN_LIMIT, Measures, has_matrix
from bpexplorer.canvas.picture.edges import bundle_segments, nearest_segment, neuron_segments
from bpexplorer.canvas.rect import Rect
from bpexplorer.canvas.sample_place import SamplePlace, Thumbnail
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.types import FloatArray, IntArray

#: From the middle of the first circle that there is room for up to where headers begin.
HEADER_ABOVE = 72.0
HEADER_HALF_WIDTH, HEADER_HEIGHT = 51.0, 42.0
#: The lower part of a header is a chip with the layer's name; − and + stand in line with it.
CHIP_HEIGHT = 24.0
#: What can be hit; each is painted a little smaller.
BUTTON_HALF, PILL_HALF_WIDTH = 13.0, 22.0
BUTTON_GAP = 2.0
#: How far above its usual place a header stands that has its buttons below it.
LIFT = 2 * (BUTTON_HALF + BUTTON_GAP)

#: Beside a column: the names of the features on the left, classes with their bars and numbers on the right.
INPUT_LABELS, OUTPUT_LABELS = 104.0, 156.0

#: The line below a layer, for what has to be said of its colours.
NOTE_WIDTH, NOTE_GAP, NOTE_HEIGHT = 104.0, 2.0, 16.0

#: From a sentence to the layers beside it, and half its height.
_ASIDE, _HALF_HEIGHT = 8.0, 60.0


class Part(Enum):
    """What can be pressed besides neurons and edges."""

    HEADER = "header"
    ADD = "add"
    REMOVE = "remove"
    #: “+ layer” between the names of two layers; its layer is the number that the new one gets.
    INSERT = "insert"


class Control(NamedTuple):
    """A header or button, and the layer it belongs to."""

    part: Part
    layer: int


Hit = Neuron | Connection | Control | Thumbnail | None


@dataclass(frozen=True, slots=True, eq=False)
class LayerBox:
    """One layer: the middle of each neuron, shape (n, 2), and half the size of its circle or cell."""

    layer: int
    centres: FloatArray
    half: float
    #: Rows and columns of a grid, None for a column of circles. The last row may not be full.
    grid: tuple[int, int] | None
    rect: Rect
    #: The middle of the header.
    header: tuple[float, float]
    #: Squares instead of circles, for maps.
    is_tiled: bool = False

    @property
    def note(self) -> Rect:
        """The room of the line below it."""
        x, top = self.rect.centre[0], self.rect.bottom + NOTE_GAP
        return Rect(x - NOTE_WIDTH / 2, top, x + NOTE_WIDTH / 2, top + NOTE_HEIGHT)

    @property
    def pitch(self) -> float:
        """From one neuron of a column to the next; infinite for a lone one."""
        return float(self.centres[1, 1] - self.centres[0, 1]) if len(self.centres) > 1 else math.inf

    def neuron_at(self, x: float, y: float, *, slack: float) -> int | None:
        """The neuron at a point; circles are hit up to ``slack`` outside, too."""
        if self.grid is None:
            away = np.abs(self.centres - (x, y)).T
            distances = away.max(axis=0) if self.is_tiled else np.hypot(*away)
            nearest = int(np.argmin(distances))
            return nearest if distances[nearest] <= self.half + slack else None
        if not self.rect.contains(x, y):
            return None
        rows, columns = self.grid
        cell = 2 * self.half
        row = min(int((y - self.rect.top) // cell), rows - 1)
        column = min(int((x - self.rect.left) // cell), columns - 1)
        index = row * columns + column
        return index if index < len(self.centres) else None

    def neurons_in(self, rect: Rect) -> IntArray:
        """The neurons whose middle lies in a rectangle."""
        x, y = self.centres.T
        return np.flatnonzero((rect.left <= x) & (x <= rect.right) & (rect.top <= y) & (y <= rect.bottom))


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places of all layers l = 0…L, of the headers and of the buttons.

    ``matrices`` are those of the pictures of weights, by the layer that they lead into: a row for each of its neurons.
    """

    spec: NetworkSpec
    boxes: tuple[LayerBox, ...]
    controls: Mapping[Control, Rect]
    matrices: Mapping[int, Rect]
    #: What stands below an input that is a picture; None: it isn't one.
    sample: SamplePlace | None
    bounds: Rect

    @classmethod
    def create(
        cls,
        spec: NetworkSpec,
        offsets: Sequence[tuple[float, float]] = (),
        *,
        image_shape: tuple[int, int] | None = None,
        tiled: bool = False,
        at_rest: bool = False,
    ) -> "Layout":
        """Lay a network out.

        Parameters
        ----------
        offsets : sequence of (dx, dy)
            How far each layer was moved from its place; missing ones count as (0, 0).
        image_shape : (rows, columns), optional
            The shape that an input of more than 16 neurons keeps. One that doesn't fit the input is ignored.
        tiled : bool
            Neurons in columns are squares, as large as maps should be.
        at_rest : bool
            No neurons are added now, so that no room is kept for them.
        """
        moved = [*offsets, *[(0.0, 0.0)] * (len(spec.sizes) - len(offsets))]
        room = min(max(spec.sizes), COLUMN_LIMIT) if at_rest else COLUMN_LIMIT
        measures = Measures(len(spec.sizes), tiled, room)
        grids = [
            measures.grid_shape(size, image_shape if layer == 0 else None)
            for layer, size in enumerate(spec.sizes)
        ]
        is_image = [image_shape is not None and grids[0] == image_shape, *[False] * spec.depth]
        halves = [
            measures.half_width(grid, is_image=image) for grid, image in zip(grids, is_image, strict=True)
        ]
        xs = measures.middles(halves, [measures.clear_between(*sizes) for sizes in pairwise(spec.sizes)])
        boxes = tuple(
            _place(measures, layer, size, grid, (x + moved[layer][0], moved[layer][1]), is_image=image)
            for layer, (size, grid, x, image) in enumerate(zip(spec.sizes, grids, xs, is_image, strict=True))
        )
        controls = _controls(boxes, is_close=measures.is_close)
        bounds = _bounds(boxes, controls, measures.height / 2 + measures.radius)
        sample = SamplePlace.below(boxes[0].rect) if is_image[0] else None
        if sample is not None:
            bounds = bounds.united(sample.bounds)
        return cls(spec, boxes, controls, _matrices(measures, boxes), sample, bounds)

    def is_bundled(self, layer: int) -> bool:
        """Whether all edges into layer l are shown; beside a grid it is only those of the selected neuron."""
        return self.boxes[layer].grid is None and self.boxes[layer - 1].grid is None

    def between(self, layer: int) -> Rect:
        """The room of a sentence between layers l-1 and l."""
        left, right = self.boxes[layer - 1].rect, self.boxes[layer].rect
        middle = (left.centre[1] + right.centre[1]) / 2
        return Rect(left.right + _ASIDE, middle - _HALF_HEIGHT, right.left - _ASIDE, middle + _HALF_HEIGHT)

    def bundle(self, layer: int) -> FloatArray:
        """The edges from layer l-1 into layer l as (x1, y1, x2, y2), shape (n_l, n_{l-1}, 4)."""
        return bundle_segments(self.boxes[layer - 1].centres, self.boxes[layer].centres)

    def matrix_cell(self, layer: int, row: int, column: int) -> Rect:
        """Where a weight stands in the picture of those into layer l."""
        rect, (rows, columns) = self.matrices[layer], self._matrix_shape(layer)
        width, height = rect.width / columns, rect.height / rows
        left, top = rect.left + column * width, rect.top + row * height
        return Rect(left, top, left + width, top + height)

    def weight_at(self, x: float, y: float) -> Connection | None:
        """The weight at a point of a picture of weights."""
        for layer, rect in self.matrices.items():
            if rect.contains(x, y):
                rows, columns = self._matrix_shape(layer)
                row = min(int((y - rect.top) / rect.height * rows), rows - 1)
                column = min(int((x - rect.left) / rect.width * columns), columns - 1)
                return Connection(layer, row, column)
        return None

    def _matrix_shape(self, layer: int) -> tuple[int, int]:
        return self.spec.sizes[layer], self.spec.sizes[layer - 1]

    def edges_of(self, neuron: Neuron) -> tuple[FloatArray, FloatArray]:
        """The segments of the edges into a neuron, shape (n_{l-1}, 4), and out of it, shape (n_{l+1}, 4)."""
        return neuron_segments([box.centres for box in self.boxes], neuron)

    def neuron_at(self, x: float, y: float, *, slack: float = 0.0) -> Neuron | None:
        """The neuron at a point. A later layer lies above an earlier one."""
        for box in reversed(self.boxes):
            index = box.neuron_at(x, y, slack=slack)
            if index is not None:
                return Neuron(box.layer, index)
        return None

    def control_at(self, x: float, y: float) -> Control | None:
        """The header or button at a point."""
        return next((control for control, rect in self.controls.items() if rect.contains(x, y)), None)

    def edge_at(
        self, x: float, y: float, *, reach: float, selected: Neuron | None = None
    ) -> Connection | None:
        """The nearest visible edge no further than ``reach`` from a point; edges of grids only if selected."""
        best: tuple[float, Connection] | None = None
        for layer in range(1, len(self.boxes)):
            span = self.boxes[layer - 1].rect.united(self.boxes[layer].rect)
            if self.is_bundled(layer) and span.grown(reach).contains(x, y):
                segments = self.bundle(layer)
                distance, index = nearest_segment(segments.reshape(-1, 4), x, y)
                if distance <= reach and (best is None or distance < best[0]):
                    best = distance, Connection(layer, *divmod(index, segments.shape[1]))
        own = self._own_edge_at(x, y, selected) if selected is not None else None
        # The selected neuron's own edges lie on top.
        if own is not None and own[0] <= reach and (best is None or own[0] <= best[0] + reach / 2):
            best = own
        return best[1] if best else None

    def _own_edge_at(self, x: float, y: float, neuron: Neuron) -> tuple[float, Connection] | None:
        incoming, outgoing = self.edges_of(neuron)
        found = []
        if len(incoming):
            distance, source = nearest_segment(incoming, x, y)
            found.append((distance, Connection(neuron.layer, neuron.index, source)))
        if len(outgoing):
            distance, target = nearest_segment(outgoing, x, y)
            found.append((distance, Connection(neuron.layer + 1, target, neuron.index)))
        return min(found, default=None)

    def hit(self, x: float, y: float, *, slack: float = 0.0, selected: Neuron | None = None) -> Hit:
        """What lies at a point: a button, else a neuron, else a weight in a picture, else an edge, else nothing."""
        return (
            self.control_at(x, y)
            or self.neuron_at(x, y, slack=slack)
            or self.weight_at(x, y)
            or self.edge_at(x, y, reach=3.0 + slack, selected=selected)
        )

    def neurons_in(self, rect: Rect) -> tuple[Neuron, ...]:
        """All neurons whose middle lies in a rectangle."""
        return tuple(Neuron(box.layer, int(index)) for box in self.boxes for index in box.neurons_in(rect))

    def neighbour(self, neuron: Neuron, *, right: int = 0, down: int = 0) -> Neuron:
        """The neuron that an arrow key leads to: within a grid the next cell, else up, down or the next layer."""
        box = self.boxes[neuron.layer]
        if box.grid is None:
            row, column, columns, rows = neuron.index, 0, 1, len(box.centres)
        else:
            rows, columns = box.grid
            row, column = divmod(neuron.index, columns)
        row, column = min(max(row + down, 0), rows - 1), column + right
        if 0 <= column < columns:
            return Neuron(neuron.layer, min(row * columns + column, len(box.centres) - 1))
        layer = neuron.layer + (1 if right > 0 else -1)
        if not 0 <= layer < len(self.boxes):
            return neuron
        heights = self.boxes[layer].centres[:, 1]
        own = box.centres[neuron.index, 1]
        # Of equally high cells the one that lies nearest to where we come from.
        nearness = np.abs(heights - own) + 1e-6 * np.abs(
            self.boxes[layer].centres[:, 0] - box.centres[neuron.index, 0]
        )
        return Neuron(layer, int(np.argmin(nearness)))


def _place(
    measures: Measures,
    layer: int,
    size: int,
    grid: tuple[int, int] | None,
    middle: tuple[float, float],
    *,
    is_image: bool,
) -> LayerBox:
    x, y = middle
    index = np.arange(size)
    if grid is None:
        pitch = measures.pitch(size)
        centres = np.column_stack([np.full(size, x), y + (index - (size - 1) / 2) * pitch])
        half = measures.half(pitch)
        half_height = (size - 1) / 2 * pitch + half
    else:
        rows, columns = grid
        cell = measures.cell(grid, is_image=is_image)
        row, column = np.divmod(index, columns)
        centres = np.column_stack(
            [x + (column - (columns - 1) / 2) * cell, y + (row - (rows - 1) / 2) * cell]
        )
        half = cell / 2
        half_height = rows * half
    half_width = half if grid is None else measures.half_width(grid, is_image=is_image)
    rect = Rect(x - half_width, y - half_height, x + half_width, y + half_height)
    header = y - measures.height / 2 - HEADER_ABOVE + HEADER_HEIGHT / 2
    header -= LIFT if measures.is_close else 0.0
    is_tiled = measures.is_tiled and grid is None
    return LayerBox(layer, centres, half, grid, rect, (x, header), is_tiled)


def _matrices(measures: Measures, boxes: tuple[LayerBox, ...]) -> dict[int, Rect]:
    """In the middle between two grids, wherever they were moved to."""
    found = {}
    for left, right in pairwise(boxes):
        sizes = len(left.centres), len(right.centres)
        if has_matrix(*sizes):
            width, height = measures.matrix_size(*sizes)
            x = (left.rect.right + right.rect.left) / 2
            y = (left.rect.centre[1] + right.rect.centre[1]) / 2
            found[right.layer] = Rect.around(x, y, width / 2, height / 2)
    return found


def _controls(boxes: tuple[LayerBox, ...], *, is_close: bool) -> dict[Control, Rect]:
    controls: dict[Control, Rect] = {}
    beside = HEADER_HALF_WIDTH + BUTTON_GAP + BUTTON_HALF
    aside, below = (
        (BUTTON_HALF + BUTTON_GAP / 2, HEADER_HEIGHT / 2 + BUTTON_HALF)
        if is_close
        else (beside, (HEADER_HEIGHT - CHIP_HEIGHT) / 2)
    )
    for box in boxes:
        x, y = box.header
        controls[Control(Part.HEADER, box.layer)] = Rect.around(x, y, HEADER_HALF_WIDTH, HEADER_HEIGHT / 2)
        if 0 < box.layer < len(boxes) - 1:  # the data set fixes the size of input and output
            controls[Control(Part.REMOVE, box.layer)] = _button(x - aside, y + below)
            controls[Control(Part.ADD, box.layer)] = _button(x + aside, y + below)
    for left, right in pairwise(boxes):
        x, y = ((a + b) / 2 for a, b in zip(left.header, right.header, strict=True))
        controls[Control(Part.INSERT, right.layer)] = Rect.around(x, y + below, PILL_HALF_WIDTH, BUTTON_HALF)
    return controls


def _button(x: float, y: float) -> Rect:
    return Rect.around(x, y, BUTTON_HALF, BUTTON_HALF)


def _bounds(boxes: tuple[LayerBox, ...], controls: Mapping[Control, Rect], bottom: float) -> Rect:
    # As low as there is room, whatever the layers: + and − stay under the mouse while neurons come and go.
    bounds = boxes[0].rect._replace(bottom=max(boxes[0].rect.bottom, bottom))
    for rect in (*(box.rect for box in boxes), *controls.values()):
        bounds = bounds.united(rect)
    first, last = boxes[0], boxes[-1]
    if first.grid is None:
        bounds = bounds.united(first.rect.moved(-INPUT_LABELS, 0.0))
    if last.grid is None:
        bounds = bounds.united(last.rect.moved(OUTPUT_LABELS, 0.0))
    return bounds
