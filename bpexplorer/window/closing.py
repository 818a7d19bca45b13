"""How the window ends: it asks first, goes off the screen, and waits for its threads."""

from collections.abc import Sequence

from PySide6.QtCore import QDeadlineTimer, QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.window.chrome.appearance import Appearance
from bpexplorer.window.commands.files import FileCommands

#: How long closing waits for the threads before it lets them end by themselves.
SHUTDOWN_MILLISECONDS = 250


class Closing(QObject):
    """Closes a window. `may_close` asks about unsaved changes; `shut_down` doesn't."""

    #: The threads are about to end: nothing is begun any more.
    began = Signal()
    #: The threads have ended, and the window does nothing any more.
    ended = Signal()

    def __init__(
        self,
        window: QWidget,
        files: FileCommands,
        appearance: Appearance,
        threads: Sequence[LiveController | Asker],
    ) -> None:
        super().__init__(window)
        self._window, self._files, self._appearance, self._threads = window, files, appearance, threads
        self._is_agreed = False

    def may_close(self) -> bool:
        """Whether all has ended that has to; else it is asked or waited for, and the window is closed after that."""
        is_agreed, self._is_agreed = self._is_agreed, False
        if not is_agreed and self._files.holds_window:
            self._files.leave(self._close)
            return False
        if self._window.isVisible():  # else it waits for the end already
            self._appearance.save()
            self._appearance.vanish()
        if self.shut_down():
            return True
        # A step that takes long is let finish behind a window that is gone already.
        for each in self._threads:
            each.finished.connect(self._close)
        return False

    def shut_down(self) -> bool:
        """End the threads without a question; True if they have ended, else to be called again later."""
        self.began.emit()
        for each in self._threads:
            each.stop()
        # They end beside each other, so one time is enough for both.
        deadline = QDeadlineTimer(SHUTDOWN_MILLISECONDS)
        if not all(each.shutdown(deadline.remainingTime()) for each in self._threads):
            return False
        self.ended.emit()
        return True

    @guard
    def _close(self) -> None:
        self._is_agreed = True
        self._window.close()
