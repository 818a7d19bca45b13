"""How late the event loop is: idle, and while training at several speeds with everything shown."""

import time
from collections.abc import Callable

import numpy as np
from program import WORKSPACES, opened_window, pause, play, run_for, show_workspace, wait_until
from PySide6.QtCore import QObject, Qt, QTimer
from report import Row

from bpexplorer.guard import guard
from bpexplorer.window.main_window import OPENING_SPEED

SECONDS = 12.0
GRID_SECONDS = 0.005
P99_LIMIT, MAX_LIMIT = 16.0, 100.0


class Metronome(QObject):
    """Is due every 5 ms and notes how late it was.

    Events that fell due while the loop was blocked all count, each with its own wait: a block of 100 ms is twenty
    late events, not one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lateness: list[float] = []
        #: Seconds that the last run has taken until now.
        self.took = 0.0
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer)

    def run(self, seconds: float) -> np.ndarray:
        """Beat so long; give how late each beat was, in milliseconds."""
        self.lateness.clear()
        self._due = time.perf_counter() + GRID_SECONDS
        self._timer.start(round(GRID_SECONDS * 1000))
        run_for(seconds)
        self._timer.stop()
        return np.array(self.lateness) * 1000

    def run_until(self, act: Callable[[], object], condition: Callable[[], bool]) -> np.ndarray:
        """Do something, and beat until a condition holds, as `run` does."""
        self.lateness.clear()
        began = time.perf_counter()
        self._due, self.took = began + GRID_SECONDS, 0.0
        self._timer.start(round(GRID_SECONDS * 1000))
        act()

        def is_over() -> bool:
            self.took = time.perf_counter() - began
            return condition()

        wait_until(is_over, timeout=600.0)
        self._timer.stop()
        return np.array(self.lateness) * 1000

    @guard
    def _on_timer(self) -> None:
        now = time.perf_counter()
        while self._due <= now:
            self.lateness.append(now - self._due)
            self._due += GRID_SECONDS
        # Rounded up: a timer that fires before it is due would count twice.
        self._timer.start(int((self._due - now) * 1000) + 1)


def rows(name: str, lateness: np.ndarray, *, limited: bool) -> list[Row]:
    """The three numbers of one situation."""
    return [
        Row(f"{name}: p50", float(np.quantile(lateness, 0.5)), "ms"),
        Row(f"{name}: p99", float(np.quantile(lateness, 0.99)), "ms", P99_LIMIT if limited else None),
        Row(f"{name}: max", float(lateness.max()), "ms", MAX_LIMIT if limited else None),
    ]


def measure() -> list[Row]:
    """Idle, at the opening speed, and at full speed with each workspace shown."""
    result: list[Row] = []
    with opened_window() as window:
        metronome = Metronome()
        run_for(1.0)
        result += rows("idle", metronome.run(SECONDS), limited=False)
        for workspace in WORKSPACES:
            show_workspace(window, workspace)
            for name, speed in (("opening speed", OPENING_SPEED), ("full speed", None)):
                play(window, speed=speed)
                result += rows(f"{workspace}, training, {name}", metronome.run(SECONDS), limited=True)
                pause(window)
    return result
