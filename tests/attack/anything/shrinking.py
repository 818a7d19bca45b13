"""Makes a list that fails as short as it can be (delta debugging: Zeller and Hildebrandt, 2002)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shrunk(items: Sequence[T], fails: Callable[[Sequence[T]], bool], *, most: int = 1_000) -> list[T]:
    """The shortest part of ``items`` that was found to fail as well, in their order.

    Left out are runs of items, long ones first, until none can be left out any more, or ``fails`` was asked ``most``
    times. ``items`` are taken to fail.
    """
    left, length, asked = list(items), max(1, len(items) // 2), 0
    while True:
        before = len(left)
        at = 0
        while at < len(left):
            if asked >= most:
                return left
            without = [*left[:at], *left[at + length :]]
            asked += bool(without)
            if without and fails(without):
                left = without
            else:
                at += length
        if length > 1:
            length = max(1, length // 2)
        elif len(left) == before:
            return left
