"""JSON of a declared type, with the place of a fault in the error."""

import json
import math
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project import strict
from bpexplorer.project.errors import ProjectFileError

T = TypeVar("T")

_FAULTS = (msgspec.DecodeError, ValueError, RecursionError)


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
        fault = error
    except _FAULTS as error:
        raise _damaged(error, place) from error
    raise strict.refusal(fault, kind, _plain(data, place), place) from fault


def decode_plain(data: bytes, place: str) -> object:
    """Read JSON as dictionaries, lists and plain values.

    Raises
    ------
    ProjectFileError
        Code ``damaged`` if it isn't JSON, ``invalid`` if an object has a key twice: which of the two counts would be
        a guess.
    """
    plain = _plain(data, place)
    try:
        json.loads(data, object_pairs_hook=_once_each)
    except _TwiceError as error:
        raise ProjectFileError(
            f"an object has the key {str(error)[:80]!r} twice",
            code="invalid",
            place=place,
            remedy="Take one of them out.",
        ) from error
    return plain


def _plain(data: bytes, place: str) -> object:
    try:
        return msgspec.json.decode(data)
    except msgspec.ValidationError as error:  # one of the numbers is beyond all that there are
        path = next(_too_large(json.loads(data, parse_int=float), ""), "")
        raise ProjectFileError(
            "it is too large a number",
            code="invalid",
            place=", ".join(part for part in (place, path) if part),
            remedy="Correct this value.",
        ) from error
    except _FAULTS as error:
        raise _damaged(error, place) from error


def _too_large(value: object, path: str) -> Iterator[str]:
    """Where the numbers are that overflow."""
    if isinstance(value, float) and math.isinf(value):
        yield path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _too_large(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _too_large(item, f"{path}.{key}".removeprefix("."))


class _TwiceError(Exception):
    """An object has a key twice."""


def _once_each(pairs: Iterable[tuple[str, object]]) -> None:
    found = set()
    for key, _ in pairs:
        if key in found:
            raise _TwiceError(key)
        found.add(key)


def _damaged(error: Exception, place: str) -> ProjectFileError:
    return ProjectFileError(
        f"it isn't valid JSON ({str(error)[:200].rstrip('.')})",
        code="damaged",
        place=place,
        remedy="Use another copy of the file, or write it again.",
    )


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
