"""A sheet to draw a sample on that is a picture: ink by a round pen, and how much of each pixel it covers."""

from typing import Final

import numpy as np

from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.data.prepare import PreparedData

#: Each pixel is so many dots high and wide, as those of the handwritten digits are.
DOTS: Final = 4

#: A point on the sheet, in pixels: across from the left and down from the top.
Spot = tuple[float, float]


class Sheet:
    """Ink on a picture of ``rows`` × ``columns`` pixels."""

    def __init__(self, rows: int, columns: int) -> None:
        self._ink: BoolArray = np.zeros((rows * DOTS, columns * DOTS), dtype=bool)
        down, across = ((np.arange(count * DOTS, dtype=np.float64) + 0.5) / DOTS for count in (rows, columns))
        self._across, self._down = across[np.newaxis, :], down[:, np.newaxis]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns of pixels there are."""
        rows, columns = self._ink.shape
        return rows // DOTS, columns // DOTS

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink."""
        return not self._ink.any()

    def draw(self, start: Spot, end: Spot, thickness: float, *, rub: bool = False) -> None:
        """Draw a line, as thick as so many pixels; ``rub`` takes ink away instead."""
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        length = dx * dx + dy * dy
        # How far along the line the nearest point lies, 0…1.
        along = (
            0.0
            if length == 0
            else np.clip(((self._across - x) * dx + (self._down - y) * dy) / length, 0.0, 1.0)
        )
        away = np.hypot(self._across - x - along * dx, self._down - y - along * dy)
        self._ink[away <= thickness / 2] = not rub

    def clear(self) -> None:
        """Take all ink away."""
        self._ink[:] = False

    def covered(self) -> FloatArray:
        """How much of each pixel is covered, 0…1, shape (rows, columns)."""
        rows, columns = self.shape
        return self._ink.reshape(rows, DOTS, columns, DOTS).mean(axis=(1, 3))


def paper_and_ink(prepared: PreparedData) -> tuple[float, float]:
    """The values of an empty pixel and of a full one, in the data's own units.

    Paper is what most pixels at the edge of the samples are, ink the end of the range that lies farther from it.
    """
    data = prepared.training
    assert data.image_shape is not None
    x = prepared.scaling.undo(data.x_train).reshape(-1, *data.image_shape)
    edges = np.concatenate([x[:, 0].ravel(), x[:, -1].ravel(), x[:, :, 0].ravel(), x[:, :, -1].ravel()])
    paper, low, high = float(np.median(edges)), float(x.min()), float(x.max())
    return paper, high if high - paper >= paper - low else low


def usual_thickness(shape: tuple[int, int]) -> float:
    """How thick a pen suits pictures of this size, in pixels."""
    return round(4.0 + min(shape) / 4.0) / 4.0
