"""The ways round what libraries do while they are loaded: nothing behaves differently."""

import dataclasses
import sys
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from bpexplorer import quick_start


def make_classes() -> tuple[Any, ...]:
    """A value, one that derives from it, one without fields, one with a single field, and one that has an order."""

    @dataclass(frozen=True, slots=True)
    class Value:
        number: int
        words: str = "words"
        aside: Any = field(default=None, compare=False, repr=False)

    @dataclass(frozen=True, slots=True)
    class Derived(Value):
        more: Any = None
        made: list[int] = field(default_factory=list)

        def __post_init__(self) -> None:
            self.made.append(self.number)

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class Single:
        one: Any

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        rank: int
        name: str

    return Value, Derived, Empty, Single, Ordered


def tried(act: Any) -> Any:
    """What this comes to: a value, or the class and the words of an error."""
    try:
        return act()
    except (AttributeError, TypeError) as error:
        return type(error), str(error)


def behaviour(classes: tuple[Any, ...]) -> list[Any]:
    """What can be seen of them from outside."""
    value_class, derived_class, empty_class, single_class, ordered_class = classes
    value, derived, single = value_class(1, aside=[]), derived_class(1, "b", more=2), single_class((1,))
    return [
        *map(repr, (value, derived, empty_class(), single, single_class([single]), ordered_class(1, "a"))),
        *map(hash, (value, empty_class(), single)),
        value == replace(value, aside=3),
        value == replace(value, number=2),
        value == derived,
        derived == derived_class(1, "b", more=2),
        derived_class(2).made,
        value.__eq__(1),
        empty_class() == empty_class(),
        single == single_class((1,)),
        ordered_class(1, "b") < ordered_class(2, "a"),
        ordered_class(1, "b") == ordered_class(1, "b"),
        tried(lambda: setattr(value, "number", 2)),
        tried(lambda: delattr(value, "number")),
        tried(lambda: setattr(derived, "number", 2)),
        tried(lambda: setattr(value, "other", 2)),
        tried(lambda: setattr(empty_class(), "other", 2)),
        tried(lambda: hash(single_class([]))),
        tried(lambda: value_class()),
        tried(lambda: value_class(1, "b", None, 4)),
        tried(lambda: value_class(numbers=1)),
        [each.__qualname__.rpartition(".")[2] for each in (value_class.__eq__, value_class.__init__)],
    ]


def test_dataclasses_that_are_made_quickly_behave_as_pythons(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.version_info >= (3, 13):
        pytest.skip("Python compiles the methods of a dataclass at once")
    as_ever = behaviour(make_classes())
    for name, quick in quick_start.QUICK.items():
        monkeypatch.setattr(dataclasses, name, quick)
    quickly = make_classes()
    assert behaviour(quickly) == as_ever
    assert "quick_start" in quickly[0].__eq__.__code__.co_filename
    with pytest.raises(FrozenInstanceError):
        quickly[0](1).number = 2


def test_a_value_that_holds_itself_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, quick in quick_start.QUICK.items():
        monkeypatch.setattr(dataclasses, name, quick, raising=False)
    single_class = make_classes()[3]
    held: list[Any] = []
    held.append(single_class(held))
    assert repr(held[0]).endswith("Single(one=[...])")
