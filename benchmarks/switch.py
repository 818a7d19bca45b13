"""From choosing the other workspace to a window that is painted in it, while training goes on and while it rests."""

import statistics
import time

from program import WORKSPACES, opened_window, pause, play, run_for, wait_until
from PySide6.QtCore import QCoreApplication, QEventLoop
from report import Row

from bpexplorer.panels.entries import PANELS
from bpexplorer.window.main_window import MainWindow

SWITCHES = 20
LIMIT = 100.0
ACTIONS = tuple(WORKSPACES.values())


def milliseconds(window: MainWindow, action_name: str) -> tuple[float, float]:
    """Choose a workspace by its action, and let everything in sight be painted; also what this thread computed."""
    action = window.actions_by_name[action_name]
    began, computed = time.perf_counter(), time.thread_time()
    action.trigger()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - computed) * 1000


def switches(window: MainWindow, name: str) -> list[Row]:
    """Go there and back."""
    taken: list[tuple[float, float]] = []
    for turn in range(SWITCHES):
        taken.append(milliseconds(window, ACTIONS[(turn + 1) % len(ACTIONS)]))
        run_for(0.3)
    return [
        Row(
            f"{name}: until painted, median of {SWITCHES}",
            statistics.median(w for w, _ in taken),
            "ms",
            LIMIT,
        ),
        Row(f"{name}: the longest", max(wall for wall, _ in taken), "ms"),
        Row(f"{name}: processor time, median", statistics.median(own for _, own in taken), "ms"),
    ]


def measure() -> list[Row]:
    """Once every panel is there, as it is a few seconds after the start."""
    with opened_window() as window:
        wait_until(lambda: len(window.panels.there) == len(PANELS))
        for action in (*ACTIONS, *ACTIONS):
            milliseconds(window, action)
            run_for(0.5)
        result = switches(window, "at rest")
        play(window, speed=None)
        result += switches(window, "training, full speed")
        pause(window)
    return result
