"""A table on its way from one process to the other: a description in JSON, and its numbers in one file."""

import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.errors import DataError
from bpexplorer.data.readers.refusal import DataFileError, Refusal
from bpexplorer.data.table.table import Column, Kind, Origin, Reading, Table
from bpexplorer.translation import tr

#: Arrays begin at multiples of this.
_ALIGNED = 64
_DTYPES = ("<f4", "<f8", "<i4", "|b1")
_ROWS = 4096


class _Array(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an array stands in the file."""

    dtype: str
    shape: tuple[int, ...]
    offset: int


class _Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    kind: Kind
    #: Which of the arrays, and which column of it if it has several.
    array: int
    place: int | None
    #: Which array says what is missing; None if nothing is.
    missing: int | None
    categories: tuple[str, ...] = ()


class _Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    arrays: tuple[_Array, ...]
    columns: tuple[_Column, ...]
    origin: Origin | None
    notes: tuple[str, ...]
    image_shape: tuple[int, int] | None
    digest: str
    sheets: tuple[str, ...]


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a child gives: a table, or why there is none."""

    table: _Described | None = None
    refusal: Refusal | None = None


def reading_from(text: str) -> Reading:
    """The reading in a child's argument."""
    return msgspec.json.decode(text, type=Reading)


def reading_to(reading: Reading) -> str:
    """A reading as a child's argument."""
    return msgspec.json.encode(reading).decode()


def refusal_to(refusal: Refusal) -> bytes:
    """The answer of a child that refuses."""
    return msgspec.json.encode(_Answer(refusal=refusal))


def write(table: Table, path: Path) -> bytes:
    """Write the numbers of a table into a new file, and give the rest of it."""
    arrays: list[_Array] = []
    with path.open("xb") as file:
        placed: dict[int, tuple[int, int | None]] = {}
        blocks = _blocks(table)
        for array, places in blocks.values():
            number = _append(file, array, arrays)
            placed |= {index: (number, place) for index, place in places.items()}
        columns = []
        for index, column in enumerate(table.columns):
            missing = _append(file, column.missing, arrays) if column.missing.any() else None
            number, place = placed[index]
            columns.append(_Column(column.name, column.kind, number, place, missing, column.categories))
    described = _Described(
        tuple(arrays),
        tuple(columns),
        table.origin,
        table.notes,
        table.image_shape,
        table.digest,
        table.sheets,
    )
    return msgspec.json.encode(_Answer(described))


def _blocks(table: Table) -> Mapping[int, tuple[NDArray[Any], dict[int, int | None]]]:
    """Each array that must be written, once, and which columns are which part of it."""
    found: dict[int, tuple[NDArray[Any], dict[int, int | None]]] = {}
    for index, column in enumerate(table.columns):
        values, base = column.values, column.values.base
        if isinstance(base, np.ndarray) and _is_column_of(values, base):
            place = (_address(values) - _address(base)) // base.strides[1]
            found.setdefault(id(base), (base, {}))[1][index] = place
        else:
            found[id(values)] = (values, {index: None})
    return found


def _is_column_of(values: NDArray[Any], base: NDArray[Any]) -> bool:
    """Whether values are one column of a block that lies row by row, as it was read."""
    return (
        base.ndim == 2
        and base.dtype == values.dtype
        and base.flags.c_contiguous
        and len(base) == len(values)
        and values.strides == base.strides[:1]
        and 0 <= _address(values) - _address(base) < base.strides[0]
    )


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])


def _append(file: BinaryIO, array: NDArray[Any], arrays: list[_Array]) -> int:
    file.write(b"\0" * (-file.tell() % _ALIGNED))
    little = array.dtype.newbyteorder("<") if array.dtype.itemsize > 1 else array.dtype
    arrays.append(_Array(little.str, array.shape, file.tell()))
    for begin in range(0, len(array), _ROWS):
        file.write(np.ascontiguousarray(array[begin : begin + _ROWS], little).data)
    return len(arrays) - 1


def read(answer: bytes, path: Path) -> Table:
    """The table of a child's answer and the file beside it, whose numbers stay in the file.

    The file may be removed afterwards.

    Raises
    ------
    DataError
        If the child has refused, or its answer is none.
    """
    try:
        said = msgspec.json.decode(answer, type=_Answer)
        if said.refusal is not None:
            raise DataFileError(said.refusal)
        if said.table is None:
            raise ValueError("neither a table nor a refusal")
        return _table(said.table, path)
    except (msgspec.MsgspecError, ValueError, IndexError, OSError, UnicodeError) as error:
        raise DataError(
            tr("What was read of the file didn't arrive ({error}). Try again.", error=error)
        ) from error


def _table(described: _Described, path: Path) -> Table:
    arrays = _mapped(path, described.arrays)
    columns = []
    for each in described.columns:
        array = arrays[each.array]
        values = array if each.place is None else array[:, each.place]
        missing = np.broadcast_to(np.False_, len(values)) if each.missing is None else arrays[each.missing]
        columns.append(Column(each.name, each.kind, values, missing, each.categories))
    return Table(
        tuple(columns),
        described.origin,
        described.notes,
        described.image_shape,
        described.digest,
        described.sheets,
    )


def _mapped(path: Path, arrays: tuple[_Array, ...]) -> list[NDArray[Any]]:
    """The arrays in a file, mapped into memory; ValueError unless all of each is in it."""
    size = path.stat().st_size
    if not size:
        return [np.empty(each.shape, each.dtype) for each in arrays]
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found = []
    for each in arrays:
        if each.dtype not in _DTYPES or any(length < 0 for length in each.shape) or each.offset < 0:
            raise ValueError("an array of no such type or shape")
        length = int(np.prod(each.shape, dtype=object))
        found.append(
            np.frombuffer(mapped, each.dtype, count=length, offset=each.offset).reshape(each.shape)
            if length
            else np.empty(each.shape, each.dtype)
        )
    return found
