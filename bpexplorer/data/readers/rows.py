"""Rows of cells that become columns, from whatever kind of file they come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.progress import Progress
from bpexplorer.data.readers.refusal import quoted, refused
from bpexplorer.data.readers.text.collector import Again, Collector
from bpexplorer.data.readers.text.deciding import decide
from bpexplorer.data.readers.text.layout import MISSING_MARKS, Layout
from bpexplorer.data.readers.text.signs import PLAIN, Signs, candidates
from bpexplorer.data.table.table import Column, Kind, Reading
from bpexplorer.translation import tr

#: A row with the number that it has in its file, from 1.
NumberedRow = tuple[int, Sequence[str]]
#: Cells that are taken together.
CELLS = 100_000


def marks_of(reading: Reading) -> tuple[str, ...]:
    """What stands where a value is missing."""
    return MISSING_MARKS if reading.missing_marks is None else reading.missing_marks


def settle(
    collect: Callable[[Collector], object],
    where: Layout,
    reading: Reading,
    *,
    capacity: int,
    signs: Signs,
    tried: Sequence[Signs],
) -> tuple[list[Column], list[str], Signs]:
    """Have the rows collected until it is decided what all columns are.

    Parameters
    ----------
    collect : callable
        Gives all rows of data to a collector, as often as it is called.
    capacity : int
        At least as many rows as there are.
    signs, tried : Signs
        How numbers are written, as it seems, and what else is possible.

    Returns
    -------
    columns, notes, signs
    """
    for name in reading.as_text:
        if name not in where.names:
            raise refused(
                tr("there is no column {name} to take as text", name=quoted(name)),
                code="column",
                remedy=tr("Its columns are {names}.", names=", ".join(map(quoted, where.names[:8]))),
            )
    texts = {number for number, kind in where.kinds.items() if kind is Kind.CATEGORY}
    texts |= {number for number, name in enumerate(where.names) if name in reading.as_text}
    while True:
        collector = Collector(
            where.names, capacity=capacity, signs=signs, marks=marks_of(reading), texts=texts
        )
        collect(collector)
        if not collector.rows:
            raise refused(tr("there is no row of data in it"), code="header_only", remedy=tr("Add the data."))
        try:
            columns, notes = decide(collector, where, as_text=reading.as_text, tried=tried)
        except Again as reason:
            del collector
            texts |= reason.texts
            if reason.signs is not None:
                signs, tried = reason.signs, ()
        else:
            return columns, notes, signs


def take(
    rows: Callable[[], Iterable[NumberedRow]],
    where: Layout,
    reading: Reading,
    *,
    capacity: int,
    progress: Progress,
    keeps_empty: bool = False,
) -> tuple[list[Column], list[str]]:
    """Take rows whose numbers are written as Python writes them; columns and what is to be said of them.

    Parameters
    ----------
    rows : callable
        Gives the rows of data from the first, as often as it is called.
    capacity : int
        At least as many as there are.
    keeps_empty : bool
        Whether rows without any value are taken, too: where other columns stand beside these.
    """
    empty = 0

    def collect(collector: Collector) -> None:
        nonlocal empty
        empty = 0
        for batch in _batches(rows(), max(1, CELLS // len(where.names))):
            kept = [(number, cells) for number, cells in batch if keeps_empty or any(map(str.strip, cells))]
            empty += len(batch) - len(kept)
            if kept:
                numbers, cells_of = zip(*kept, strict=True)
                collector.add(cells_of, numbers)
            progress(collector.rows / capacity)

    tried = candidates(decimal=None, thousands=None, prefers_comma=False)
    columns, notes, _ = settle(collect, where, reading, capacity=capacity, signs=PLAIN, tried=tried)
    return columns, empty_note(empty) + notes


def empty_note(rows: int) -> list[str]:
    """What is said of rows that were passed over."""
    if not rows:
        return []
    return [tr("Rows without any value, which are passed over: {rows}.", rows=count(rows))]


def _batches(rows: Iterable[NumberedRow], size: int) -> Iterator[list[NumberedRow]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def plain_layout(names: Sequence[str]) -> Layout:
    """The layout of rows that come with their names."""
    return Layout(tuple(names), 0, 1, {})
