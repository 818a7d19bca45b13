"""A glance at the columns of a table: how the values of each are spread, in a few bars."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.data.table.table import Column, Table

#: So many bars at most, of numbers; and of categories, the most frequent ones.
BARS = 16
#: So many columns are looked at between two moments for others.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Glance:
    """How the values of a column are spread.

    Parameters
    ----------
    counts : tuple of int
        How many values lie in each of equal parts of the range, or are of each of the most frequent categories.
    low, high : float
        The range of numbers; both 0 of categories.
    categories : tuple of str
        Whose counts these are; empty for numbers.
    others : int
        How many values are of categories that aren't among them.
    different : int
        How many different categories have values; 0 of numbers.
    """

    counts: tuple[int, ...]
    low: float = 0.0
    high: float = 0.0
    categories: tuple[str, ...] = ()
    others: int = 0
    different: int = 0


def glance(column: Column) -> Glance:
    """How the values of this column are spread; what is missing or not finite isn't among them."""
    values = column.values[~column.missing]
    if column.kind.is_coded:
        return _of_categories(column.categories, np.bincount(values, minlength=len(column.categories)))
    values = values[np.isfinite(values)].astype(np.float64)
    if not len(values):
        return Glance(())
    low, high = float(values.min()), float(values.max())
    if low == high:
        return Glance((len(values),), low, high)
    # In halves, as the range of two floats may be larger than any.
    place = (values / 2 - low / 2) / (high / 2 - low / 2)
    counts = np.bincount(np.minimum((place * BARS).astype(np.intp), BARS - 1), minlength=BARS)
    return Glance(tuple(counts.tolist()), low, high)


def _of_categories(categories: tuple[str, ...], counts: np.ndarray) -> Glance:
    present = np.flatnonzero(counts)
    most = present[np.argsort(-counts[present], kind="stable")][:BARS]
    shown = np.sort(most) if len(present) <= BARS else most
    return Glance(
        tuple(counts[shown].tolist()),
        categories=tuple(categories[code] for code in shown.tolist()),
        others=int(counts.sum() - counts[shown].sum()),
        different=len(present),
    )


def glances(table: Table) -> Generator[None, None, tuple[Glance, ...]]:
    """A glance at every column, in slices: there may be thousands of them."""
    found = []
    for place, column in enumerate(table.columns):
        found.append(glance(column))
        if place % _AT_ONCE == _AT_ONCE - 1:
            yield
    return tuple(found)
