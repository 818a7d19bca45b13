"""Columns from arrays: views of a block of numbers, and codes of texts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.data.table.table import Column, Kind

#: Rows that are looked at together, so that what is made of them stays small.
_SLICE = 4096


def number_columns(names: Sequence[str], places: Mapping[int, int], block: NDArray[Any]) -> dict[int, Column]:
    """Columns of numbers, as views of a block that is kept once.

    Parameters
    ----------
    names : sequence of str
    places : mapping
        The number of a column → its place in the block.
    block : ndarray, shape (rows, columns)
        float32 or float64; NaN is missing.
    """
    rows = len(block)
    has_missing = np.zeros(block.shape[1], np.bool_)
    for begin in range(0, rows, _SLICE):
        has_missing |= np.isnan(block[begin : begin + _SLICE]).any(axis=0)
    none = np.broadcast_to(np.False_, rows)
    found = {}
    for number, place in places.items():
        values = block[:, place]
        missing = np.isnan(values) if has_missing[place] else none.view()
        found[number] = Column(names[number], Kind.NUMBER, values, missing)
    return found


def coded(
    name: str, kind: Kind, codes: NDArray[np.int32], texts: Sequence[str], categories: Sequence[str]
) -> Column:
    """A column of categories from codes of texts: what is no category is missing.

    Parameters
    ----------
    codes : ndarray, shape (rows,)
        The place of each row's text in ``texts``.
    """
    place = {category: index for index, category in enumerate(categories)}
    table = np.array([place.get(text, -1) for text in texts], np.int32)
    values = table[codes] if len(table) else np.empty(0, np.int32)
    return Column(name, kind, values, values < 0, tuple(categories))
