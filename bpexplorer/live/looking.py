"""What is made of one state of a run in slices, for frames to bring along."""

import math
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from bpexplorer.core.training.epoch_end import advanced

T = TypeVar("T")


class Look(Generic[T]):
    """A look at a state of the run that may take long. It is taken once for each state, the newest."""

    def __init__(self) -> None:
        self._at: object = None
        self._slices: Generator[None, None, T] | None = None
        self._found: T | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether there is more to do."""
        return self._slices is not None

    def at(self, state: object, begin: Callable[[], Generator[None, None, T]], *, at_once: bool) -> T | None:
        """What is found at this state, a value that tells it from others; None if it isn't known yet.

        At another state than the last, begin anew: what takes a slice alone is done ``at_once``.
        """
        if state != self._at:
            self.drop()
            self._at, self._slices = state, begin()
            if at_once:
                self.go_on()
        return self._found

    def go_on(self, deadline: float = -math.inf) -> bool:
        """Go on until the clock passes ``deadline``, a slice at least; say whether that is all."""
        if self._slices is None:
            return True
        self._found = advanced(self._slices, deadline)
        if self._found is None:
            return False
        self._slices = None
        return True

    def drop(self) -> None:
        """Look no longer, and forget what was found."""
        if self._slices is not None:
            self._slices.close()
        self._at = self._slices = self._found = None
