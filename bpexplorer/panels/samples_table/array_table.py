"""A long table as a value: columns over arrays, of which only what is in sight becomes text. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

import numpy as np
from typing_extensions import override

from bpexplorer.core.readings.table.rows import ordered
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import Ink
from bpexplorer.project.table_csv import Value, ValueTable


def _plain(_row: int) -> Ink:
    return "text"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArrayColumn:
    """One column. Rows are places in its arrays, whatever order they are shown in.

    Parameters
    ----------
    key : str
        What it is called where one says by what a table is sorted.
    title, meaning : str
    characters : int
        For so many it keeps room.
    text : callable
        What the cell of a row shows.
    keys : ndarray of float, shape (rows,)
        By what rows are sorted.
    value : callable
        What other programs get of a row, with every digit.
    is_number : bool
        Numbers stand at the right, in digits of one width.
    largest_first : bool
        How a first click on its heading sorts.
    ink : callable
        In which colour the text of a row is.
    spoken : callable, optional
        What a screen reader says instead of the text.
    """

    key: str
    title: str
    meaning: str
    characters: int
    text: Callable[[int], str]
    keys: FloatArray
    value: Callable[[int], Value]
    is_number: bool = True
    largest_first: bool = True
    ink: Callable[[int], Ink] = _plain
    spoken: Callable[[int], str] | None = None


def number_column(
    key: str, title: str, meaning: str, values: FloatArray, written: Callable[[float], str]
) -> ArrayColumn:
    """A column of numbers, shape (rows,), that are sorted by their size and shown as ``written`` has them."""
    return ArrayColumn(
        key=key,
        title=title,
        meaning=meaning,
        characters=numbers.WIDEST,
        text=lambda place: written(float(values[place])),
        keys=values,
        value=lambda place: float(values[place]),
    )


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column a table is sorted, and which way."""

    by: str
    largest_first: bool


@dataclass(frozen=True, slots=True, eq=False)
class ArrayTable:
    """Columns of one length, and the order in which their rows are shown: row i is place ``order[i]``.

    ``name`` is what it is called as a table for other programs, ``row_words`` say what a row is, for its tooltips.
    """

    name: str
    columns: tuple[ArrayColumn, ...] = ()
    order: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    sorting: Sorting = Sorting("", False)
    row_words: Callable[[int], str] = lambda _row: ""

    @property
    def rows(self) -> IntArray:
        """The places that are shown, in their order."""
        return self.order

    @property
    def shape(self) -> object:
        """What stays while only numbers, and the order, change."""
        return tuple((column.key, column.title) for column in self.columns), len(self.order)

    def has_the_rows_of(self, other: "ArrayTable") -> bool:
        """Whether both have the same columns of one length, so that an order of one is an order of the other."""
        return [each.title for each in self.columns] == [each.title for each in other.columns] and [
            len(each.keys) for each in self.columns
        ] == [len(each.keys) for each in other.columns]

    def sorted_by(self, sorting: Sorting) -> "ArrayTable":
        """The same rows in this order; by a column that isn't there, as they are in the arrays."""
        keys = next((column.keys for column in self.columns if column.key == sorting.by), None)
        rows = len(self.columns[0].keys) if self.columns else 0
        order = np.arange(rows) if keys is None else ordered(keys, largest_first=sorting.largest_first)
        return replace(self, order=order, sorting=sorting)

    def in_order(self, order: IntArray, sorting: Sorting) -> "ArrayTable":
        """The same rows in the order of another table of the same rows."""
        return replace(self, order=order, sorting=sorting)

    def place_shown(self, place: int | None) -> int | None:
        """In which row a place is shown."""
        if place is None:
            return None
        found = np.flatnonzero(self.order == place)
        return int(found[0]) if len(found) else None

    def content(self) -> ValueTable:
        """All of it in the order shown, with every digit, for other programs."""
        titles = tuple(column.title for column in self.columns)
        return ValueTable(self.name, titles, _ValueRows(self.columns, self.order))


class _ValueRows(Sequence[tuple[Value, ...]]):
    """Rows that are made as they are read: to be asked whether there are any takes no time, however many."""

    def __init__(self, columns: tuple[ArrayColumn, ...], order: IntArray) -> None:
        self._columns, self._order = columns, order

    @override
    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> "_ValueRows": ...
    @override
    def __getitem__(self, at: int | slice) -> "tuple[Value, ...] | _ValueRows":
        if isinstance(at, slice):
            return _ValueRows(self._columns, self._order[at])
        place = int(self._order[at])
        return tuple(column.value(place) for column in self._columns)
