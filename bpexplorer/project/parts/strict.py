"""A value of a declared type from what stands in a JSON file, where nothing is passed over and nothing made up.

msgspec ignores unknown keys of a dataclass, and takes the default of a field that is left out. Both would be guesses:
a misspelt ``learning_rate`` would train with another one. Here every key must be known, every field must be there, and
a value that can't be is named by its path.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec import inspect

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.translation import tr

T = TypeVar("T")

_Objects = inspect.StructType | inspect.DataclassType
_CORRECT = tr("Correct this value.")
# Patterns are compiled by `re` when they are first used: where a file is wrong.
_UNKNOWN = "(?s)Object contains unknown field `(.*)`"
_MISSING = "(?s)Object missing required field `(.*)`"
#: What is wanted, and a bound that follows; not what was found, which is quoted.
_EXPECTED = "Expected `(.*?)`((?: [<>]=? [^,]+| of length [^,]+)?)"
#: A list where none is expected, or something else where one is.
_NESTING = "Expected `array`|got `array`"
_WORDS = {
    "int": tr("a whole number"),
    "float": tr("a number"),
    "str": tr("a text"),
    "bool": tr("true or false"),
    "array": tr("a list"),
    "object": tr("an object"),
}
_STEP = r"\[(\d+)\]|\.?([^.\[]+)"
#: No more of a value than this is quoted.
_QUOTED = 40
_DESCRIBED: dict[type, inspect.Type] = {}


def build(raw: object, kind: type[T], place: str, *, complete: bool = True) -> T:
    """The value of this type that ``raw``, as JSON is decoded, stands for.

    Parameters
    ----------
    raw : object
        Dictionaries, lists, strings, numbers, booleans and None.
    kind : type
        A Struct or dataclass, of Structs, dataclasses and plain types.
    place : str
        What the text is called in an error; the path of the fault is added to it.
    complete : bool
        Whether fields that have a default must be there, too.

    Raises
    ------
    ProjectFileError
        Code ``invalid``, with the place of the innermost value that can't be.
    """
    _Reader(place, complete=complete).check(raw, _described(kind), "")
    return _converted(raw, kind, place, "")


def refusal(error: msgspec.ValidationError, kind: type, raw: object, place: str) -> ProjectFileError:
    """What msgspec says is wrong with a value of this type, as an error that names the place.

    Where lists are nested in another way than they should be, the innermost number or list says little: then it is
    the whole that is named, if its type says in a ``Meta(description=…)`` what it must be.
    """
    described = _described(kind)
    reason, path = _told(error)
    if re.search(_NESTING, reason) and (whole := _whole_of(described, path)) is not None:
        path, description = whole
        value = _quoted(_inside(raw, path))
        return ProjectFileError(
            tr("it is {value}; it must be {description}", value=value, description=description),
            code="wrong_shape",
            place=_at(place, path),
            remedy=tr("Correct how its lists are nested."),
        )
    return _refusal(error, names_in(described), raw, place, "")


def unknown_key(key: str, known: Iterator[str] | list[str], place: str) -> ProjectFileError:
    """A key that isn't known; of the known ones, one that is nearly it is proposed."""
    near = nearest(key, sorted(set(known)))
    return _invalid(tr("there is no such key"), place, f"{near} Correct its name, or take it out.".lstrip())


def names_in(node: inspect.Type) -> list[str]:
    """The keys that objects of this type, and those inside of them, have."""
    names = [field.encode_name for field in node.fields] if isinstance(node, _Objects) else []
    return names + [name for inner in _inner(node) for name in names_in(inner)]


def _described(kind: type) -> inspect.Type:
    """What msgspec knows about a type; it takes a while to find out, so that is done once."""
    if kind not in _DESCRIBED:
        _DESCRIBED[kind] = inspect.type_info(kind)
    return _DESCRIBED[kind]


class _Reader:
    """Walks through a value along its type: what is outside is looked at before what is inside."""

    def __init__(self, place: str, *, complete: bool) -> None:
        self._place, self._complete = place, complete

    def check(self, raw: object, node: inspect.Type, path: str) -> None:
        """Raise ProjectFileError unless every object in it has the keys of its type, and can be."""
        if isinstance(node, inspect.UnionType) and raw is not None:
            for each in node.types:
                self.check(raw, each, path)
        elif isinstance(node, inspect.TupleType) and isinstance(raw, list):
            for index, (item, each) in enumerate(zip(raw, node.item_types, strict=False)):
                self.check(item, each, f"{path}[{index}]")
        elif isinstance(node, inspect.ListType | inspect.VarTupleType) and isinstance(raw, list):
            for index, item in enumerate(raw):
                self.check(item, node.item_type, f"{path}[{index}]")
        elif (words := _words(node)) and raw not in words:
            choice = ", ".join(map(str, words))
            raise _invalid(
                tr("it is {raw}; it must be one of {choice}", raw=_quoted(raw), choice=choice),
                _at(self._place, path),
                _CORRECT,
            )
        elif isinstance(node, _Objects) and isinstance(raw, dict):
            self._check_object(raw, node, path)

    def _check_object(self, raw: dict[str, object], node: _Objects, path: str) -> None:
        fields = {field.encode_name: field for field in node.fields}
        for key in raw:
            if key not in fields:
                raise unknown_key(key, list(fields), _at(self._place, _join(path, key)))
        for key, field in fields.items():
            if key not in raw and (self._complete or field.required):
                raise missing(_at(self._place, _join(path, key)))
        for key in raw:
            self.check(raw[key], fields[key].type, _join(path, key))
        _converted(raw, node.cls, self._place, path)


def _converted(raw: object, kind: type[T], place: str, path: str) -> T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise _refusal(error, [], raw, place, path) from error
    except BpExplorerError as error:
        raise _invalid(str(error).rstrip("."), _at(place, _join(path, error.key)), _CORRECT) from error


def _refusal(
    error: msgspec.ValidationError, known: list[str], raw: object, place: str, path: str
) -> ProjectFileError:
    reason, inside = _told(error)
    whole = _join(path, inside)
    if found := re.fullmatch(_UNKNOWN, reason):
        return unknown_key(found[1], known, _at(place, _join(whole, found[1])))
    if found := re.fullmatch(_MISSING, reason):
        return missing(_at(place, _join(whole, found[1])))
    value = _quoted(_inside(raw, inside))
    return _invalid(
        tr("it is {value}{what_it_must_be}", value=value, what_it_must_be=_what_it_must_be(reason)),
        _at(place, whole),
        _CORRECT,
    )


def _told(error: msgspec.ValidationError) -> tuple[str, str]:
    """The reason that msgspec gives, and the path of the value."""
    reason, _, path = str(error).partition(" - at `$")
    return reason, path.rstrip("`").removeprefix(".")


def _whole_of(node: inspect.Type, path: str) -> tuple[str, str] | None:
    """Of the values on the way to a path, the innermost whose type describes it: its path, and the description."""
    found, way = None, ""
    for index, key in [("", ""), *re.findall(_STEP, path)]:
        way = f"{way}[{index}]" if index else _join(way, key)
        node = _one_inside(node, index, key) if way else node
        if isinstance(node, inspect.Metadata):
            found = way, str((node.extra_json_schema or {}).get("description", ""))
            node = node.type
    return found


def _one_inside(node: inspect.Type, index: str, key: str) -> inspect.Type:
    """The type of an item, or of the field of this key."""
    if index and isinstance(node, inspect.ListType | inspect.VarTupleType):
        return node.item_type
    if isinstance(node, _Objects):
        return next((field.type for field in node.fields if field.encode_name == key), inspect.AnyType())
    return inspect.AnyType()


def _what_it_must_be(reason: str) -> str:
    """The second half of a sentence, from what msgspec wants."""
    wanted = re.match(_EXPECTED, reason)
    if wanted is None:
        return tr(", which stands for nothing here")
    words = " or ".join(_WORDS.get(name, name) for name in wanted[1].split(" | "))
    return tr("; it must be {words}{wanted}", words=words, wanted=wanted[2])


def missing(place: str) -> ProjectFileError:
    """A value that has to be there."""
    return _invalid(tr("this value is missing"), place, tr("Add it, or use another copy of the file."))


def _invalid(reason: str, place: str, remedy: str) -> ProjectFileError:
    return ProjectFileError(reason, code="invalid", place=place, remedy=remedy)


def _words(node: inspect.Type) -> tuple[object, ...]:
    """The values that a closed vocabulary has; none of another type."""
    if isinstance(node, inspect.LiteralType):
        return tuple(node.values)
    return tuple(one.value for one in node.cls) if isinstance(node, inspect.EnumType) else ()


def _inner(node: inspect.Type) -> tuple[inspect.Type, ...]:
    """The types directly inside of a type."""
    match node:
        case inspect.UnionType():
            return node.types
        case inspect.TupleType():
            return node.item_types
        case inspect.ListType() | inspect.VarTupleType():
            return (node.item_type,)
        case inspect.Metadata():
            return (node.type,)
        case inspect.StructType() | inspect.DataclassType():
            return tuple(field.type for field in node.fields)
    return ()


def _inside(raw: object, path: str) -> object:
    """What stands at a path like ``run.at.step`` or ``layers[0].size``."""
    for index, key in re.findall(_STEP, path):
        if index and isinstance(raw, list):
            raw = raw[int(index)]
        elif isinstance(raw, Mapping) and key in raw:
            raw = raw[key]
        else:  # msgspec writes […] for any key of a mapping
            break
    return raw


def _quoted(value: object) -> str:
    if isinstance(value, dict | list):
        return tr("an object") if isinstance(value, dict) else tr("a list of {count}", count=len(value))
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _join(path: str, key: str) -> str:
    return path + key if not path or not key or key.startswith("[") else f"{path}.{key[:80]}"


def _at(place: str, path: str) -> str:
    return ", ".join(part for part in (place, path) if part)
