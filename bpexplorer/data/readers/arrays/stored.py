"""An array in a file: what its header says, and its numbers in pieces."""

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.numerals import count
from bpexplorer.data.npy_header import HEADER_ROOM, parse_header
from bpexplorer.data.readers.block import Block
from bpexplorer.data.readers.refusal import RIGHT_FILE, WRITE_AGAIN, check_size, refused
from bpexplorer.data.table.limits import MAX_TEXT
from bpexplorer.translation import tr

_CHUNK = 2**20
#: What numbers may be: yes/no, whole, and real.
_KINDS = "biuf"


@dataclass(frozen=True, slots=True, eq=False)
class StoredArray:
    """One array, of which only the header is read.

    Parameters
    ----------
    name : str
        What it is called in errors.
    shape : tuple of int
    dtype : dtype
    is_fortran : bool
        Whether the first index runs fastest.
    size : int
        How many bytes its numbers have, as the file claims.
    begin : callable
        Opens it at its first number, and gives what reads so many bytes.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    is_fortran: bool
    size: int
    begin: Callable[[], Callable[[int], bytes]]

    @property
    def samples(self) -> int:
        """How many rows of a table it makes."""
        return self.shape[0] if self.shape else 0

    @property
    def width(self) -> int:
        """How many numbers each row has."""
        return math.prod(self.shape[1:])

    @property
    def is_numbers(self) -> bool:
        """Whether it holds numbers."""
        return self.dtype.kind in _KINDS

    @property
    def is_text(self) -> bool:
        """Whether it holds texts."""
        return self.dtype.kind in "US"

    def check(self) -> None:
        """Raise DataFileError unless header and size agree, and the table isn't too large."""
        if not self.shape or not self.samples or not self.width:
            raise refused(
                tr("its shape is {shape}, which has no samples", shape=self.shape),
                code="empty",
                place=self.name,
                remedy=tr("The first axis must be that of the samples."),
            )
        if not (self.is_numbers or self.is_text) or not self.dtype.itemsize:
            raise refused(
                tr("it is an array of {dtype}, which are no numbers", dtype=self.dtype),
                code="wrong_dtype",
                place=self.name,
                remedy=tr("Write it as an array of real or whole numbers, or of texts."),
            )
        if math.prod(self.shape) * self.dtype.itemsize != self.size:
            raise refused(
                tr(
                    "it has {size} bytes, which isn't what the shape {shape} takes",
                    size=count(self.size),
                    shape=self.shape,
                ),
                code="damaged",
                place=self.name,
                remedy=WRITE_AGAIN,
            )
        check_size(1, self.width)
        if self.is_text and (self.size > 4 * MAX_TEXT or self.width > 1):
            raise refused(
                tr("its texts are more than a column of names"),
                code="too_large",
                place=self.name,
                remedy=tr("Write one text for each sample."),
            )

    def pieces(self) -> Iterator[NDArray[Any]]:
        """Its values in the order of the file, in flat arrays of many; raises DataFileError if it ends early."""
        read = self.begin()
        left, whole = self.size, _CHUNK - _CHUNK % self.dtype.itemsize or self.dtype.itemsize
        while left:
            data = read(min(whole, left))
            if len(data) != min(whole, left):
                raise refused(tr("it is cut off"), code="damaged", place=self.name, remedy=WRITE_AGAIN)
            left -= len(data)
            yield np.frombuffer(data, self.dtype)
        if read(1):
            raise refused(
                tr("there is more in it than its header says"),
                code="damaged",
                place=self.name,
                remedy=WRITE_AGAIN,
            )

    def read(self, rows: int, progress: Callable[[int], object]) -> NDArray[Any]:
        """Its first rows as float32 or float64, shape (rows, width).

        Raises
        ------
        DataFileError
            If it ends early, or a number is infinite.
        """
        block = Block(rows, self.width)
        if self.is_fortran and len(self.shape) > 1:
            self._read_by_columns(block, rows, progress)
            return block.array
        done, rest = 0, np.empty(0, self.dtype)
        for piece in self.pieces():
            values = np.concatenate((rest, piece)) if len(rest) else piece
            whole = len(values) // self.width
            taken = values[: whole * self.width].reshape(whole, self.width)[: rows - done]
            rest = values[whole * self.width :]
            self._check_finite(taken, done)
            block.put(done, taken)
            done += len(taken)
            progress(done)
            if done == rows < self.samples:
                break
        return block.array

    def _read_by_columns(self, block: Block, rows: int, progress: Callable[[int], object]) -> None:
        """Where one column comes after another, each as a whole."""
        flat = np.concatenate(list(self.pieces()))
        whole = flat.reshape(self.shape, order="F").reshape(self.samples, self.width)[:rows]
        self._check_finite(whole, 0)
        block.put(0, whole)
        progress(rows)

    def _check_finite(self, values: NDArray[Any], first: int) -> None:
        if values.dtype.kind == "f" and np.isinf(values).any():
            row, column = np.argwhere(np.isinf(values))[0]
            raise refused(
                tr("the number at [{row}, {column}] isn't finite", row=first + int(row), column=int(column)),
                code="not_finite",
                place=self.name,
                remedy=tr("Correct it, or write NaN where a value is missing."),
            )

    def texts(self, rows: int) -> list[str]:
        """Its first rows as texts."""
        flat = np.concatenate(list(self.pieces()))[:rows]
        try:
            texts = [
                (each.decode("utf-8", "replace") if isinstance(each, bytes) else each).strip()
                for each in flat.tolist()
            ]
            "".join(texts).encode()
            return texts
        except ValueError as error:  # a number that is no Unicode character, or half of one
            raise refused(
                tr("it holds no Unicode text"), code="damaged", place=self.name, remedy=WRITE_AGAIN
            ) from error


def npy(name: str, head: bytes, size: int, open_at: Callable[[int], Callable[[int], bytes]]) -> StoredArray:
    """The array in a ``.npy`` file or member.

    Parameters
    ----------
    head : bytes
        Its first ``HEADER_ROOM`` bytes.
    size : int
        How many bytes it has.
    open_at : callable
        Opens it at this byte, and gives what reads so many bytes.
    """
    try:
        shape, is_fortran, dtype, offset = parse_header(head[:HEADER_ROOM])
    except ValueError as error:
        raise refused(
            tr("it isn't a plain array in numpy's .npy format"), code="damaged", place=name, remedy=RIGHT_FILE
        ) from error
    if dtype.hasobject:
        raise refused(
            tr("it holds objects of Python, which are never unpacked: they can run anything"),
            code="objects",
            place=name,
            remedy=tr("Write it as an array of numbers or texts."),
        )
    return StoredArray(name, shape, dtype, is_fortran, size - offset, lambda: open_at(offset))


def reader_of(data: bytes) -> Callable[[int], bytes]:
    """What reads bytes that are there already."""
    return io.BytesIO(data).read
