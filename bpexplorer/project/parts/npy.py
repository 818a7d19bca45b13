"""Arrays as the bytes of ``.npy`` files (numpy's format, no pickle), and back with every claim checked."""

import io
import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import DTypeLike, NDArray

from bpexplorer.core.types import FloatArray
from bpexplorer.data.npy_header import HEADER_ROOM, parse_header
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts.blocks import Blocks, Numbers
from bpexplorer.translation import tr

#: Of either byte order.
_FLOATS = tuple(np.dtype(descr) for descr in ("<f8", "<f4", ">f8", ">f4"))
#: A ``.npy`` file, or the array that is known to be in one.
Content: TypeAlias = bytes | memoryview | NDArray[Any]
_DAMAGED = tr("Use another copy of the file, or write it again.")


def dump(array: FloatArray) -> bytes:
    """The array as a ``.npy`` file: float64, little-endian, row by row. Equal arrays give equal bytes."""
    return bytes(blocks(array))


def blocks(array: NDArray[Any], *, dtype: DTypeLike = "<f8") -> Blocks:
    """What `dump` gives, block by block; ``dtype`` is the type in the file."""
    return Blocks(_head(np.dtype(dtype), array.shape), Numbers(array, dtype))


def blocks_of_rows(rows: Sequence[NDArray[Any]], *, dtype: DTypeLike) -> Blocks:
    """The array of these rows, of one length, block by block."""
    head = _head(np.dtype(dtype), (len(rows), len(rows[0])))
    return Blocks(head, *(Numbers(row, dtype) for row in rows))


def _head(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    head = io.BytesIO()
    described = {"descr": npy_format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    npy_format.write_array_header_1_0(head, described)
    return head.getvalue()


def dump_text(text: str) -> bytes:
    """A string as a ``.npy`` file that holds it as an array without axes."""
    stream = io.BytesIO()
    array = np.array(text, dtype=f"<U{max(1, len(text))}")
    npy_format.write_array(stream, array, version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def parse(
    data: Content, place: str, *, shape: Sequence[int | str | None], is_copied: bool = True
) -> FloatArray:
    """The float64 array in a ``.npy`` file; float32 becomes float64.

    Parameters
    ----------
    data : bytes, memoryview or ndarray
        The whole file, or the array that is known to be in it. Nothing is allocated beyond its size.
    place : str
        What the array is called in an error.
    shape : sequence of int, str or None
        The shape that it must have; None, or a word for what is counted, takes any length there.
    is_copied : bool
        Whether it can be written to; else it may lie in ``data``, in the type of numbers that it has there.

    Raises
    ------
    ProjectFileError
        If this isn't such a file, or dtype, shape or length differ. NaN passes: see `check_finite`.
    """
    if isinstance(data, np.ndarray):
        check_shape(data.shape, place, shape)
        return data.astype(np.float64) if is_copied else data
    found, fortran, dtype, offset = _checked_header(data, len(data), place, shape)
    flat = np.frombuffer(data, dtype=dtype, offset=offset).astype(np.float64, copy=is_copied)
    return flat.reshape(found, order="F" if fortran else "C")


def parse_as(
    data: Content, place: str, *, dtype: np.dtype[Any], shape: Sequence[int | str | None]
) -> NDArray[Any]:
    """The array of this very type in a ``.npy`` file, row by row; it lies in ``data``. Raises as `parse` does."""
    if isinstance(data, np.ndarray):
        check_shape(data.shape, place, shape)
        return data.astype(dtype, copy=False)
    found, fortran, _, offset = _checked_header(data, len(data), place, shape, (dtype,))
    if fortran:
        raise _damaged(place, tr("its numbers lie column by column"))
    return np.frombuffer(data, dtype=dtype, offset=offset).reshape(found)


def shape_of(head: bytes, size: int, place: str, *, shape: Sequence[int | str | None]) -> tuple[int, ...]:
    """The shape of the array in a ``.npy`` file of ``size`` bytes, of which these are the first ``HEADER_ROOM``.

    Raises as `parse` does.
    """
    return _checked_header(head, size, place, shape)[0]


def _checked_header(
    head: bytes | memoryview,
    size: int,
    place: str,
    shape: Sequence[int | str | None],
    dtypes: Sequence[np.dtype[Any]] = _FLOATS,
) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    found, fortran, dtype, offset = _header(head, place)
    if dtype not in dtypes:
        wanted = [each.name for each in dtypes if each.isnative]
        raise ProjectFileError(
            tr("its numbers are of type {dtype}, not {wanted}", dtype=dtype, wanted=" or ".join(wanted)),
            code="wrong_dtype",
            place=place,
            remedy=tr("Write the array as {dtype}.", dtype=wanted[0]),
        )
    check_shape(found, place, shape)
    if math.prod(found) * dtype.itemsize != size - offset:
        raise _damaged(
            place, tr("{size} bytes aren't what the shape {found} takes", size=size - offset, found=found)
        )
    return found, fortran, dtype, offset


def parse_text(data: bytes, place: str) -> str:
    """The string in a ``.npy`` file that holds one string."""
    found, _, dtype, offset = _header(data, place)
    if dtype.kind != "U" or found != ():
        raise ProjectFileError(
            tr(
                "it holds an array of type {dtype} and shape {found}, not one string",
                dtype=dtype,
                found=found,
            ),
            code="wrong_dtype",
            place=place,
            remedy=tr("Write it as one JSON string."),
        )
    if dtype.itemsize != len(data) - offset:
        raise _damaged(place, tr("the string isn't as long as its header says"))
    try:
        text = str(np.frombuffer(data, dtype=dtype, offset=offset)[0])
        text.encode()
    except ValueError as error:  # a number that is no Unicode character, or half of one
        raise _damaged(place, tr("the string holds no Unicode text")) from error
    return text


def check_shape(found: Sequence[int], place: str, shape: Sequence[int | str | None]) -> None:
    """Raise ProjectFileError unless the shape is as asked; None, or a word for what is counted, takes any length."""
    if fits(found, shape):
        return
    wanted = ", ".join("any" if length is None else str(length) for length in shape)
    is_transposed = len(shape) > 1 and fits(found[::-1], shape)
    raise ProjectFileError(
        tr(
            "its shape is {found}, not ({wanted}{value})",
            found=tuple(found),
            wanted=wanted,
            value="," * (len(shape) == 1),
        )
        + (tr("; it looks transposed") if is_transposed else ""),
        code="wrong_shape",
        place=place,
        remedy=tr("Write the transposed array.")
        if is_transposed
        else tr("Give it the shape that is wanted."),
    )


def fits(found: Sequence[int], shape: Sequence[int | str | None]) -> bool:
    """Whether a shape is as asked."""
    return len(found) == len(shape) and all(
        isinstance(want, str) or want in (None, have) for have, want in zip(found, shape, strict=True)
    )


def check_finite(array: FloatArray, place: str) -> None:
    """Raise ProjectFileError with the index of the first number that is NaN or infinite."""
    finite = np.isfinite(array)
    if not finite.all():
        index = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ProjectFileError(
            tr("the number at {index} is {array}", index=list(index), array=array[index]),
            code="not_finite",
            place=place,
            remedy=tr(
                "Every number must be finite; write the file again from a network that hasn't diverged."
            ),
        )


def _header(data: bytes | memoryview, place: str) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, order, dtype and where the numbers begin."""
    try:
        return parse_header(bytes(data[:HEADER_ROOM]))
    except ValueError as error:
        raise _damaged(place, tr("it isn't an array in numpy's .npy format")) from error


def _damaged(place: str, reason: str) -> ProjectFileError:
    return ProjectFileError(reason, code="damaged", place=place, remedy=_DAMAGED)
