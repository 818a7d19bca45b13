"""From choosing the other theme to a window that is painted in it: so long nothing else is heard."""

import statistics
import time

from program import opened_window, run_for
from PySide6.QtCore import QCoreApplication, QEventLoop
from report import Row

from bpexplorer.look.theme import current_theme
from bpexplorer.window.main_window import MainWindow

SWITCHES = 20
LIMIT = 200.0


def milliseconds(window: MainWindow) -> tuple[float, float]:
    """Choose the other theme in the menu, and let everything in sight be painted; also what this thread computed."""
    other = window.actions_by_name[f"action_theme_{'light' if current_theme().is_dark else 'dark'}"]
    began, computed = time.perf_counter(), time.thread_time()
    other.trigger()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - computed) * 1000


def measure() -> list[Row]:
    """The median of the switches, and the longest."""
    with opened_window() as window:
        for dock in window.docks.values():  # what has been seen once is there for good
            dock.raise_()
            run_for(0.1)
        taken: list[tuple[float, float]] = []
        for _ in range(SWITCHES):
            taken.append(milliseconds(window))
            run_for(0.1)
    return [
        Row(
            f"until painted, median of {SWITCHES} switches",
            statistics.median(wall for wall, _ in taken),
            "ms",
            LIMIT,
        ),
        Row("the longest", max(wall for wall, _ in taken), "ms"),
        Row("processor time of it, median", statistics.median(own for _, own in taken), "ms"),
    ]
