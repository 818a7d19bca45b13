"""Arrays as the bytes of ``.npy`` files (numpy's format, no pickle), and back with every claim checked."""

import io
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib import format as npy_format

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError

#: What a header needs at most; ours have 128 bytes.
HEADER_ROOM = 4096
#: A header is a Python literal: a damaged one fails in any of these ways.
_HEADER_FAULTS = (ValueError, KeyError, TypeError, SyntaxError, MemoryError, RecursionError, OverflowError)
_DAMAGED = "Use another copy of the file, or write it again."


def dump(array: FloatArray) -> bytes:
    """The array as a ``.npy`` file: float64, little-endian, row by row. Equal arrays give equal bytes."""
    stream = io.BytesIO()
    plain = np.ascontiguousarray(array, dtype="<f8").reshape(array.shape)
    npy_format.write_array(stream, plain, version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def dump_text(text: str) -> bytes:
    """A string as a ``.npy`` file that holds it as an array without axes."""
    stream = io.BytesIO()
    array = np.array(text, dtype=f"<U{max(1, len(text))}")
    npy_format.write_array(stream, array, version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def parse(data: bytes, place: str, *, shape: Sequence[int | None]) -> FloatArray:
    """The float64 array in a ``.npy`` file; float32 becomes float64.

    Parameters
    ----------
    data : bytes
        The whole file. Nothing is allocated beyond its size.
    place : str
        What the array is called in an error.
    shape : sequence of int or None
        The shape that it must have; None takes any length there.

    Raises
    ------
    ProjectFileError
        If this isn't such a file, or dtype, shape or length differ. NaN passes: see `check_finite`.
    """
    found, fortran, dtype, offset = _header(data, place)
    if dtype.kind != "f" or dtype.itemsize not in (4, 8):
        raise ProjectFileError(
            f"its numbers are of type {dtype}, not float64 or float32",
            code="wrong_dtype",
            place=place,
            remedy="Write the array as float64.",
        )
    check_shape(found, place, shape)
    if math.prod(found) * dtype.itemsize != len(data) - offset:
        raise _damaged(place, f"{len(data) - offset} bytes aren't what the shape {found} takes")
    flat = np.frombuffer(data, dtype=dtype, offset=offset).astype(np.float64)
    return flat.reshape(found, order="F" if fortran else "C")


def parse_text(data: bytes, place: str) -> str:
    """The string in a ``.npy`` file that holds one string."""
    found, _, dtype, offset = _header(data, place)
    if dtype.kind != "U" or found != ():
        raise ProjectFileError(
            f"it holds an array of type {dtype} and shape {found}, not one string",
            code="wrong_dtype",
            place=place,
            remedy="Write it as one JSON string.",
        )
    if dtype.itemsize != len(data) - offset:
        raise _damaged(place, "the string isn't as long as its header says")
    try:
        return str(np.frombuffer(data, dtype=dtype, offset=offset)[0])
    except ValueError as error:  # a number that is no Unicode character
        raise _damaged(place, "the string holds no Unicode text") from error


def check_shape(found: Sequence[int], place: str, shape: Sequence[int | None]) -> None:
    """Raise ProjectFileError unless the shape is as asked; None takes any length."""
    fits = len(found) == len(shape) and all(
        want in (None, have) for have, want in zip(found, shape, strict=True)
    )
    if not fits:
        wanted = "(" + ", ".join("any" if length is None else str(length) for length in shape) + ")"
        raise ProjectFileError(
            f"its shape is {tuple(found)}, not {wanted}",
            code="wrong_shape",
            place=place,
            remedy="Check that the file belongs to this network.",
        )


def check_finite(array: FloatArray, place: str) -> None:
    """Raise ProjectFileError with the index of the first number that is NaN or infinite."""
    finite = np.isfinite(array)
    if not finite.all():
        index = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ProjectFileError(
            f"the number at {list(index)} is {array[index]}",
            code="not_finite",
            place=place,
            remedy="Every number must be finite; write the file again from a network that hasn't diverged.",
        )


def _header(data: bytes, place: str) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, order, dtype and where the numbers begin."""
    stream = io.BytesIO(data[:HEADER_ROOM])
    readers = {(1, 0): npy_format.read_array_header_1_0, (2, 0): npy_format.read_array_header_2_0}
    try:
        version = npy_format.read_magic(stream)
        shape, fortran, dtype = readers[version](stream, max_header_size=HEADER_ROOM)
    except _HEADER_FAULTS as error:
        raise _damaged(place, "it isn't an array in numpy's .npy format") from error
    if any(length < 0 for length in shape):
        raise _damaged(place, f"an array can't have the shape {shape}")
    return shape, fortran, dtype, stream.tell()


def _damaged(place: str, reason: str) -> ProjectFileError:
    return ProjectFileError(reason, code="damaged", place=place, remedy=_DAMAGED)
