"""Brings the picture to the views: one view a tick, hidden ones not at all, and never more than training can bear.

Drawing and training share one interpreter: what the GUI thread computes, training waits for. So while training keeps
the machine busy, the GUI thread's own processor time is kept to a small share, and pictures come less often instead.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard

#: What was drawn is painted between two ticks: with one view a tick, nothing keeps the event loop for long.
TICK_MILLISECONDS = 8
#: How much of the time the GUI thread may compute while other threads could use it, and while they rest. A fifth is the
#: most that costs training no more than a tenth does (``benchmarks/gui.py shares``).
SHARE_BESIDE_TRAINING, SHARE_ALONE = 0.2, 0.6
#: Other threads are at work if they compute for at least this much of the time that the GUI thread leaves to them, over
#: so many seconds: Linux counts what a thread computes only a few times in each ten milliseconds.
BUSY, WATCH_SECONDS = 0.25, 0.1
#: However long the last view took, as where a theme was changed, the next is drawn after so long. (What comes when
#: training rests waits for nothing.)
MAX_REST_SECONDS = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class DrawnView:
    """Something that shows pictures: ``draw(picture, before)``. It is drawn only while ``widget`` can be seen.

    ``before`` is the picture that it drew last, None at first.
    """

    widget: QWidget
    draw: Callable[[Picture, Picture | None], None]


def is_seen(widget: QWidget) -> bool:
    """Whether any of a widget is on the screen. (Qt calls a dock visible that lies behind another one's tab.)

    Of one that is filled by an opaque part, as by a plot, that part alone has a region.
    """
    if not widget.isVisible():
        return False
    if not widget.visibleRegion().isEmpty():
        return True
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return any(is_seen(child) for child in children)


class Company:
    """Whether other threads of the process are at work beside this one.

    They are measured by what this thread leaves to them, and over longer than one view takes: while this one computes
    they may have to wait for the interpreter, and wouldn't look as if they needed any of the time.
    """

    def __init__(self) -> None:
        self._is_busy = False
        self._mark()

    def _mark(self) -> None:
        self._wall, self._own, self._all = time.perf_counter(), time.thread_time(), time.process_time()

    def is_busy(self) -> bool:
        """Whether they were at work when it was last known."""
        wall = time.perf_counter() - self._wall
        if wall >= WATCH_SECONDS:
            own = time.thread_time() - self._own
            others = time.process_time() - self._all - own
            self._is_busy = others > BUSY * max(wall - own, 0.0)
            self._mark()
        return self._is_busy


class Effort:
    """What this thread has computed since the last mark, and whether others need the time that it could go on."""

    def __init__(self) -> None:
        self._company = Company()
        self.mark()

    def mark(self) -> None:
        """Begin to count."""
        self._wall, self._own = time.perf_counter(), time.thread_time()

    @property
    def seconds(self) -> float:
        """How much time has passed."""
        return time.perf_counter() - self._wall

    def is_rested(self) -> bool:
        """Whether enough time has passed for what this thread has computed."""
        wall = time.perf_counter() - self._wall
        own = time.thread_time() - self._own
        share = SHARE_BESIDE_TRAINING if self._company.is_busy() else SHARE_ALONE
        return own <= share * wall or wall >= MAX_REST_SECONDS


class DrawLoop(QObject):
    """Draws the pictures it is given. The timer runs only while there is something to draw.

    The next picture of training is asked for only when every view in sight has drawn the last: so at most two stand on
    screen, and one once training rests. What comes when training has come to rest (``is_urgent``) doesn't wait for
    that, and is drawn as fast as it can be: there is nothing to leave the processor to.
    """

    def __init__(
        self,
        views: Sequence[DrawnView],
        advance: Callable[[], bool],
        parent: QObject | None = None,
        *,
        is_urgent: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._views, self._advance, self._is_urgent = list(views), advance, is_urgent
        self._picture: Picture | None = None
        #: What each view drew last, and those that have something else to draw.
        self._drawn: dict[DrawnView, Picture] = {}
        self._stale: list[DrawnView] = []
        self._effort = Effort()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_idle(self) -> bool:
        """Whether all that came has been drawn, and the timer rests."""
        return not self._stale and not self._timer.isActive()

    def add(self, view: DrawnView) -> None:
        """Draw this one as well from now on."""
        self._views.append(view)
        if self._picture is not None:
            self._stale.append(view)
            self.wake()

    @guard
    def wake(self) -> None:
        """There may be a new frame."""
        if not self._timer.isActive():
            self._timer.start()

    @guard
    def stop(self) -> None:
        """Draw nothing any more, nor what docks ask for that go with their window."""
        self._timer.stop()
        self.drop()

    def drop(self) -> None:
        """What is still to be drawn is of the past: wait for the next picture."""
        self._picture = None
        self._stale.clear()

    def clear(self) -> None:
        """Another project is open: no view knows anything any more."""
        self.drop()
        self._drawn.clear()

    @guard
    def show(self, picture: Picture) -> None:
        """Draw this picture from now on.

        Views that are at its step already differ by what the user did, and draw that at once; so does everything where
        nothing has been shown yet, as then there is nothing to keep smooth. The others have their turn, one a tick.
        """
        is_first = not self._drawn
        self._picture = picture
        self._stale = []
        for view in self._views:
            before = self._drawn.get(view)
            if not is_seen(view.widget):
                continue
            if is_first or (before is not None and before.frame is picture.frame):
                self._draw(view, picture)
            else:
                self._stale.append(view)
        self.wake()

    def catch_up(self) -> None:
        """Let views draw that came into sight."""
        if self._picture is not None:
            self._stale = [view for view in self._views if self._drawn.get(view) is not self._picture]
            self.wake()

    @guard
    def tick(self) -> None:
        """Draw the next view that has something to draw; if none has, ask for a picture of a newer frame."""
        picture, is_urgent = self._picture, self._is_urgent()
        is_at_rest = picture is not None and picture.frame.state is not RunState.PLAYING
        if not (is_urgent or is_at_rest or self._effort.is_rested()):
            return
        self._effort.mark()
        self._stale = [view for view in self._stale if is_seen(view.widget)]
        if self._stale and picture is not None and not is_urgent:
            self._draw(self._stale.pop(0), picture)
            while is_at_rest and self._stale and self._effort.seconds < TICK_MILLISECONDS / 1000:
                self._draw(self._stale.pop(0), picture)
        elif not self._advance() and not self._stale:  # a picture may have come at once
            self._timer.stop()

    def _draw(self, view: DrawnView, picture: Picture) -> None:
        before = self._drawn.get(view)
        self._drawn[view] = picture
        if before is not picture:
            view.draw(picture, before)
