"""Values from JSON: nothing in them is passed over, and nothing that they leave out is made up."""

from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import pytest

from bpexplorer.core.errors import InvalidConfigError, about
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import strict


@dataclass(frozen=True)
class Wheel:
    radius: float
    spokes: int = 32

    def __post_init__(self) -> None:
        with about("radius"):
            if not 0 < self.radius < 2:
                raise InvalidConfigError(f"A radius is {self.radius:g}; it must lie between 0 and 2.")


class Bicycle(msgspec.Struct, frozen=True):
    name: str
    wheels: tuple[Wheel, ...]
    kind: Literal["road", "cargo"] = "road"
    size: tuple[int, int] = (1, 2)
    owner: str | None = None
    lamp: Wheel | None = None


def whole() -> dict[str, Any]:
    wheels = [{"radius": 0.3, "spokes": 24}, {"radius": 1, "spokes": 36}]
    return {"name": "x", "wheels": wheels, "kind": "cargo", "size": [3, 4], "owner": None, "lamp": None}


def refused(raw: object, **options: bool) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        strict.build(raw, Bicycle, "bicycle.json", **options)
    return caught.value


def test_a_value_that_says_everything_is_taken_as_it_stands() -> None:
    built = strict.build(whole(), Bicycle, "bicycle.json")
    assert built == Bicycle("x", (Wheel(0.3, 24), Wheel(1.0, 36)), "cargo", (3, 4))


@pytest.mark.parametrize(
    ("way", "place"),
    [((), "bicycle.json, spoke"), (("wheels", 1), "bicycle.json, wheels[1].spoke")],
)
def test_an_unknown_key_is_named_at_every_level(way: tuple[Any, ...], place: str) -> None:
    raw = whole()
    holder: Any = raw
    for step in way:
        holder = holder[step]
    holder["spoke"] = 1
    error = refused(raw)
    assert (error.code, error.place) == ("invalid", place)
    assert "no such key" in str(error)


def test_a_misspelt_key_is_answered_with_the_one_that_is_meant() -> None:
    raw = whole()
    raw["wheels"][0]["spoks"] = raw["wheels"][0].pop("spokes")
    assert "Is spokes meant?" in refused(raw).remedy


def test_a_key_unlike_any_other_is_answered_without_a_guess() -> None:
    assert "meant" not in refused(whole() | {"colour": "red"}).remedy


@pytest.mark.parametrize("key", ["name", "kind", "owner"])
def test_a_field_that_is_left_out_is_named_although_it_has_a_default(key: str) -> None:
    raw = whole()
    del raw[key]
    error = refused(raw)
    assert error.place == f"bicycle.json, {key}"
    assert "missing" in str(error)


def test_defaults_can_be_allowed_but_never_for_what_has_none() -> None:
    raw: dict[str, Any] = {"name": "x", "wheels": [{"radius": 1.0}]}
    assert strict.build(raw, Bicycle, "", complete=False).wheels == (Wheel(1.0, 32),)
    assert refused({"wheels": []}, complete=False).place == "bicycle.json, name"
    raw["wheels"][0]["spoks"] = 3
    assert refused(raw, complete=False).place == "bicycle.json, wheels[0].spoks"


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"name": 3}, "name", "it is 3; it must be a text"),
        ({"size": [1]}, "size", "it is a list of 1; it must be a list of length 2"),
        ({"size": [1, 2.5]}, "size[1]", "it is 2.5; it must be a whole number"),
        ({"wheels": {}}, "wheels", "it is an object; it must be a list"),
        ({"kind": "tandem"}, "kind", 'it is "tandem"; it must be one of cargo, road'),
        ({"owner": True}, "owner", "it is true; it must be a text or null"),
        ({"wheels": [{"radius": None, "spokes": 1}]}, "wheels[0].radius", "it is null; it must be a number"),
        ({"lamp": {"radius": 1, "spokes": "x" * 99}}, "lamp.spokes", "it must be a whole number"),
    ],
)
def test_a_value_of_another_type_is_quoted_with_what_it_must_be(
    change: dict[str, Any], place: str, words: str
) -> None:
    error = refused(whole() | change)
    assert error.place == f"bicycle.json, {place}"
    assert words in str(error)
    assert len(str(error)) < 200


def test_a_value_out_of_range_is_told_by_its_own_rule_at_its_own_place() -> None:
    error = refused(whole() | {"wheels": [{"radius": 1, "spokes": 3}, {"radius": 5, "spokes": 3}]})
    assert error.place == "bicycle.json, wheels[1].radius"
    assert error.reason == "A radius is 5; it must lie between 0 and 2"
    assert error.remedy == "Correct this value."


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}, [{}]])
def test_something_else_altogether_is_refused(raw: object) -> None:
    refused(raw)
