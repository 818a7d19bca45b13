"""The GUI thread's end of the training thread: post messages, take the newest frame."""

import sys
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QThread, Signal

from bpexplorer.connecting import connect_qt
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.state import TrainerState
from bpexplorer.guard import guard
from bpexplorer.live.mailbox import Mailbox
from bpexplorer.live.messages import Copy, Load, Order, Play, Stop
from bpexplorer.live.worker import Message, Worker

#: How long closing waits for the step that is being made, unless it is told otherwise.
SHUTDOWN_MILLISECONDS = 450
#: How long a thread keeps the interpreter that another one waits for. Compiled code goes on without it, and needs it
#: back about once a millisecond: with Python's own 5 ms training stood still for as long as anything was drawn.
TURN_SECONDS = 0.0005


class LiveController(QObject):
    """Owns the training thread. Lives in the GUI thread, as do the slots that its signals call."""

    #: There is a new frame. It is said once: the next is said after ``take_frame`` took this one or a newer one.
    frame_ready = Signal()
    #: (token, TrainerState)
    state_copied = Signal(int, object)
    #: (token, {edit id: Edit}): what takes each edit back, or makes it again. It comes before the state of its token.
    ways_copied = Signal(int, object)
    #: (mark_id, TrainerState)
    state_marked = Signal(int, object)
    #: A fault of ours stopped training; the newest frame says so too. Copies are still answered, and ``Load`` begins
    #: anew; everything else is ignored, edits too.
    failed = Signal(str)
    #: The thread has ended.
    finished = Signal()

    def __init__(self, state: TrainerState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: SimpleQueue[Message] = SimpleQueue()
        self._mailbox: Mailbox[Frame] = Mailbox()
        self._tokens = self._orders = 0
        self._newest_order: Order | None = None
        self._started = self._stopping = False
        self._thread = QThread(self)
        self._thread.setObjectName("training")
        self._worker = Worker(state, self._messages, self._mailbox)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        # Directly: who waits for the thread to end runs no event loop that could pass this on.
        connect_qt(self._worker, "finished()", self._thread, "quit()", Qt.ConnectionType.DirectConnection)
        self._worker.frame_ready.connect(self._on_worker_frame_ready)
        self._worker.state_copied.connect(self._on_worker_state_copied)
        self._worker.ways_copied.connect(self._on_worker_ways_copied)
        self._worker.state_marked.connect(self._on_worker_state_marked)
        self._worker.failed.connect(self._on_worker_failed)
        self._thread.finished.connect(self._on_thread_finished)

    def start(self) -> None:
        """Start the thread; its first frame comes at once. From here on all threads of the process take short turns."""
        sys.setswitchinterval(TURN_SECONDS)
        self._started = True
        self._thread.start()

    @guard
    def post(self, message: Message) -> None:
        """Tell the thread something. Returns at once; messages are served in order.

        A run that is loaded before ``start`` takes the place of the given state, which is then made for nobody.
        """
        if isinstance(message, Order):
            self._orders += 1
            self._newest_order = message
        if isinstance(message, Load) and not self._started:
            self._worker.first = message
        else:
            self._messages.put(message)

    def take_frame(self) -> Frame | None:
        """The newest frame that wasn't taken yet, if there is one."""
        return self._mailbox.take()

    @property
    def has_come_to_rest(self) -> bool:
        """Whether a frame waits of training that doesn't go on: nothing newer follows, and it is to be seen soon."""
        frame = self._mailbox.peek()
        return frame is not None and frame.state is not RunState.PLAYING

    def has_heard_all(self, frame: Frame) -> bool:
        """Whether a frame was made after the newest order; else its state may be another by now."""
        return frame.orders == self._orders

    def is_playing(self, frame: Frame | None) -> bool:
        """Whether it plays, by the newest frame, or by the newest order where that frame was made before it."""
        if frame is not None and self.has_heard_all(frame):
            return frame.state is RunState.PLAYING
        return isinstance(self._newest_order, Play)

    def request_copy(self, *, with_ways: bool = False) -> int:
        """Ask for the state of the run; ``state_copied`` answers with the token that this returns.

        With ``with_ways``, ``ways_copied`` says before what undoes and redoes its edits.
        """
        self._tokens += 1
        self.post(Copy(self._tokens, with_ways))
        return self._tokens

    def stop(self) -> None:
        """Ask the thread to end. A step that is being made is let finish; ``finished`` says when it has ended."""
        if not self._stopping:
            self._stopping = True
            self.post(Stop())

    def shutdown(self, timeout: int = SHUTDOWN_MILLISECONDS) -> bool:
        """Stop, and wait for the end at most so many milliseconds; True if it has come."""
        self.stop()
        return not self._thread.isRunning() or self._thread.wait(timeout)

    @guard
    def _on_worker_frame_ready(self) -> None:
        self.frame_ready.emit()

    @guard
    def _on_worker_state_copied(self, token: int, state: object) -> None:
        self.state_copied.emit(token, state)

    @guard
    def _on_worker_ways_copied(self, token: int, ways: object) -> None:
        self.ways_copied.emit(token, ways)

    @guard
    def _on_worker_state_marked(self, mark_id: int, state: object) -> None:
        self.state_marked.emit(mark_id, state)

    @guard
    def _on_worker_failed(self, text: str) -> None:
        self.failed.emit(text)

    @guard
    def _on_thread_finished(self) -> None:
        self.finished.emit()
