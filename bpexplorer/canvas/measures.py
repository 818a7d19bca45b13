"""How large things are on the canvas, by the number of layers and of neurons. No Qt.

A layer of up to 16 neurons is a column of circles, a larger one a grid of cells. A network of more than six layers
grows in height with its width, so that it is shown whole in a view that is twice as wide as high.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A larger layer is a grid.
COLUMN_LIMIT = 16
COLUMN_HEIGHT = 440.0
COLUMN_PITCH = 64.0
_LEAST_ROOM = 4
RADIUS = 12.0
#: A map needs more room than a colour: a neuron that shows one is a square, of at most this half and with this gap to
#: the next, so 30 wide from a pitch of 33 on.
TILE_HALF, TILE_GAP = 20.0, 3.0

GRID_SIDE = 252.0
CELL_LARGEST, CELL_SMALLEST = 18.0, 5.0
#: Of an image, whose pixels are looked at.
PIXEL_LARGEST = 24.0
#: An image grows with a deep network to so many times its size.
_LARGEST_IMAGE = 4.0

LAYER_PITCH, TILED_LAYER_PITCH, DEEP_LAYER_PITCH = 206.0, 124.0, 108.0
#: More layers than this stand closer, with their buttons under their names instead of beside them; so do layers of
#: maps, which leave room for the large one.
DEEP = 6
#: Room between two grids for the edges of a neuron.
CLEAR = 96.0
#: Circles of a deep network leave so much of the way to the next layer for edges.
_LARGEST_SHARE = 0.28
#: Width by height of a deep network.
_SHAPE = 2.0

#: More weights than this are no picture: it would be slow, and each far smaller than a pixel.
MATRIX_LIMIT = 100_000
MATRIX_WIDTH, MATRIX_GAP = 160.0, 24.0
#: In a deep network, where they are high instead.
NARROW_MATRIX, NARROW_GAP = 44.0, 10.0
#: Of a small matrix, each weight is so large.
_MATRIX_CELL = 9.0

#: Rows and columns.
Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes in a network of so many layers, the input among them. They don't depend on its neurons.

    ``is_tiled``: neurons in columns are squares, as large as maps should be. ``room``: for so many neurons above each
    other the frame of a shallow network is high enough.
    """

    layers: int
    is_tiled: bool = False
    room: int = COLUMN_LIMIT

    @property
    def is_deep(self) -> bool:
        """Whether layers stand closer, and higher."""
        return self.layers > DEEP

    @property
    def is_close(self) -> bool:
        """Whether layers stand too close for buttons beside their names."""
        return self.is_deep or self.is_tiled

    @property
    def layer_pitch(self) -> float:
        """From the middle of one column of circles to that of the next."""
        if self.is_deep:
            return DEEP_LAYER_PITCH
        return TILED_LAYER_PITCH if self.is_tiled else LAYER_PITCH

    @property
    def height(self) -> float:
        """From the middle of the first circle that there is room for to that of the last."""
        across = (self.layers - 1) * self.layer_pitch
        if self.is_deep:
            return max(COLUMN_HEIGHT, across / _SHAPE)
        return min(COLUMN_HEIGHT, (max(self.room, _LEAST_ROOM) - 1) * COLUMN_PITCH)

    @property
    def growth(self) -> float:
        """How much higher than a shallow network."""
        return max(1.0, self.height / COLUMN_HEIGHT)

    @property
    def radius(self) -> float:
        """Of a circle."""
        return max(RADIUS, min(RADIUS * self.growth, _LARGEST_SHARE * self.layer_pitch))

    def half(self, pitch: float) -> float:
        """Half the size of a neuron in a column of this pitch."""
        if not self.is_tiled:
            return self.radius
        return min(max(TILE_HALF, self.radius), (pitch - TILE_GAP) / 2)

    def pitch(self, size: int) -> float:
        """From one circle of a column of this size to the next."""
        largest = 2.0 * COLUMN_PITCH * self.growth if self.is_deep else COLUMN_PITCH
        return min(largest, self.height / max(size - 1, 1))

    def grid_shape(self, size: int, image_shape: Shape | None = None) -> Shape | None:
        """The grid of a layer of this size, None for a column: square, or in a deep network as high as that is."""
        if size <= COLUMN_LIMIT:
            return None
        if image_shape is not None and math.prod(image_shape) == size:
            return image_shape
        columns = math.isqrt(size - 1) + 1
        if self.is_deep:
            side = max(math.sqrt(self.height * GRID_SIDE / size), CELL_SMALLEST)
            columns = min(columns, math.ceil(size * min(side, self._largest_cell) / self.height))
        return -(-size // columns), columns

    def cell(self, grid: Shape, *, is_image: bool = False) -> float:
        """The side of a cell."""
        rows, columns = grid
        if is_image:
            growth = min(self.growth, _LARGEST_IMAGE)
            side, largest = GRID_SIDE * growth / max(grid), PIXEL_LARGEST * growth
        else:
            high = self.height if self.is_deep else GRID_SIDE
            side, largest = min(high / rows, GRID_SIDE / columns), self._largest_cell
        return min(max(side, CELL_SMALLEST), largest)

    @property
    def _largest_cell(self) -> float:
        return CELL_LARGEST * self.radius / RADIUS

    def half_width(self, grid: Shape | None, *, is_image: bool = False) -> float:
        """Half of what a layer takes across."""
        return self.radius if grid is None else grid[1] * self.cell(grid, is_image=is_image) / 2

    def matrix_size(self, sources: int, targets: int) -> tuple[float, float]:
        """Width and height of a picture of weights: a column for each source, a row for each target."""
        across, down = (NARROW_MATRIX, self.height) if self.is_deep else (MATRIX_WIDTH, GRID_SIDE)
        cell = _MATRIX_CELL * self.growth
        return min(across, cell * sources), min(down, cell * targets)

    def clear_between(self, sources: int, targets: int) -> float:
        """The room that must lie between two layers of these sizes."""
        if not has_matrix(sources, targets):
            return CLEAR
        gap = NARROW_GAP if self.is_deep else MATRIX_GAP
        return self.matrix_size(sources, targets)[0] + 2 * gap

    def middles(self, halves: Sequence[float], clear: Sequence[float]) -> list[float]:
        """The middle of each layer, so that neither headers nor grids touch.

        ``halves`` are their half-widths, ``clear`` says how much must lie between each and the one before.
        """
        xs = [0.0]
        for (left, right), room in zip(pairwise(halves), clear, strict=True):
            xs.append(xs[-1] + max(self.layer_pitch, left + right + room))
        return xs


def is_large(sources: int, targets: int) -> bool:
    """Whether two layers of these sizes have too many weights for a picture."""
    return sources * targets > MATRIX_LIMIT


def has_matrix(sources: int, targets: int) -> bool:
    """Whether the weights between two layers of these sizes are shown as a picture: if both are grids."""
    return min(sources, targets) > COLUMN_LIMIT and not is_large(sources, targets)
