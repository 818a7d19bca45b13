"""JSON of a declared type, with the place of a fault in the error."""

from typing import TypeVar

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError

T = TypeVar("T")


def decode(data: bytes, kind: type[T], place: str = "") -> T:
    """Read JSON strictly as this type.

    ``place`` is what the text is called in an error; the path of the faulty value is added to it.

    Raises
    ------
    ProjectFileError
        Code ``damaged`` if it isn't JSON at all, ``invalid`` if a value has the wrong type or range.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        path = path.rstrip("`").removeprefix("$").removeprefix(".")
        raise ProjectFileError(
            reason[:1].lower() + reason[1:],
            code="invalid",
            place=", ".join(part for part in (place, path) if part),
            remedy="Correct this value, or write the file again.",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectFileError(
            f"it isn't valid JSON ({str(error)[:200].rstrip('.')})",
            code="damaged",
            place=place,
            remedy="Use another copy of the file, or write it again.",
        ) from error


def keys(data: bytes) -> frozenset[str]:
    """The keys of the outermost object; none if this is no JSON object."""
    try:
        return frozenset(msgspec.json.decode(data, type=dict[str, msgspec.Raw]))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return frozenset()


def matrix(rows: list[list[float]], place: str) -> FloatArray:
    """A matrix from its rows; ProjectFileError if there are none or their lengths differ."""
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise ProjectFileError(
            "its rows aren't all of one length, at least 1",
            code="wrong_shape",
            place=place,
            remedy="Give one row for each neuron, with one number for each neuron of the layer before.",
        )
    return np.array(rows, dtype=np.float64)
