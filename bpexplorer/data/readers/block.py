"""Rows of numbers in one block of memory: float32 as long as that holds all of them, float64 from then on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Block:
    """Numbers of a table, taken row by row. NaN is missing.

    Parameters
    ----------
    rows, columns : int
        At least as many as will come. The memory isn't taken before they do.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.array: NDArray[Any] = np.empty((rows, columns), np.float32)

    def put(self, row: int, values: NDArray[Any], places: Sequence[int] | None = None) -> None:
        """Take values of some columns, or of all, from a row on; shape (rows, columns)."""
        if self.array.dtype == np.float32 and not is_narrow(values):
            wide = np.empty(self.array.shape)
            # The rows before, and what other columns have in these.
            end = row + len(values)
            with np.errstate(invalid="ignore"):  # where nothing has been put yet
                wide[:end] = self.array[:end]
            self.array = wide
        where: Any = slice(None) if places is None or len(places) == self.array.shape[1] else places
        self.array[row : row + len(values), where] = values

    def cut(self, rows: int) -> None:
        """Give back the memory of rows that didn't come."""
        if len(self.array) > rows and self.array.size:
            self.array.resize((rows, self.array.shape[1]), refcheck=False)


def is_narrow(values: NDArray[Any]) -> bool:
    """Whether float32 holds all of these as well as float64 does."""
    if values.dtype.kind == "b" or (values.dtype.itemsize <= 2 and values.dtype.kind in "iuf"):
        return True
    if values.dtype == np.float32:
        return True
    with np.errstate(over="ignore"):
        return np.array_equal(values.astype(np.float32), values.astype(np.float64), equal_nan=True)
