"""What each column is, decided over all of its cells."""

from collections.abc import Collection, Sequence

import numpy as np

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.columns import number_columns
from bpexplorer.data.readers.refusal import quoted
from bpexplorer.data.readers.text.collector import Again, Collector
from bpexplorer.data.readers.text.layout import Layout
from bpexplorer.data.readers.text.one_column import ColumnDecision
from bpexplorer.data.readers.text.signs import Signs
from bpexplorer.data.table.table import Column
from bpexplorer.translation import tr


def decide(
    collector: Collector, layout: Layout, *, as_text: Collection[str], tried: Sequence[Signs]
) -> tuple[list[Column], list[str]]:
    """The columns in the order of the file, and what is to be said of them.

    Raises
    ------
    Again
        If the rows must be read once more.
    DataFileError
        If a column holds what can't be taken for one thing.
    """
    collector.finish()
    numbers = number_columns(collector.names, collector.places, collector.block)
    found: list[Column] = []
    notes: list[str] = []
    again: set[int] = set()
    for number, name in enumerate(collector.names):
        texts = collector.texts.get(number)
        if texts is None:
            column = numbers[number]
        else:
            try:
                column = ColumnDecision(collector, number, texts, name in as_text, layout, tried).column(
                    notes
                )
            except Again as reason:
                if reason.signs is not None:
                    raise
                again |= reason.texts
                continue
        if number in layout.unnamed and number == len(collector.names) - 1 and column.missing.all() and found:
            notes.append(tr("The last column has no name and is empty, and is left out."))
        else:
            found.append(column)
    if again:
        raise Again(texts=frozenset(again) | {n for n, texts in collector.texts.items() if not texts.begin})
    notes += _missing_notes(collector)
    if rounded := [
        quoted(collector.names[number]) for number in sorted(collector.is_rounded) if number in numbers
    ]:
        notes.append(
            tr(
                "Whole numbers beyond 9×10¹⁵ are kept to the nearest that a float64 holds: {columns}.",
                columns=", ".join(rounded[:5]),
            )
        )
    return found, notes


def _missing_notes(collector: Collector) -> list[str]:
    """Which marks were found, and how often."""
    missing = collector.missing.copy()
    for texts in collector.texts.values():
        counts = np.bincount(texts.codes[texts.begin :], minlength=len(texts.code_of))
        for text, code in texts.code_of.items():
            if text in collector.marks:
                missing[text] += int(counts[code])
    marks = [
        tr("{mark} ({cells})", mark=quoted(mark) if mark else tr("nothing"), cells=count(cells))
        for mark, cells in missing.most_common()
        if cells
    ]
    return [tr("Missing values, by what stands there: {marks}.", marks=", ".join(marks))] if marks else []
