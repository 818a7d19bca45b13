"""Answers questions about a frame in a thread of its own, so that the GUI waits for nothing."""

import logging
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from bpexplorer.guard import guard

log = logging.getLogger(__name__)

Question = Callable[[], Any]


class _Thinker(QObject):
    """Runs in the asking thread."""

    answered = Signal(str, object)
    finished = Signal()

    def __init__(self, questions: dict[str, Question], lock: Lock, bell: "SimpleQueue[str | None]") -> None:
        super().__init__()
        self._questions, self._lock, self._bell = questions, lock, bell

    @Slot()
    @guard
    def run(self) -> None:
        """Answer until the bell rings for the end."""
        while (key := self._bell.get()) is not None:
            with self._lock:
                question = self._questions.pop(key, None)
            if question is None:  # an earlier ring for this key was answered with this question already
                continue
            try:
                # A network that is about to diverge is read as it is.
                with np.errstate(all="ignore"):
                    answer = question()
            except Exception:
                log.exception("the question %r can't be answered", key)
                answer = None
            self.answered.emit(key, answer)
        self.finished.emit()


class Asker(QObject):
    """Takes questions by key; of those with one key that wait, only the latest is answered."""

    #: (key, answer), in the GUI thread; None if the question failed.
    answered = Signal(str, object)
    #: The thread has ended.
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions: dict[str, Question] = {}
        self._lock = Lock()
        self._closed = False
        self._bell: SimpleQueue[str | None] = SimpleQueue()
        self._thread = QThread(self)
        self._thread.setObjectName("questions")
        self._thinker = _Thinker(self._questions, self._lock, self._bell)
        self._thinker.moveToThread(self._thread)
        self._thread.started.connect(self._thinker.run)
        # Directly: who waits for the thread to end runs no event loop that could pass this on.
        self._thinker.finished.connect(self._thread.quit, Qt.ConnectionType.DirectConnection)
        self._thinker.answered.connect(self._on_thinker_answered)
        self._thread.finished.connect(self.finished)
        self._thread.start()

    def ask(self, key: str, question: Callable[..., Any], *args: Any) -> None:
        """Ask a pure function of values; a question with the same key that still waits is dropped."""
        with self._lock:
            self._questions[key] = partial(question, *args)
        self._bell.put(key)

    def shutdown(self, timeout: int = 450) -> bool:
        """Let go of the questions that wait, ask the thread to end, and wait for it, at most so many milliseconds.

        True if it has ended. No answer arrives any more.
        """
        self._closed = True
        with self._lock:
            self._questions.clear()
        self._bell.put(None)
        return self._thread.wait(timeout)

    @guard
    def _on_thinker_answered(self, key: str, answer: object) -> None:
        if not self._closed:
            self.answered.emit(key, answer)
