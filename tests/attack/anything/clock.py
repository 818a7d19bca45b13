"""Clocks that jump: what a suspended machine, a debugger or a corrected time of day do to a program."""

import datetime
import sys
import time
from collections.abc import Callable
from typing import Any


class Clock:
    """Puts clocks in place of the process's own, for the rest of the process. Who waits uses ``real``."""

    def __init__(self) -> None:
        self.real = time.monotonic
        #: How far the clocks that only go forwards have jumped, and that of the day.
        self._ahead = self._of_day = 0.0
        for name in ("monotonic", "perf_counter"):
            setattr(time, name, self._jumping(getattr(time, name)))
        of_day = time.time
        time.time = lambda: of_day() + self._of_day
        self._jump_datetime()

    def jump(self, seconds: float) -> None:
        """Let so much time have passed; back, only on the clock of the day."""
        self._ahead += max(seconds, 0.0)
        self._of_day += seconds

    def _jumping(self, read: Callable[[], float]) -> Callable[[], float]:
        return lambda: read() + self._ahead

    def _jump_datetime(self) -> None:
        clock = self

        class JumpingDatetime(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> Any:
                return datetime.datetime.now(tz) + datetime.timedelta(seconds=clock._of_day)

        for name, module in list(sys.modules.items()):
            if name.startswith("bpexplorer.") and getattr(module, "datetime", None) is datetime.datetime:
                module.datetime = JumpingDatetime  # type: ignore[attr-defined]
