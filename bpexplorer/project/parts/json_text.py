"""JSON of a declared type, with the place of a fault in the error."""

import json
import math
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import strict
from bpexplorer.translation import tr

T = TypeVar("T")

_FAULTS = (msgspec.DecodeError, ValueError, RecursionError)
#: How the encodings are called that `json` tells by their first bytes.
_ENCODINGS = {
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}


def decode(data: bytes, kind: type[T], place: str = "") -> T:
    """Read JSON strictly as this type.

    ``place`` is what the text is called in an error; the path of the faulty value is added to it.

    Raises
    ------
    ProjectFileError
        Code ``encoding`` if it isn't UTF-8, ``damaged`` if it isn't JSON at all, ``invalid`` if a value has the wrong
        type or range, or an object has a key twice: which of the two counts would be a guess.
    """
    text = _utf8(data, place)
    try:
        value = msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        _check_keys(text, place)
        raise strict.refusal(error, kind, _plain(text, place), place) from error
    except _FAULTS as error:
        raise _damaged(text, error, place) from error
    _check_keys(text, place)
    return value


def peek(data: bytes, kind: type[T], place: str = "") -> T:
    """Read as much of JSON as this type has, before `decode` reads all of it; raises as it does."""
    text = _utf8(data, place)
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError:
        return decode(data, kind, place)  # which says more
    except _FAULTS as error:
        raise _damaged(text, error, place) from error


def decode_plain(data: bytes, place: str) -> object:
    """Read JSON as dictionaries, lists and plain values; raises as `decode` does."""
    text = _utf8(data, place)
    plain = _plain(text, place)
    _check_keys(text, place)
    return plain


def looks_like_json(head: bytes) -> bool:
    """Whether these first bytes of a file may be those of a JSON object, in whatever encoding."""
    text = head.decode(json.detect_encoding(head), errors="ignore")
    return text.lstrip()[:1] == "{"


def _utf8(data: bytes, place: str) -> bytes:
    """The text without a byte-order mark."""
    encoding = json.detect_encoding(data[:4])
    if encoding in _ENCODINGS:
        raise _not_utf8(tr("it is text in {encoding}, not in UTF-8", encoding=_ENCODINGS[encoding]), place)
    return data[3:] if encoding == "utf-8-sig" else data


def _plain(text: bytes, place: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.ValidationError as error:  # one of the numbers is beyond all that there are
        path = next(_paths(json.loads(text, parse_int=float), _is_infinite), "")
        raise ProjectFileError(
            tr("it is too large a number"),
            code="invalid",
            place=_at(place, path),
            remedy=tr("Correct this value."),
        ) from error
    except _FAULTS as error:
        raise _damaged(text, error, place) from error


def _check_keys(text: bytes, place: str) -> None:
    """Raise ProjectFileError if an object has a key twice."""
    twice: list[_Twice] = []

    def unless_twice(pairs: list[tuple[str, object]]) -> object:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                twice.append(_Twice(key))
                return twice[-1]
            found[key] = value
        return found

    try:
        whole = json.loads(text, object_pairs_hook=unless_twice, parse_int=float)
    except _FAULTS as error:
        raise _damaged(text, error, place) from error
    if twice:
        last = twice[-1]  # the only one that surely isn't inside of another
        raise ProjectFileError(
            tr("this object has the key {key} twice", key=repr(last.key[:80])),
            code="invalid",
            place=_at(place, next(_paths(whole, lambda value: value is last))),
            remedy=tr("Take one of them out."),
        )


class _Twice:
    """What stands for an object that has a key twice."""

    def __init__(self, key: str) -> None:
        self.key = key


def _paths(value: object, is_meant: Callable[[object], bool], path: str = "") -> Iterator[str]:
    """Where the values are that are meant."""
    if is_meant(value):
        yield path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, is_meant, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, is_meant, f"{path}.{key[:80]}".removeprefix("."))


def _is_infinite(value: object) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _damaged(text: bytes, error: Exception, place: str) -> ProjectFileError:
    try:
        text.decode()
    except UnicodeDecodeError as wrong:
        byte = tr("the byte {text:#04x} at {start}", text=text[wrong.start], start=wrong.start)
        return _not_utf8(
            tr("it isn't text in UTF-8: {byte} belongs to another encoding, or is damaged", byte=byte), place
        )
    return ProjectFileError(
        tr("it isn't valid JSON ({error})", error=str(error)[:200].rstrip(".")),
        code="damaged",
        place=place,
        remedy=tr("Use another copy of the file, or write it again."),
    )


def _not_utf8(reason: str, place: str) -> ProjectFileError:
    return ProjectFileError(
        reason,
        code="encoding",
        place=place,
        remedy=tr("Save it as UTF-8 (a text editor can do so), or use another copy of the file."),
    )


def _at(place: str, path: str) -> str:
    return ", ".join(part for part in (place, path) if part)


def matrix(rows: list[list[float]], place: str) -> FloatArray:
    """A matrix from its rows; ProjectFileError if there are none or their lengths differ."""
    wrong = next((row for row in range(len(rows)) if len(rows[row]) != len(rows[0])), None)
    if wrong is not None or not rows or not rows[0]:
        found = tr("there are no numbers in it") if wrong is None else _lengths(rows, wrong)
        raise ProjectFileError(
            found,
            code="wrong_shape",
            place=place,
            remedy=tr(
                "Give one row for each neuron, all of one length: one number for each neuron "
                "of the layer before."
            ),
        )
    return np.array(rows, dtype=np.float64)


def _lengths(rows: list[list[float]], wrong: int) -> str:
    return tr(
        "its rows aren't all of one length: row 0 has {count} numbers, row {wrong} has {rows_len}",
        count=len(rows[0]),
        wrong=wrong,
        rows_len=len(rows[wrong]),
    )
