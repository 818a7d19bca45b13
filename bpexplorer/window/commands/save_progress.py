"""How far a save is that takes a while."""

import time
from collections.abc import Callable

#: What is saved sooner isn't told of: it would be over before it is read.
WORTH_TELLING = 0.5
_STEP = 0.01


class SaveProgress:
    """Hears from the job how much is done, 0…1, and tells it on, but not oftener than can be seen."""

    def __init__(self, tell: Callable[[float], object]) -> None:
        self._tell = tell
        self._began, self._told = time.monotonic(), 0.0

    def __call__(self, done: float) -> None:
        """So much is done now."""
        if done - self._told >= _STEP and time.monotonic() - self._began >= WORTH_TELLING:
            self._told = done
            self._tell(done)
