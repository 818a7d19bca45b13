"""How far work is that takes a while."""

from collections.abc import Callable

#: Takes how much of the work is done, 0…1. What it raises ends the work.
Progress = Callable[[float], object]


def silent(done: float) -> None:
    """Nobody wants to know."""


def between(progress: Progress, begin: float, end: float) -> Progress:
    """The progress of a part of the work, which lasts from ``begin`` to ``end`` of all."""
    return lambda done: progress(begin + (end - begin) * min(1.0, done))
