"""The line along which a map has one value: marching squares, all cells of a grid at once."""

from typing import Any

import numpy as np

from bpexplorer.core.types import FloatArray

#: From one end of an edge of a cell to the other, as (row, column) of its corners: top, right, bottom, left.
_EDGES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
#: In a cell whose corners take turns, the edges that a line joins: where the middle is as the top left, and where not.
_SADDLES = {True: ((0, 1), (2, 3)), False: ((0, 3), (1, 2))}


def contour(values: FloatArray, level: float) -> FloatArray:
    """Where a map crosses a level, as short straight lines.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        The map in the middle of each cell of a unit square.

    Returns
    -------
    ndarray, shape (lines, 4)
        x1, y1, x2, y2 of each, in the unit square: x from left to right, y from the first row down.
    """
    rows, columns = values.shape
    if min(rows, columns) < 2:
        return np.empty((0, 4))
    height = values - level
    above = height > 0.0
    row, column = np.mgrid[0 : rows - 1, 0 : columns - 1]
    ends = np.empty((4, rows - 1, columns - 1, 2))
    crossed = np.empty((4, rows - 1, columns - 1), dtype=bool)
    for index, (begin, end) in enumerate(_EDGES):
        a, b = _corners(height, begin), _corners(height, end)
        crossed[index] = _corners(above, begin) != _corners(above, end)
        span = np.where(crossed[index], a - b, 1.0)
        share = np.where(crossed[index], a / span, 0.0)
        ends[index, ..., 0] = column + begin[1] + share * (end[1] - begin[1])
        ends[index, ..., 1] = row + begin[0] + share * (end[0] - begin[0])
    found = crossed.sum(axis=0)
    plain = found == 2
    first, second = np.argsort(~crossed[:, plain], axis=0, kind="stable")[:2]
    lines = [_joined(ends[:, plain], first, second)]
    middle = sum(_corners(height, corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))) > 0.0
    for alike, joins in _SADDLES.items():
        cells = (found == 4) & ((middle == _corners(above, (0, 0))) == alike)
        lines += [_joined(ends[:, cells], *edges) for edges in joins]
    joined = (np.concatenate(lines) + 0.5) / np.array([columns, rows, columns, rows])
    return joined[np.isfinite(joined).all(axis=1)]


def _corners(grid: Any, corner: tuple[int, int]) -> Any:
    """One corner of every cell between four neighbours."""
    rows, columns = grid.shape
    row, column = corner
    return grid[row : rows - 1 + row, column : columns - 1 + column]


def _joined(ends: FloatArray, first: Any, second: Any) -> FloatArray:
    """Lines from one edge of each cell to another, one for all or one a cell; ``ends`` has shape (4, cells, 2)."""
    cells = np.arange(ends.shape[1])
    return np.hstack([ends[first, cells], ends[second, cells]])
