"""Work beside training, in three lanes, so that the GUI waits for nothing.

*Readings* take milliseconds: what the picture on screen is made of. *Jobs* may take long, and are done in slices, so
that several go on side by side: files, measurements over whole sets, whatever has progress and can be cancelled.
*Children* are processes, with a limit to their memory, that can be killed: what foreign code does.
"""

import logging
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import Any

import numpy as np
from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, Signal, Slot

from bpexplorer.connecting import connect_qt
from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.guard import guard
from bpexplorer.live.children import Child, Children, ThenOutcome

log = logging.getLogger(__name__)

#: A pure function of values; one that is a generator is answered in slices.
Question = Callable[[], Any]
#: Takes an answer, in the GUI thread; None if the question failed.
Then = Callable[[Any], object]
#: Does its work in slices: it yields what there is to tell between two of them, and returns its result. A slice takes
#: less than closing waits for (``Asker.shutdown``).
Job = Callable[[], Generator[Any, None, Any]]


class Lane(Enum):
    """Where a question is answered: each is a thread."""

    READINGS = "readings"
    JOBS = "jobs"


@dataclass(slots=True, eq=False)
class Ticket:
    """What was asked, from the asking to the answer. It belongs to the GUI thread, but for what the lane runs."""

    work: Question | Job
    then: Then
    progressed: Then | None = None
    #: Whether its answer is dropped once its receiver has asked another question.
    is_question: bool = False
    #: Set from the GUI thread, read by the lane between two slices.
    is_cancelled: bool = False
    slices: Generator[Any, None, Any] | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """Let it be: what it would still tell or answer isn't heard any more."""
        self.is_cancelled = True


def _name(work: Callable[..., Any]) -> str:
    """What is called: the log is no place for the samples that it is called with."""
    while isinstance(work, partial):
        work = work.func
    return f"{work.__module__}.{getattr(work, '__qualname__', type(work).__qualname__)}"


class _LaneWorker(QObject):
    """Runs in the thread of a lane."""

    #: (Ticket, what it says, whether that is its answer)
    told = Signal(object, object, bool)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[Hashable, Ticket] = {}
        self._lock = Lock()
        self._bell: SimpleQueue[bool] = SimpleQueue()
        self._is_over = False

    def put(self, key: Hashable, ticket: Ticket) -> None:
        """Called from the GUI thread: take the place of what waits under this key, or else stand at the end."""
        with self._lock:
            self._waiting[key] = ticket
        self._bell.put(True)

    def end(self) -> None:
        """Called from the GUI thread: let go of all that waits, and end after the slice that is under way."""
        self._is_over = True
        with self._lock:
            self._waiting.clear()
        self._bell.put(False)

    @Slot()
    @guard
    def run(self) -> None:
        """Answer until the bell rings for the end."""
        with np.errstate(all="ignore"):  # this thread's edge: see core
            while self._bell.get() and not self._is_over:
                with self._lock:
                    key = next(iter(self._waiting), None)
                    # An earlier ring for this key was answered with this question already.
                    ticket = None if key is None else self._waiting.pop(key)
                if ticket is not None and self._advance(ticket):
                    self.put(ticket, ticket)
        self.finished.emit()

    def _advance(self, ticket: Ticket) -> bool:
        """Do a slice of the work, and tell what came of it; True if there is more to do."""
        try:
            if ticket.is_cancelled:
                if ticket.slices is not None:
                    ticket.slices.close()
                return False
            if ticket.slices is None:
                answer = ticket.work()
                if not isinstance(answer, Generator):
                    self.told.emit(ticket, answer, True)
                    return False
                ticket.slices = answer
            self.told.emit(ticket, next(ticket.slices), False)
        except StopIteration as end:
            self.told.emit(ticket, end.value, True)
            return False
        except Exception:
            log.exception("the question %s can't be answered", _name(ticket.work))
            self.told.emit(ticket, None, True)
            return False
        return True


class _LaneThread(QObject):
    """A lane's thread, from the GUI thread's side."""

    told = Signal(object, object, bool)
    finished = Signal()

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self.worker = _LaneWorker()
        self._thread = QThread(self)
        self._thread.setObjectName(lane.value)
        self.worker.moveToThread(self._thread)
        self._thread.started.connect(self.worker.run)
        # Directly: who waits for the thread to end runs no event loop that could pass this on.
        connect_qt(self.worker, "finished()", self._thread, "quit()", Qt.ConnectionType.DirectConnection)
        self.worker.told.connect(self._on_worker_told)
        self._thread.finished.connect(self.finished)
        self._thread.start()

    def wait(self, deadline: QDeadlineTimer) -> bool:
        return self._thread.wait(deadline)

    @guard
    def _on_worker_told(self, ticket: Ticket, said: object, is_answer: bool) -> None:
        self.told.emit(ticket, said, is_answer)


class Asker(QObject):
    """Takes questions together with the method that takes the answer. Nobody else hears it."""

    #: The threads have ended.
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: What each receiver asked last and isn't answered yet; an answer to an older question is dropped.
        self._newest: dict[Then, Ticket] = {}
        self._closed = False
        self._lanes = {lane: _LaneThread(lane, self) for lane in Lane}
        self._running = len(self._lanes)
        self._children = Children(self)
        for lane in self._lanes.values():
            lane.told.connect(self._on_lane_told)
            lane.finished.connect(self._on_lane_finished)

    def ask(self, question: Question, *, then: Then, lane: Lane = Lane.READINGS) -> None:
        """Ask a pure function of values, instead of what the same receiver asked before.

        ``then`` is a method of an object that lives in the GUI thread. It gets the answer, or None if the question
        failed. A question over whole sets may be answered in slices, as a job is; it is let go of once another takes
        its place.
        """
        if (before := self._newest.get(then)) is not None:
            before.cancel()
        ticket = Ticket(question, then, is_question=True)
        self._newest[then] = ticket
        self._lanes[lane].worker.put(then, ticket)

    def start(self, job: Question | Job, *, then: Then, progressed: Then | None = None) -> Ticket:
        """Begin a job. Every job is done, in the order of their beginnings, and side by side if they have slices.

        ``progressed`` gets what the job yields, ``then`` its result, or None if it failed.
        """
        ticket = Ticket(job, then, progressed)
        self._lanes[Lane.JOBS].worker.put(ticket, ticket)
        return ticket

    def spawn(
        self, command: ChildCommand, *, then: ThenOutcome, progressed: Callable[[Any], object] | None = None
    ) -> Child:
        """Start a child process; it can be cancelled, and ends with the asker at the latest.

        ``progressed`` gets what the child tells, ``then`` the bytes of its result, or the `ChildError` that says in a
        sentence how it ended.
        """
        return self._children.start(command, then=then, progressed=progressed)

    def is_waiting(self, then: Then) -> bool:
        """Whether this receiver's question is still to be answered."""
        return then in self._newest

    def stop(self) -> None:
        """Let go of the questions that wait, and ask threads and children to end. No answer arrives any more."""
        self._closed = True
        self._children.stop()
        self._newest.clear()
        for lane in self._lanes.values():
            lane.worker.end()

    def shutdown(self, timeout: int = 450) -> bool:
        """Stop, and wait for the end at most so many milliseconds; True if it has come.

        Children are killed then; threads are let be.
        """
        self.stop()
        deadline = QDeadlineTimer(timeout)
        self._children.shutdown(timeout)
        return all(lane.wait(deadline) for lane in self._lanes.values())

    @guard
    def _on_lane_told(self, ticket: Ticket, said: object, is_answer: bool) -> None:
        if self._closed or ticket.is_cancelled:
            return
        if not is_answer:
            if ticket.progressed is not None:
                ticket.progressed(said)
            return
        if ticket.is_question:
            del self._newest[ticket.then]  # one that was replaced is cancelled
        ticket.then(said)

    @guard
    def _on_lane_finished(self) -> None:
        self._running -= 1
        if not self._running:
            self.finished.emit()
