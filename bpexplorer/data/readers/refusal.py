"""Why a file isn't read, in one sentence: file, line, column, reason, and what to do."""

import os
from dataclasses import dataclass, replace
from typing import Any

from typing_extensions import override

from bpexplorer.core.errors import DataError
from bpexplorer.core.file_faults import open_fault
from bpexplorer.core.numerals import count
from bpexplorer.data.table.limits import MAX_COLUMNS, MAX_NUMBERS
from bpexplorer.translation import tr

#: Characters of what a file says that are quoted.
_LONGEST = 60
_LONGEST_SENTENCE = 1000

RIGHT_FILE = tr("Check that this is the right file.")
WRITE_AGAIN = tr("Use another copy of the file, or write it again.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a file of data.

    Parameters
    ----------
    reason : str
        A clause without a full stop.
    code : str
        A stable word for scripts: ``ragged``, ``unclosed_quote``, …
    remedy : str
        What to do about it: whole sentences.
    line, row, column : optional
        Where: a line of a text counted from 1 as editors do, a row of an array or sheet counted likewise, and the
        column by its name.
    place : str
        Where in what isn't a text: the name of an array, a sheet, a picture.
    file : str
        The name of the file.
    unread : tuple of str
        The cells that aren't what the rest of their column is, each once: they could be marks of missing values.
        Nothing where there are many.
    can_be_text : bool
        Whether the column can be taken as text instead.
    """

    reason: str
    code: str
    remedy: str
    line: int | None = None
    row: int | None = None
    column: str = ""
    place: str = ""
    file: str = ""
    unread: tuple[str, ...] = ()
    can_be_text: bool = False

    @property
    def _is_whole_file(self) -> bool:
        """Whether no place in it is named, or one that is called as itself: that of its only array."""
        return not self.place or self.file in (self.place, f"{self.place}.npy", f"{self.place}.gz")

    @property
    def sentence(self) -> str:
        """All of it."""
        places = [
            "" if self._is_whole_file else quoted(self.place),
            "" if self.line is None else tr("line {line}", line=count(self.line)),
            "" if self.row is None else tr("row {row}", row=count(self.row)),
            tr("column {column}", column=quoted(self.column)) if self.column else "",
        ]
        where = ", ".join(each for each in places if each)
        reason = f"{where}: {self.reason}" if where else self.reason
        file = tr("Can't read {file}: ", file=quoted(self.file)) if self.file else ""
        text = f"{file}{reason[:_LONGEST_SENTENCE]}. {self.remedy}"
        return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)


class DataFileError(DataError):
    """A file of data that isn't read; ``refusal`` has the parts of its text."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal

    @property
    def code(self) -> str:
        """The stable word for scripts."""
        return self.refusal.code

    def about(self, file: str) -> "DataFileError":
        """The same, saying which file it is about."""
        return self if self.refusal.file else DataFileError(replace(self.refusal, file=file))

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return DataFileError, (self.refusal,)


def refused(
    reason: str,
    *,
    code: str,
    remedy: str = RIGHT_FILE,
    line: int | None = None,
    row: int | None = None,
    column: str = "",
    place: str = "",
    unread: tuple[str, ...] = (),
    can_be_text: bool = False,
) -> DataFileError:
    """The error to raise; see `Refusal`."""
    return DataFileError(
        Refusal(reason, code, remedy, line, row, column, place, unread=unread, can_be_text=can_be_text)
    )


def from_os_error(error: OSError) -> DataFileError:
    """What the system reports about a file."""
    code, reason, remedy = open_fault(error)
    return refused(reason, code=code, remedy=remedy)


def too_large(size: int, limit: int) -> DataFileError:
    """A file of more bytes than are read."""
    return refused(
        tr(
            "it has {size} bytes, or claims to have; at most {limit} are read",
            size=count(size),
            limit=count(limit),
        ),
        code="too_large",
        remedy=tr("Write a file with fewer rows or columns."),
    )


def check_size(rows: int, columns: int, *, are_all: bool = True) -> None:
    """Raise DataFileError for a table that is larger than any this program takes; of its columns, those that were
    counted may not be all."""
    if columns > MAX_COLUMNS:
        has = (
            tr("it has {columns} columns", columns=count(columns))
            if are_all
            else tr("it has more than {columns} columns", columns=count(columns))
        )
        raise refused(
            tr("{has}; at most {limit} are read", has=has, limit=count(MAX_COLUMNS)),
            code="too_large",
            remedy=tr("Write a file with fewer columns."),
        )
    if rows * columns > MAX_NUMBERS:
        raise refused(
            tr(
                "it has {rows} rows of {columns} columns, which are {cells} cells; at most {limit} are read",
                rows=count(rows),
                columns=count(columns),
                cells=count(rows * columns),
                limit=count(MAX_NUMBERS),
            ),
            code="too_large",
            remedy=tr("Write a file with fewer rows or columns."),
        )


def quoted(text: str) -> str:
    """What a file says, shortened, in quotation marks."""
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"


def examples(texts: list[tuple[str, int]], *, are_rows: bool = False, said: int | None = None) -> str:
    """Up to three of these cells with their lines, or rows: ``“abc” (line 7)``; without the one that is ``said``."""
    return ", ".join(
        _example(text, line, are_rows=are_rows, is_said=line == said) for text, line in texts[:3]
    )


def _example(text: str, line: int, *, are_rows: bool, is_said: bool) -> str:
    if is_said:
        return quoted(text)
    if are_rows:
        return tr("{text} (row {row})", text=quoted(text), row=count(line))
    return tr("{text} (line {line})", text=quoted(text), line=count(line))


def name_of(path: "os.PathLike[str]") -> str:
    """The name of a file, as it is shown."""
    text = os.path.basename(os.fspath(path)) or os.fspath(path)  # noqa: PTH119 - also of ".." and "/"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
