"""A table as text: from the file to columns."""

import csv
from collections.abc import Iterator
from itertools import chain, islice

import numpy as np

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import check_size, quoted, refused
from bpexplorer.data.readers.rows import CELLS, empty_note, marks_of, settle
from bpexplorer.data.readers.source import Source
from bpexplorer.data.readers.text import dialect as dialects
from bpexplorer.data.readers.text import encoding, layout, signs
from bpexplorer.data.readers.text.beginning import Beginning, broken
from bpexplorer.data.readers.text.collector import Collector
from bpexplorer.data.readers.text.layout import Layout
from bpexplorer.data.readers.text.signs import PLAIN, Signs
from bpexplorer.data.table.limits import MAX_COLUMNS
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError for what the first bytes condemn already, without a parser."""
    found, mark = encoding.check_head(source, reading.encoding)
    if found is None or not found.startswith("utf-16"):
        line, end, _ = source.head[mark:].partition(b"\n")
        delimiters = [reading.delimiter] if reading.delimiter else dialects.USUAL
        cells = 1 + max(line.count(sign.encode("utf-8", "replace")) for sign in delimiters)
        if cells > MAX_COLUMNS and b'"' not in line:
            check_size(1, cells, are_all=bool(end) or len(source.head) == source.size)


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read the table; raises DataFileError."""
    dialects.check(reading.delimiter, reading.quote)
    check_head(source, reading)
    text = encoding.survey(source, reading.encoding, between(progress, 0.0, 0.1))
    beginning = Beginning(source, text, reading)
    marks = marks_of(reading)
    tried = signs.candidates(
        decimal=reading.decimal,
        thousands=reading.thousands,
        prefers_comma=beginning.dialect.delimiter == ";",
    )
    found, ambiguous = signs.guess(beginning.cells(), tried)
    where = layout.find(
        beginning.rows, header=reading.header, signs=found, is_whole=beginning.is_whole, marks=marks
    )
    notes = [*text.notes, *beginning.notes, *where.notes]
    taken = _Rows(source, text, beginning, where, between(progress, 0.1, 0.95))
    columns, more, found = settle(
        taken.collect, where, reading, capacity=text.lines, signs=found, tried=tried
    )
    notes += _signs_note(found, ambiguous) + empty_note(taken.empty) + more
    done = Reading(
        encoding=text.encoding,
        delimiter=beginning.dialect.delimiter,
        quote=beginning.dialect.quote,
        decimal=found.decimal,
        thousands=found.thousands,
        header=where.header,
        skip_rows=beginning.skipped,
        missing_marks=marks,
        as_text=reading.as_text,
    )
    return Table(tuple(columns), source.origin(text.sha256, done), tuple(notes))


def _signs_note(found: Signs, ambiguous: str) -> list[str]:
    notes = []
    if found.decimal == ",":
        notes.append(tr("The decimal sign is a comma."))
    if found.thousands:
        notes.append(tr("Thousands are parted by {sign}.", sign=quoted(found.thousands)))
    if ambiguous:
        notes.append(
            tr(
                "This is guessed: {text} could be another number with another decimal sign.",
                text=quoted(ambiguous),
            )
        )
    return notes


class _Rows:
    """Parts lines into cells, many at once, and gives them to a collector."""

    def __init__(
        self,
        source: Source,
        text: encoding.Survey,
        beginning: Beginning,
        where: Layout,
        progress: Progress,
    ) -> None:
        self._source, self._text, self._progress = source, text, progress
        self._dialect, self._skipped = beginning.dialect, beginning.skipped
        self._width, self._rows_before = len(where.names), where.rows_before
        #: Rows without any value.
        self.empty = 0

    def collect(self, collector: Collector) -> None:
        """Give all rows of the table to a collector."""
        self.empty = 0
        #: numpy's parser takes what is plain numbers: it is tried until it fails.
        self._tries_plain = (
            collector.signs == PLAIN
            and bool(self._dialect.delimiter)
            and self._dialect.delimiter not in "eE+-."
        )
        line, begun = self._skipped, self._rows_before
        lines: Iterator[str] = encoding.lines_of(self._source, self._text)
        lines = islice(lines, self._skipped, None)
        batch_lines = max(1, CELLS // self._width)
        while batch := list(islice(lines, batch_lines if not begun else 1)):
            if begun:  # one row after another, up to the data
                rows, numbers, read = self._parsed(batch, lines, line)
                begun -= len(rows)
            elif (read := self._take_plain(collector, batch, line)) == 0:
                rows, numbers, read = self._parsed(batch, lines, line)
                self._take(collector, rows, numbers)
            line += read
            self._progress(self._source.file.tell() / self._source.size)
        self._source.check_unchanged()

    def _take_plain(self, collector: Collector, batch: list[str], line: int) -> int:
        """Take lines that hold nothing but numbers; how many lines that were, 0 if they hold something else."""
        if not self._tries_plain or not collector.takes_numbers:
            return 0
        delimiter = None if self._dialect.delimiter == dialects.BLANK else self._dialect.delimiter
        try:
            numbers = np.loadtxt(batch, delimiter=delimiter, comments=None, ndmin=2)
        except ValueError:
            numbers = np.empty((0, 0))
        # Empty lines are passed over by it, and what it calls nan or inf may be a word for what is missing.
        if numbers.shape != (len(batch), self._width) or not np.isfinite(numbers).all():
            self._tries_plain = False
            return 0
        collector.add_numbers(numbers, line + 1)
        return len(batch)

    def _parsed(
        self, batch: list[str], lines: Iterator[str], line: int
    ) -> tuple[list[list[str]], list[int], int]:
        """The rows of these lines, the line in which each begins, and how many lines they are.

        A cell may hold the end of a line: then the row goes on with the next.
        """
        reader = self._dialect.reader(chain(batch, lines))
        rows, numbers = [], []
        begin = 0
        try:
            while begin < len(batch):
                row = next(reader)
                if row:
                    rows.append(row)
                    numbers.append(line + begin + 1)
                elif self._width == 1:
                    self.empty += 1
                begin = reader.line_num
        except StopIteration:
            begin = max(begin, len(batch))
        except csv.Error as error:
            raise broken(error, line + begin + 1) from error
        return rows, numbers, begin

    def _take(self, collector: Collector, rows: list[list[str]], numbers: list[int]) -> None:
        width = self._width
        if not all(len(row) == width for row in rows):
            for row, line in zip(rows, numbers, strict=True):
                if len(row) != width and any(map(str.strip, row)):
                    raise self._ragged(row, line)
        kept = [index for index, row in enumerate(rows) if any(map(str.strip, row))]
        if len(kept) < len(rows):
            self.empty += len(rows) - len(kept)
            rows, numbers = [rows[index] for index in kept], [numbers[index] for index in kept]
        if rows:
            collector.add(rows, numbers)

    def _ragged(self, row: list[str], line: int) -> Exception:
        return refused(
            tr(
                "the row has {cells} cells, not {columns} as the others: {begin}",
                cells=count(len(row)),
                columns=count(self._width),
                begin=quoted(self._dialect.delimiter.join(row)),
            ),
            code="ragged",
            line=line,
            remedy=tr("Correct it, choose another delimiter, or pass over the lines before the table."),
        )
