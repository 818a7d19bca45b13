"""Brings the newest frame to the views: one view a tick, hidden ones not at all, and what the hand is on at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from bpexplorer.core.frame import Frame
from bpexplorer.guard import guard

TICK_MILLISECONDS = 16
#: A tick draws one view, and more only while it has taken less than this.
TICK_BUDGET_SECONDS = 0.004


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Something that shows frames. It is drawn only while ``widget`` can be seen."""

    widget: QWidget
    draw: Callable[[Frame], None]


class DrawLoop(QObject):
    """Draws the frames it is given. The timer runs only while there is something to draw."""

    def __init__(
        self, views: list[View], take: Callable[[], Frame | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._views, self._take = views, take
        self._frame: Frame | None = None
        self._stale: list[View] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_idle(self) -> bool:
        """Whether all that came has been drawn, and the timer rests."""
        return not self._stale and not self._timer.isActive()

    def wake(self) -> None:
        """There may be a new frame."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Draw nothing any more."""
        self._timer.stop()
        self._stale.clear()

    def redraw(self, frame: Frame) -> None:
        """Draw this frame in every view, as after a dock came up."""
        self._frame = frame
        self._stale = list(self._views)
        self.wake()

    @guard
    def tick(self) -> None:
        """Take the newest frame if there is one, and draw the view that has waited longest."""
        frame = self._take()
        if frame is not None:
            self._frame = frame
            waiting = set(map(id, self._stale))
            self._stale += [view for view in self._views if id(view) not in waiting]
        started = time.perf_counter()
        while self._stale and self._frame is not None:
            view = self._stale.pop(0)
            if not view.widget.isVisible():
                continue
            view.draw(self._frame)
            if time.perf_counter() - started > TICK_BUDGET_SECONDS:
                break
        if frame is None and not self._stale:
            self._timer.stop()
