"""A table: columns of one type each, with what is missing marked, and where it was read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.errors import DataError
from bpexplorer.translation import tr

#: What the column is called that says which samples the file itself keeps for training and for testing.
PART = "part"
TRAIN, TEST = "train", "test"
#: How many rows are put into the digest at once.
_ROWS_AT_ONCE = 4096


class Kind(StrEnum):
    """What the values of a column are."""

    NUMBER = "number"
    CATEGORY = "category"
    YES_NO = "yes_no"
    DATE = "date"

    @property
    def is_coded(self) -> bool:
        """Whether values are codes of categories."""
        return self in (Kind.CATEGORY, Kind.YES_NO)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. Its arrays are read-only, and may be views of a block that several columns share.

    Parameters
    ----------
    name : str
        Not empty, and no other column of its table has it.
    kind : Kind
    values : ndarray, shape (rows,)
        float64 or float32 for numbers and dates (days since 1970-01-01, in UTC where a zone was given), NaN where
        missing; int32 codes for categories and yes/no (0 no, 1 yes), -1 where missing.
    missing : ndarray of bool, shape (rows,)
    categories : tuple of str
        What the codes mean; empty for numbers and dates.

    Raises
    ------
    DataError
        If shapes or types aren't these, or a code has no category.
    """

    name: str
    kind: Kind
    values: NDArray[Any]
    missing: NDArray[np.bool_]
    categories: tuple[str, ...] = ()
    #: How many values are missing.
    missing_count: int = field(init=False)

    def __post_init__(self) -> None:
        dtypes = (np.int32,) if self.kind.is_coded else (np.float32, np.float64)
        if not (
            self.name
            and self.values.ndim == 1
            and self.values.shape == self.missing.shape
            and self.values.dtype in dtypes
            and self.missing.dtype == np.bool_
            and self.kind.is_coded >= bool(self.categories)
        ):
            raise DataError(
                tr("The column {name} has arrays of a wrong type or shape.", name=repr(self.name))
            )
        if self.kind.is_coded and len(self.values):
            low, high = int(self.values.min()), int(self.values.max())
            if low < -1 or high >= len(self.categories):
                raise DataError(tr("The column {name} has a code without a category.", name=repr(self.name)))
        for array in (self.values, self.missing):
            array.flags.writeable = False
        object.__setattr__(self, "missing_count", int(np.count_nonzero(self.missing)))

    def text(self, row: int) -> str:
        """The value of a row as a cell shows it, with every digit; nothing where it is missing."""
        if self.missing[row]:
            return ""
        value = self.values[row]
        if self.kind.is_coded:
            return self.categories[value]
        if self.kind is Kind.DATE:
            return date_text(float(value))
        if not float(value).is_integer():
            return str(value)
        return f"{value:.0f}" if abs(value) < 1e15 else str(float(value))


def date_text(days: float) -> str:
    """A date as a cell shows it, from days since 1970-01-01."""
    whole = np.datetime64(0, "s") + np.timedelta64(round(days * 86_400), "s")
    return str(whole).removesuffix("T00:00:00").replace("T", " ")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read, or was; None leaves it to what the file looks like.

    Parameters
    ----------
    encoding : str
        A key of `bpexplorer.data.readers.text.encoding.ENCODINGS`.
    delimiter : str
        The one character between cells; ``" "`` is any number of blanks, and nothing a single column.
    quote : str
        What stands around cells that hold the delimiter; nothing where there are no quotes.
    decimal, thousands : str
        The decimal sign, ``"."`` or ``","``, and what parts thousands; nothing where nothing does.
    header : int
        The row with the names, counted from 0 after what is skipped; -1 if there is none.
    skip_rows : int
        How many lines, or rows of a sheet, come before the table.
    sheet : str
        The sheet of a spreadsheet.
    missing_marks : tuple of str
        What stands where a value is missing. An empty cell is always missing.
    as_text : tuple of str
        Columns whose values are names of categories, whatever they look like.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    header: int | None = None
    skip_rows: int | None = None
    sheet: str | None = None
    missing_marks: tuple[str, ...] | None = None
    as_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from.

    Parameters
    ----------
    name : str
        Of the file, without its folder.
    bytes : int
        The size of the file; of a folder, of all files that were read.
    sha256 : str
        Of what is in it, as hexadecimal digits.
    modified : str
        When the file was last written, in UTC: ``2026-11-30T10:41:53Z``.
    reading : Reading
        How it was read, with nothing left to guess that this kind of file has.
    """

    name: str
    bytes: int
    sha256: str
    modified: str
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Table:
    """Columns of equal length.

    Parameters
    ----------
    columns : tuple of Column
    origin : Origin, optional
        None if it was made here.
    notes : tuple of str
        What was guessed or noticed while it was read, in sentences.
    image_shape : tuple, optional
        Rows and columns of the pictures whose pixels the first columns are, row by row.
    known_digest : str
        Its digest, where whoever makes the table knows it.
    sheets : tuple of str
        All sheets of the spreadsheet that it was just read from.

    Raises
    ------
    DataError
        If there is no column, two have one name, or their lengths differ.
    """

    columns: tuple[Column, ...]
    origin: Origin | None = None
    notes: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    known_digest: str = ""
    sheets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns or len({column.values.shape for column in self.columns}) != 1:
            raise DataError(tr("A table needs columns of one length."))
        if len({column.name for column in self.columns}) != len(self.columns):
            raise DataError(tr("Two columns of the table have one name."))
        if self.image_shape is not None and not 0 < np.prod(self.image_shape) <= len(self.columns):
            raise DataError(tr("The table has fewer columns than its pictures have pixels."))

    @property
    def rows(self) -> int:
        """How many samples there are."""
        return len(self.columns[0].values)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def digest(self) -> str:
        """SHA-256 of the content: names, kinds, categories, values, and what is missing.

        Where it came from, and what was noted, isn't part of it. It takes a second for each gigabyte, once.
        """
        if not self.known_digest:
            object.__setattr__(self, "known_digest", digest_of(self.columns, self.image_shape))
        return self.known_digest


def digest_of(columns: Iterable[Column], image_shape: tuple[int, int] | None) -> str:
    """What `Table.digest` is. Equal arrays give equal digests, in whatever blocks they lie."""
    columns = tuple(columns)
    heads = [
        [column.name, column.kind.value, column.values.dtype.str[1:], column.categories] for column in columns
    ]
    content = hashlib.sha256(json.dumps([heads, image_shape]).encode())
    rows = len(columns[0].values)
    for begin in range(0, rows, _ROWS_AT_ONCE):
        part = slice(begin, begin + _ROWS_AT_ONCE)
        for column in columns:
            values = column.values[part]
            content.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).data)
            content.update(np.packbits(column.missing[part]).data)
    return content.hexdigest()
