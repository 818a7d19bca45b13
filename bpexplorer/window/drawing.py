"""Brings the newest frame to the views: one view a tick, hidden ones not at all, and never more than training can bear.

Drawing and training share one interpreter: what the GUI thread computes, training waits for. So while training keeps
the machine busy, the GUI thread's own processor time is kept to a small share, and frames come less often instead.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from bpexplorer.core.frame import Frame
from bpexplorer.guard import guard

#: What was drawn is painted between two ticks: with one view a tick, nothing keeps the event loop for long.
TICK_MILLISECONDS = 8
#: How much of the time the GUI thread may compute while other threads could use it, and while they rest.
SHARE_BESIDE_TRAINING, SHARE_ALONE = 0.12, 0.6
#: Other threads are at work if they compute for at least this much of the time.
BUSY = 0.25
#: However much there is to draw, the next view is drawn after so long: a pause has to be seen at once.
MAX_REST_SECONDS = 0.06
#: What is read rather than watched changes no more often than this.
READING_SECONDS = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Something that shows frames.

    It is drawn only while ``widget`` can be seen, and again only after ``rest`` seconds: nobody reads numbers that
    change more often.
    """

    widget: QWidget
    draw: Callable[[Frame], None]
    rest: float = READING_SECONDS


def is_seen(widget: QWidget) -> bool:
    """Whether any of a widget is on the screen. (Qt calls a dock visible that lies behind another one's tab.)"""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


class Effort:
    """What this thread and the others of the process have computed since the last mark."""

    def __init__(self) -> None:
        self.mark()

    def mark(self) -> None:
        """Begin to count."""
        self._wall, self._own, self._all = time.perf_counter(), time.thread_time(), time.process_time()

    def is_rested(self) -> bool:
        """Whether enough time has passed for what this thread has computed."""
        wall = time.perf_counter() - self._wall
        own = time.thread_time() - self._own
        others = time.process_time() - self._all - own
        share = SHARE_BESIDE_TRAINING if others > BUSY * wall else SHARE_ALONE
        return own <= share * wall or wall >= MAX_REST_SECONDS


class DrawLoop(QObject):
    """Draws the frames it is given. The timer runs only while there is something to draw."""

    def __init__(
        self, views: list[View], take: Callable[[], Frame | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._views, self._take = views, take
        self._frame: Frame | None = None
        self._stale: list[View] = []
        self._drawn_at: dict[View, float] = {}
        self._effort = Effort()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_idle(self) -> bool:
        """Whether all that came has been drawn, and the timer rests."""
        return not self._stale and not self._timer.isActive()

    @guard
    def wake(self) -> None:
        """There may be a new frame."""
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Draw nothing any more."""
        self._timer.stop()
        self._stale.clear()

    def drop(self) -> None:
        """What is still to be drawn is of the past: wait for the next frame."""
        self._stale.clear()

    def redraw(self, frame: Frame) -> None:
        """Draw this frame in every view, as after a dock came up."""
        self._frame = frame
        self._stale = list(self._views)
        self._drawn_at.clear()
        self.wake()

    @guard
    def tick(self) -> None:
        """Take the newest frame if there is one, and draw the view that has waited longest."""
        if not self._effort.is_rested():
            return
        self._effort.mark()
        frame = self._take()
        if frame is not None and self._frame is None:
            self.draw_all(frame)  # nothing has been shown yet, so there is nothing to keep smooth
        elif frame is not None:
            self._frame = frame
            self._stale += [view for view in self._views if view not in self._stale]
        if self._frame is not None:
            self._draw_next(self._frame)
        if frame is None and not self._stale:
            self._timer.stop()

    def draw_all(self, frame: Frame) -> None:
        """Draw a frame in every view that can be seen, at once."""
        self._frame = frame
        self._stale.clear()
        for view in self._views:
            if is_seen(view.widget):
                view.draw(frame)

    def _draw_next(self, frame: Frame) -> None:
        """Draw the first stale view that can be seen and has rested."""
        now = time.perf_counter()
        self._stale = [view for view in self._stale if is_seen(view.widget)]
        for view in self._stale:
            if now - self._drawn_at.get(view, 0.0) >= view.rest:
                self._stale.remove(view)
                self._drawn_at[view] = now
                view.draw(frame)
                return
