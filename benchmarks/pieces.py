"""What the window's thread computes at once, and on what: the names of the dearest pieces.

A piece is what lies between two beats of a short timer: other events had to wait for it. Processor time is counted, so
it says as much on a busy machine as on a quiet one. Watching costs some microseconds an event, which count as well; so
it is done in a process of its own, which no other measurement shares.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np
import plane
from lateness import SECONDS
from program import WORKSPACES, opened_window, pause, play, run_for, show_workspace
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from report import Row
from typing_extensions import override

from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.window.drawing import DrawLoop, DrawnView
from bpexplorer.window.main_window import MainWindow

BEAT_MILLISECONDS = 3
#: So many of the names are told.
TOLD = 8
#: What of a piece's time is told of a name at least.
LEAST_SHARE = 0.03
P99_LIMIT = 5.0


class WatchedApplication(QApplication):
    """Notes for each event that it delivers what this thread computes, without the events that come of it."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.spent: Counter[str] = Counter()
        #: Of events within the one that is being delivered.
        self._within = 0.0

    def note(self, name: str, act: Callable[[], object]) -> object:
        """Do something, and count under this name what it takes beyond what is noted meanwhile."""
        around, self._within = self._within, 0.0
        began = time.thread_time()
        try:
            return act()
        finally:
            took = time.thread_time() - began
            self.spent[name] += took - self._within
            self._within = around + took

    @override
    def notify(self, receiver: QObject, event: QEvent) -> bool:
        deliver = super().notify
        return bool(self.note(_name(receiver, event), lambda: deliver(receiver, event)))


def watched_application() -> WatchedApplication:
    """The application that windows of this process are made in; to be asked for before any other is."""
    application = QApplication.instance() or WatchedApplication()
    assert isinstance(application, WatchedApplication), "there is another application already"
    return application


class Pieces(QObject):
    """What is computed from beat to beat, from its making on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._application = watched_application()
        #: What a piece has taken in all, in seconds, and by names.
        self._pieces: list[tuple[float, Counter[str]]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)
        self._begin()
        self._timer.start(BEAT_MILLISECONDS)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    @property
    def seconds(self) -> np.ndarray:
        """What each piece has taken."""
        return np.array([taken for taken, _ in self._pieces])

    def rows(self, name: str, seconds: float) -> list[Row]:
        """Share of the time, 99th percentile, and what the pieces from there on were spent on, in the mean of them."""
        taken = self.seconds
        p99 = float(np.quantile(taken, 0.99))
        dearest = [names for each, names in self._pieces if each >= p99]
        total: Counter[str] = Counter()
        for names in dearest:
            total.update(names)
        mean = sum(total.values()) / len(dearest)
        told = [
            Row(f"  {what}", 1000.0 * spent / len(dearest), "ms")
            for what, spent in total.most_common(TOLD)
            if spent / len(dearest) >= LEAST_SHARE * mean
        ]
        return [
            Row(f"processor time of the window's thread, {name}", 100.0 * float(taken.sum()) / seconds, "%"),
            Row(f"of it at once: p99, {name}", 1000.0 * p99, "ms", P99_LIMIT),
            Row(f"of it at once: max, {name}", 1000.0 * float(taken.max()), "ms"),
            *told,
        ]

    def _begin(self) -> None:
        self._began = time.thread_time()
        self._application.spent = Counter()

    @guard
    def _on_timer(self) -> None:
        self._pieces.append((time.thread_time() - self._began, self._application.spent))
        self._begin()


@contextmanager
def views_named() -> Iterator[None]:
    """Meanwhile let what a view draws count under its own name, not that of the timer that draws all of them."""
    draw = DrawLoop._draw

    def noted(self: DrawLoop, view: DrawnView, picture: Picture) -> None:
        what = f"drawing {view.widget.objectName() or type(view.widget).__name__}"
        watched_application().note(what, lambda: draw(self, view, picture))

    DrawLoop._draw = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        DrawLoop._draw = draw  # type: ignore[method-assign]


def _name(receiver: QObject, event: QEvent) -> str:
    """``Paint of Viewport (network_view)``: the kind of event, and whose it is."""
    kind = event.type()
    named: QObject | None = receiver
    while named is not None and (not named.objectName() or named.objectName().startswith("qt_")):
        named = named.parent()
    whose = "" if named is None else f" ({named.objectName()})"
    within = receiver.parent()
    if kind is QEvent.Type.Timer and within is not None and not isinstance(within, QWidget):
        whose = f" of {type(within).__name__}{whose}"
    return f"{kind.name} of {type(receiver).__name__}{whose}"


def measure() -> list[Row]:
    """Of each workspace, and of the plane, while training goes on at full speed."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_measure_here).result()


def _measure_here() -> list[Row]:
    watched_application()
    result: list[Row] = []
    with views_named(), opened_window() as window:
        for workspace in WORKSPACES:
            show_workspace(window, workspace)
            result += _rows(window, workspace)
        window.open_project(plane.project(), None)
        show_workspace(window, "explore")
        for shown in (False, True):
            plane.show_plane(window, shown)
            result += _rows(window, "2-16-16-1 with the plane" if shown else "2-16-16-1 without the plane")
    return result


def _rows(window: MainWindow, name: str) -> list[Row]:
    play(window, speed=None)
    pieces = Pieces(window)
    run_for(SECONDS)
    pieces.stop()
    pause(window)
    rows = pieces.rows(name, SECONDS)
    pieces.deleteLater()
    return rows
