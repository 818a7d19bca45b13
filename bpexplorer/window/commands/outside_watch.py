"""Notices that somebody else has changed the open project's file, when the user comes back to the window."""

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.project.disk.outside import ABSENT, ChangedOutsideError, check_unchanged
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.commands.offers import OUTSIDE, changed_outside

log = logging.getLogger(__name__)

#: What tells a file from one that was put in its place or written anew: its number, size and time.
_Marks = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at a file has found."""

    path: Path
    generation: int
    marks: _Marks
    expected: str
    #: What it holds instead of what is expected; None if it holds that, or wasn't read again.
    change: ChangedOutsideError | None


class OutsideWatch(QObject):
    """Looks at the file each time the window is activated, and offers what can be done about a change, once each."""

    #: Offer
    offered = Signal(object)

    def __init__(
        self,
        document: NetworkDocument,
        files: FileCommands,
        asker: Asker,
        messages: MessageBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._files, self._asker, self._messages = document, files, asker, messages
        #: The file as it was looked at last, and what was expected of it.
        self._last: tuple[Path, str, _Marks] | None = None
        #: What was offered about: (path, what the file holds).
        self._told: tuple[Path, str] | None = None
        document.path_changed.connect(self._on_path_changed)
        window.installEventFilter(self)

    @guard
    def look(self) -> None:
        """Look now, beside training; not while a file is being read or written here."""
        path = self._document.path
        expected = None if path is None else self._files.seen_digest(path)
        if path is None or expected is None or self._files.busy:
            return
        known = self._last[2] if self._last is not None and self._last[:2] == (path, expected) else None
        question = partial(_look_at, path, self._document.generation, expected, known)
        self._asker.ask(question, then=self._take, lane=Lane.JOBS)

    def _take(self, look: _Look | None) -> None:
        """Tell, unless the file was saved or another project opened meanwhile."""
        if look is None or look.path != self._document.path or look.generation != self._document.generation:
            return
        if self._files.busy or look.expected != self._files.seen_digest(look.path):
            return
        change = look.change
        if change is None:
            self._last = (look.path, look.expected, look.marks)
        elif self._told != (look.path, change.found):
            self._told = (look.path, change.found)
            self.offered.emit(
                changed_outside(
                    look.path,
                    change.reason,
                    reload=None if change.found == ABSENT else partial(self._files.open_recent, look.path),
                    keep=partial(self._files.keep_mine, look.path, change.found),
                    save_as=self._files.save_as,
                )
            )

    @guard
    def _on_path_changed(self) -> None:
        # Opened or saved: what was said of the file before holds no longer.
        self._told = None
        self._messages.close_about(OUTSIDE)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look()
        return False


def _look_at(path: Path, generation: int, expected: str, known: _Marks) -> _Look | None:
    """Compare a file with what is expected in it, if it isn't the very one that is ``known`` to hold that."""
    try:
        status = path.stat() if path.exists() else None
        marks = None if status is None else (status.st_ino, status.st_size, status.st_mtime_ns)
        if marks is None or marks != known:
            check_unchanged(path, expected)
    except ChangedOutsideError as change:
        return _Look(path, generation, marks, expected, change)
    except OSError:  # a drive that is away for a while: saving would say so
        log.info("the project's file can't be looked at", exc_info=True)
        return None
    return _Look(path, generation, marks, expected, None)
