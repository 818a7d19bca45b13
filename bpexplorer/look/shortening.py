"""Names that have too little room, shortened so that they still differ. No Qt: who calls says how wide a text is."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import Final

_MARK: Final = "…"
#: A word with the signs before it, the last one with those behind it: ``petal_length`` has ``petal`` and ``_length``.
_WORDS: Final = re.compile(r"[\W_]*[^\W_]+(?:[\W_]+$)?")
#: Letters that are left of a word, at first.
_LETTERS: Final = 8


def apart(names: Sequence[str], room: float, width: Callable[[str], float]) -> tuple[str, ...]:
    """Shorten names to a room, so that no two that differ look the same as far as that is possible.

    First what all begin or end with is left out, then the middle of each name, and where that makes some the same, each
    word is cut to its first letters: ``sepal_length, sepal_width`` become ``sep_len, sep_wid``. Numbers are never cut:
    a number that is cut is another number.

    Parameters
    ----------
    room : float
        How wide each may be, in the unit of ``width``.
    width : callable
        How wide a text is.
    """
    names = tuple(names)
    if all(width(name) <= room for name in names):
        return names
    without = _without_what_is_common(names)
    tries: list[tuple[str, ...]] = []
    for each in dict.fromkeys((without, names)):
        tries.append(tuple(_without_middle(name, room, width) for name in each))
        tries.extend(words for words in _by_words(each) if all(width(name) <= room for name in words))
    wanted = len(set(names))
    fitting = (each for each in tries if len(set(each)) == wanted)
    return next(fitting, tries[0])


def _without_what_is_common(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the words that all names begin with, and those that all end with."""
    if len(set(names)) < 2:
        return names
    parts = [_WORDS.findall(name) or [name] for name in names]
    least = min(map(len, parts)) - 1
    first = min(_in_common(parts), least)
    last = min(_in_common([each[::-1] for each in parts]), least - first)
    return tuple(
        (_MARK if first else "") + "".join(each[first : len(each) - last]) + (_MARK if last else "")
        for each in parts
    )


def _in_common(parts: Sequence[Sequence[str]]) -> int:
    """How many words all begin with."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*parts, strict=False)))


def _without_middle(name: str, room: float, width: Callable[[str], float]) -> str:
    if width(name) <= room:
        return name
    for kept in range(len(name) - 1, 1, -1):
        short = name[: (kept + 1) // 2] + _MARK + name[len(name) - kept // 2 :]
        if width(short) <= room:
            return short
    return _MARK


def _by_words(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Cut each word to its first letters, to fewer and fewer of them."""
    for letters in range(_LETTERS, 0, -1):
        yield tuple(
            "".join(_first_letters(word, letters) for word in _WORDS.findall(name) or [name])
            for name in names
        )


def _first_letters(word: str, most: int) -> str:
    begin = next((place for place, sign in enumerate(word) if sign.isalnum()), 0)
    return word if word[begin:].isdigit() else word[: begin + most]
