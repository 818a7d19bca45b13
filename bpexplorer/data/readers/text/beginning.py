"""The beginning of a text: what comes before its table, its dialect, and its first rows."""

import csv
from collections import Counter
from collections.abc import Iterator

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.refusal import RIGHT_FILE, DataFileError, refused
from bpexplorer.data.readers.source import Source
from bpexplorer.data.readers.text import dialect as dialects
from bpexplorer.data.readers.text import encoding
from bpexplorer.data.readers.text.layout import SampleRow
from bpexplorer.data.table.table import Reading
from bpexplorer.translation import tr

#: So many characters tell the dialect, and at least so many lines.
_SAMPLE_CHARACTERS, _SAMPLE_LINES = 65_536, 12
_COMMENTS = ("#", "%", "//")


class Beginning:
    """The first lines of a text: what comes before the table, its dialect, and its first rows."""

    def __init__(self, source: Source, text: encoding.Survey, reading: Reading) -> None:
        lines: list[str] = []
        characters = 0
        all_lines = encoding.lines_of(source, text)
        for line in all_lines:
            if characters > _SAMPLE_CHARACTERS and len(lines) > _SAMPLE_LINES:
                break
            lines.append(line)
            characters += len(line)
        self.is_whole = next(all_lines, None) is None
        all_lines.close()
        delimiter, is_told = reading.delimiter, reading.skip_rows is not None
        #: How many lines come before the table.
        self.skipped = reading.skip_rows or 0
        if not is_told:
            self.skipped, announced = _preamble(lines)
            delimiter = announced if delimiter is None else delimiter
        before, lines = lines[: self.skipped], lines[self.skipped :]
        if not any(line.strip() for line in lines):
            raise refused(tr("there is no row in it"), code="empty", remedy=RIGHT_FILE)
        self.dialect = dialects.guess(lines, delimiter=delimiter, quote=reading.quote)
        if not is_told and before and self._names_columns(before[-1], lines):
            lines, self.skipped = [before[-1], *lines], self.skipped - 1
        lines[0] = lines[0].lstrip("#%/ ") if lines[0].startswith(_COMMENTS) else lines[0]
        rows = self._parsed(lines)
        if not is_told and (titles := _title_rows(rows)):
            self.skipped, rows = rows[titles].line - 1, rows[titles:]
        #: The first rows of the table.
        self.rows = rows
        self.notes = (
            [tr("Lines before the table that are passed over: {lines}.", lines=count(self.skipped))]
            if self.skipped and not is_told
            else []
        )

    def _parsed(self, lines: list[str]) -> list[SampleRow]:
        reader, rows = self.dialect.reader(lines), []
        begin = self.skipped + 1
        try:
            for row in reader:
                if row:
                    rows.append(SampleRow(begin, row))
                begin = self.skipped + reader.line_num + 1
        except csv.Error as error:
            if not rows or self.is_whole:
                raise broken(error, begin) from error
        return rows

    def _names_columns(self, line: str, lines: list[str]) -> bool:
        """Whether a comment before the table has a name for each column, as numpy.savetxt writes it."""
        both = [line.lstrip("#%/ "), *lines[:20]]
        return line.startswith(_COMMENTS) and dialects.is_even(both, self.dialect)

    def cells(self) -> Iterator[str]:
        """The cells of the first rows."""
        return (cell.strip() for row in self.rows for cell in row.cells)


def _preamble(lines: list[str]) -> tuple[int, str | None]:
    """How many lines come before the table, and the delimiter that one of them announces."""
    delimiter = None
    for number, line in enumerate(lines):
        begin = line.strip()
        if number == 0 and begin.lower().startswith("sep=") and len(begin) == 5:
            delimiter = begin[4]
        elif number == 0 and line.rstrip("\r\n").lower() == "sep=\t":
            delimiter = "\t"
        elif begin and not begin.startswith(_COMMENTS):
            return number, delimiter
    return len(lines), delimiter


def _title_rows(rows: list[SampleRow]) -> int:
    """How many rows before the table hold a title or nothing, in fewer cells than the rows below them."""
    if len(rows) < 3:
        return 0
    width, often = Counter(len(row.cells) for row in rows[1:]).most_common(1)[0]
    if width < 2 or 2 * often < len(rows):
        return 0
    titles = 0
    while len(rows[titles].cells) < width and sum(map(bool, map(str.strip, rows[titles].cells))) < 2:
        titles += 1
    return titles


def broken(error: csv.Error, line: int) -> DataFileError:
    """The refusal of a row that the strict parser doesn't take."""
    said = str(error)
    if "unexpected end of data" in said or "field larger" in said:
        return refused(
            tr("a quotation mark opens in this row and isn't closed"),
            code="unclosed_quote",
            line=line,
            remedy=tr("Close it, or choose another quotation mark or none."),
        )
    if "expected after" in said:
        return refused(
            tr("there is more in a cell after its closing quotation mark"),
            code="quote",
            line=line,
            remedy=tr("Write quotation marks within a cell twice, or choose another quotation mark or none."),
        )
    return refused(
        tr("the row can't be parted into cells"),
        code="dialect",
        line=line,
        remedy=tr("Choose its delimiter and quotation mark."),
    )
