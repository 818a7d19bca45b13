"""The lane of children: processes beside the window that are heard in the GUI thread, and end with the window."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QObject, QProcess, QTimer, Signal

from bpexplorer.connecting import connect_qt
from bpexplorer.core.children.outside import (
    KEPT_ERRORS,
    ChildCommand,
    ChildError,
    Conversation,
    not_started,
    outcome,
)
from bpexplorer.guard import guard

log = logging.getLogger(__name__)

#: Takes the result, or why there is none.
ThenOutcome = Callable[[bytes | ChildError], object]

#: How long a child that is to end may take before it is killed.
KILL_MILLISECONDS = 2000
#: How long a child that was killed is waited for.
REAP_MILLISECONDS = 100


class Child(QObject):
    """One child process, from the start to the end."""

    #: It has ended.
    over = Signal()

    def __init__(
        self,
        command: ChildCommand,
        then: ThenOutcome,
        progressed: Callable[[Any], object] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._command, self._then, self._progressed = command, then, progressed
        self._is_cancelled = False
        self._conversation = Conversation()
        self._errors = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._killer = QTimer(self, singleShot=True)
        connect_qt(self._killer, "timeout()", self._process, "kill()")

    def start(self) -> None:
        """Start the process; if that can't be, why is heard like any other outcome."""
        program, *arguments = self._command.program
        self._process.start(program, arguments)
        if first := self._command.first_input:
            self._process.write(first)

    def cancel(self) -> None:
        """Let it end: at once if it can, else it is killed after a while. It isn't heard any more."""
        if not self._is_cancelled:
            self._is_cancelled = True
            self._process.terminate()
            self._process.closeWriteChannel()  # heard wherever there are no signals, too
            self._killer.start(KILL_MILLISECONDS)

    def shutdown(self, timeout: int) -> bool:
        """Cancel it, and wait at most so many milliseconds before it is killed; True if it is gone."""
        self.cancel()
        if self._is_there() and not self._process.waitForFinished(timeout):
            self._process.kill()
            self._process.waitForFinished(REAP_MILLISECONDS)
        return not self._is_there()

    def _is_there(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    @guard
    def _on_output(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        for told in self._conversation.feed(data):
            if self._progressed is not None and not self._is_cancelled:
                self._progressed(told)

    @guard
    def _on_errors(self) -> None:
        said = bytes(self._process.readAllStandardError().data())
        self._errors = (self._errors + said)[-KEPT_ERRORS:]

    @guard
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # the others finish, too
            self._end(not_started(self._command, self._process.errorString()))

    @guard
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()
        self._on_errors()
        # Of a process that was killed, the code is the number of the signal.
        killed_by = code if status is QProcess.ExitStatus.CrashExit else None
        if self._is_cancelled:
            self._end(None)
            return
        try:
            result: bytes | ChildError = outcome(
                self._command,
                self._conversation,
                code=code,
                killed_by=killed_by,
                errors=self._errors.decode(errors="replace"),
            )
        except ChildError as error:
            result = error
        self._end(result)

    def _end(self, result: bytes | ChildError | None) -> None:
        self._killer.stop()
        self.over.emit()
        self.deleteLater()
        if result is not None and not self._is_cancelled:
            self._then(result)


class Children(QObject):
    """All child processes of a window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: list[Child] = []
        self._is_stopped = False

    def start(
        self, command: ChildCommand, *, then: ThenOutcome, progressed: Callable[[Any], object] | None
    ) -> Child:
        """Start a child, beside those that there are."""
        child = Child(command, then, progressed, self)
        if not self._is_stopped:
            self._running.append(child)
            child.over.connect(self._on_child_over)
            child.start()
        return child

    def stop(self) -> None:
        """Let all of them end, and start no more."""
        self._is_stopped = True
        for child in self._running:
            child.cancel()

    def shutdown(self, timeout: int) -> None:
        """Stop, and kill whoever is still there after so many milliseconds."""
        self.stop()
        deadline = QDeadlineTimer(timeout)
        for child in list(self._running):
            if not child.shutdown(max(0, deadline.remainingTime())):
                log.warning("a child process doesn't end, though it was killed")

    @guard
    def _on_child_over(self) -> None:
        child = self.sender()
        if child in self._running:
            self._running.remove(child)
