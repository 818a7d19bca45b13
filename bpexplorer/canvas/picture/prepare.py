"""From numbers to what is painted: entries of a colour map, and edges sorted so that few pens draw them. No Qt."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.document.bounds import FAINT

#: Strengths of an edge on either side of zero.
EDGE_LEVELS = 12
#: Of more edges than this none is wider than a pixel, or dashed for its sign.
WIDE_LIMIT = 64


class EdgeRun(NamedTuple):
    """Edges ``start:stop`` of a sorted bundle, which share a signed level −EDGE_LEVELS…EDGE_LEVELS."""

    level: int
    start: int
    stop: int


def lut_entries(normalised: FloatArray) -> NDArray[np.uint8]:
    """Entries 0…255 of a signed colour map for values in [−1, 1]; NaN counts as 0."""
    return np.rint(_without_nan(normalised) * 127.5 + 127.5).astype(np.uint8)


def sort_edges(normalised: FloatArray) -> tuple[IntArray, list[EdgeRun]]:
    """Sort edges by strength and sign, the weakest first, so that strong ones are painted over them.

    Parameters
    ----------
    normalised : ndarray, shape (edges,)
        Values in [−1, 1].

    Returns
    -------
    order : ndarray of int, shape (edges,)
        Where each place of the sorted bundle comes from.
    runs : list of EdgeRun
        Stretches of equal level in that order; together they cover all edges.
    """
    levels = np.rint(_without_nan(normalised) * EDGE_LEVELS).astype(np.int8)
    keys = 2 * np.abs(levels) + (levels > 0)
    order = np.argsort(keys, kind="stable")
    sorted_levels = levels[order]
    begins = np.flatnonzero(np.diff(sorted_levels, prepend=np.int8(-128))).tolist()
    return order, [
        EdgeRun(int(sorted_levels[start]), start, stop) for start, stop in pairwise([*begins, len(order)])
    ]


def edge_level(normalised: float) -> int:
    """The level of one edge, for a value in [−1, 1]."""
    return round(EDGE_LEVELS * normalised) if normalised == normalised else 0


def sign_glyphs(normalised: FloatArray) -> NDArray[np.int8]:
    """The glyph of each neuron: −1 for a minus, +1 for a plus, 0 for none where the value is weak."""
    values = _without_nan(normalised)
    return np.where(np.abs(values) > FAINT, np.sign(values), 0).astype(np.int8)


def ink_entries(values: FloatArray, low: float, high: float) -> NDArray[np.uint8]:
    """Entries 0…255 of an unsigned colour map for the pixels of an image whose data set reaches from low to high."""
    span = high - low
    if not span > 0.0:
        return np.zeros(values.shape, dtype=np.uint8)
    return np.rint(np.clip((values - low) / span, 0.0, 1.0) * 255.0).astype(np.uint8)


def grid_image(
    entries: NDArray[np.uint8], colours: NDArray[np.uint32], grid: tuple[int, int], blank: int
) -> NDArray[np.uint32]:
    """The colour of each cell of a grid, shape (rows, columns); ``blank`` fills a last row that isn't full."""
    rows, columns = grid
    pixels = np.full(rows * columns, blank, dtype=np.uint32)
    pixels[: len(entries)] = colours[entries]
    return pixels.reshape(rows, columns)


def _without_nan(normalised: FloatArray) -> FloatArray:
    """Values in [−1, 1] with 0 for NaN. (``nan_to_num`` also looks for infinities, and takes sixteen times as long.)"""
    return np.where(np.isnan(normalised), 0.0, normalised)
