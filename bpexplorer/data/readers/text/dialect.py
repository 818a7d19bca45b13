"""What parts the cells of a text, and what stands around them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bpexplorer.data.readers.refusal import refused
from bpexplorer.translation import tr

#: What usually parts cells.
USUAL = (",", ";", "\t", "|")
BLANK = " "
#: Stands where nothing parts cells: no text has it, as it is looked for in all of them.
_NOTHING = "\x1f"
#: clevercsv takes long for long samples, and a part of a table tells as much as all of it.
_SAMPLE_CHARACTERS = 65_536
#: Rows of a sample that are compared.
_ROWS = 200
_MOST_ROWS = 0.8
_DIGITS = re.compile("[+-]?[0-9]+")
#: What is rather a part of numbers, dates and names.
_WITHIN_CELLS = ".-+_/'"


class Reader(Protocol):
    """What the standard library's parser is."""

    @property
    def line_num(self) -> int:
        """How many lines it has taken."""

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """A delimiter (a blank is any number of them, nothing a single column), and a quotation mark or none."""

    delimiter: str
    quote: str = '"'

    def reader(self, lines: Iterable[str]) -> Reader:
        """The strict parser of the standard library."""
        return csv.reader(
            self._prepared(lines),
            delimiter=self.delimiter or _NOTHING,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            skipinitialspace=True,
            strict=True,
        )

    def _prepared(self, lines: Iterable[str]) -> Iterable[str]:
        if self.delimiter != BLANK:
            return lines
        return (line.replace("\t", " ").rstrip(" \r\n") + "\n" for line in lines)


def check(delimiter: str | None, quote: str | None) -> None:
    """Raise DataFileError for what the parser doesn't take."""
    for text, what in ((delimiter, tr("delimiter")), (quote, tr("quotation mark"))):
        if text and (len(text) > 1 or text in "\r\n" or text.isalnum()):
            raise refused(
                tr("the {what} “{text}” isn't one sign", what=what, text=text),
                code="dialect",
                remedy=tr("Choose a comma, a semicolon, a tab, or another single sign."),
            )
    if delimiter and delimiter == quote:
        raise refused(
            tr("the delimiter and the quotation mark are the same sign"),
            code="dialect",
            remedy=tr("Choose another one for one of them."),
        )


def guess(lines: list[str], *, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """The dialect of a sample.

    Where exactly one of the usual delimiters gives rows of one length, that is it. Else clevercsv proposes one.
    """
    check(delimiter, quote)
    if delimiter is not None:
        return Dialect(delimiter, '"' if quote is None else quote)
    marks = ('"',) if quote is None else (quote,)
    even = [
        each for sign in USUAL for each in (Dialect(sign, mark) for mark in marks) if is_even(lines, each)
    ]
    if len(even) == 1:
        return even[0] if quote is not None else _with_apostrophes(lines, even[0])
    proposed = _proposed("".join(lines)[:_SAMPLE_CHARACTERS])
    if proposed is not None and quote is not None:
        proposed = Dialect(proposed.delimiter, quote)
    if not even and _are_decimals(lines, Dialect(",", marks[0])):
        return Dialect("", marks[0])
    if proposed is not None and (proposed in even or (not even and _suits(lines, proposed))):
        return proposed
    return even[0] if even else Dialect("", marks[0])


def _with_apostrophes(lines: list[str], dialect: Dialect) -> Dialect:
    """The same with apostrophes as its quotation marks, where they stand around all cells that have any."""
    cells = [cell.strip() for row in sample_rows(lines, dialect) for cell in row]
    marked = [cell for cell in cells if cell.startswith("'")]
    other = Dialect(dialect.delimiter, "'")
    are_quotes = all(len(cell) > 1 and cell.endswith("'") for cell in marked)
    return other if len(marked) > 1 and are_quotes and is_even(lines, other) else dialect


def is_even(lines: list[str], dialect: Dialect) -> bool:
    """Whether all rows of a sample have the same number of cells, and more than one."""
    lengths = {len(row) for row in sample_rows(lines, dialect) if row}
    return len(lengths) == 1 and lengths != {1}


def _are_decimals(lines: list[str], dialect: Dialect) -> bool:
    """Whether commas part digits alone below a single name: then they are decimal signs of a single column."""
    first, *rows = [row for row in sample_rows(lines, dialect) if row] or [[]]
    return (
        len(first) == 1
        and bool(rows)
        and all(len(row) == 2 and _DIGITS.fullmatch("".join(row)) for row in rows)
    )


def _suits(lines: list[str], dialect: Dialect) -> bool:
    """Whether a proposal is to be believed: signs that usually part words or digits only where most rows agree."""
    if dialect.delimiter in USUAL:
        return True
    if dialect.delimiter in _WITHIN_CELLS:
        return False
    rows = [row for row in sample_rows(lines, dialect) if row]
    lengths = Counter(map(len, rows[1:] if len(rows) > 2 else rows))  # the names may be one fewer
    length, often = lengths.most_common(1)[0] if lengths else (0, 0)
    return length > 1 and often >= _MOST_ROWS * lengths.total()


def sample_rows(lines: list[str], dialect: Dialect) -> Iterator[list[str]]:
    """The first rows, up to one that can't be parsed: the sample may be cut off in it."""
    reader = dialect.reader(lines)
    for _ in range(_ROWS):
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


def _proposed(sample: str) -> Dialect | None:
    """What clevercsv finds."""
    import clevercsv

    try:
        found = clevercsv.Detector().detect(sample)
    except clevercsv.exceptions.NoDetectionResult:
        return None
    if found is None or len(found.delimiter or "") > 1 or (found.delimiter or "").isalnum():
        return None
    return Dialect(found.delimiter or "", found.quotechar or '"')
