"""Notices that somebody else has changed a file that is in use: when the user comes back to the window, or soon."""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.errors import DataError
from bpexplorer.data import readers
from bpexplorer.data.choice import TableChoice
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.project.disk.outside import ABSENT, ChangedOutsideError, check_unchanged
from bpexplorer.project.plan import Plan
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.commands.offers import DATA_CHANGED, OUTSIDE, Offer, changed_data, changed_outside

log = logging.getLogger(__name__)

#: So often the open project's file is looked at while the window is in front. A system's own watcher would do it in the
#: window's thread, which a drive that doesn't answer would hold up, and doesn't hear of others who share it.
LOOK_MILLISECONDS = 5000

#: What tells files from others that were put in their place or written anew: their numbers, sizes and times.
_Marks = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that is in use, in which project that is open, and the digest of what it should hold."""

    path: Path
    generation: int
    expected: str


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at a file has found."""

    watched: Watched
    marks: _Marks
    #: The digest of what it holds instead of what is expected, and why; None if it holds that, or wasn't read again.
    found: str | None = None
    reason: str = ""


class FileWatch(QObject):
    """Looks at a file when the window is activated, and offers what can be done about a change, once each."""

    #: Offer
    offered = Signal(object)

    #: What its offers are about.
    about: str

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
        #: The file as it was looked at last, when it held what was expected.
        self._last: tuple[Watched, _Marks] | None = None
        #: What was offered about, and what the file holds instead.
        self._told: tuple[Watched, str] | None = None
        self._window = window
        window.installEventFilter(self)
        self._connect()

    @guard
    def look(self) -> None:
        """Look now, beside training; not while a file is being read or written here."""
        watched = self._watched()
        if watched is None or self._files.busy:
            return
        known = self._last[1] if self._last is not None and self._last[0] == watched else None
        self._asker.ask(partial(self._look_at, watched, known), then=self._take, lane=Lane.JOBS)

    @guard
    def stop(self) -> None:
        """Look no longer: the window ends."""
        self._window.removeEventFilter(self)

    def _take(self, look: _Look | None) -> None:
        """Tell, unless the file was read or saved or another project opened meanwhile."""
        if look is None or look.watched != self._watched() or self._files.busy:
            return
        if look.found is None:
            self._last = (look.watched, look.marks)
        elif self._told != (look.watched, look.found):
            self._told = (look.watched, look.found)
            self.offered.emit(self._offer(look.watched, look.found, look.reason))

    def _connect(self) -> None:
        """Listen to what makes an offer outdated."""
        raise NotImplementedError

    def _watched(self) -> Watched | None:
        """What to look at now, if anything."""
        raise NotImplementedError

    @staticmethod
    def _look_at(watched: Watched, known: _Marks | None) -> _Look | None:
        """Look at it, in a lane; None if it can't be. What is ``known`` to hold what is expected isn't read again."""
        raise NotImplementedError

    def _offer(self, watched: Watched, found: str, reason: str) -> Offer:
        raise NotImplementedError

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.look()
        return False


class OutsideWatch(FileWatch):
    """Watches the open project's file: what it holds can be taken, replaced, or kept beside what is open.

    It is looked at again and again, too, as somebody else may change it while this window is in front.
    """

    about = OUTSIDE

    @override
    def _connect(self) -> None:
        self._clock = QTimer(self)
        self._clock.setObjectName("outside_clock")
        self._clock.timeout.connect(self._on_clock_timeout)
        self._document.path_changed.connect(self._on_path_changed)

    @override
    @guard
    def stop(self) -> None:
        super().stop()
        self._clock.stop()

    @override
    def _watched(self) -> Watched | None:
        path = self._document.path
        expected = None if path is None else self._files.seen_digest(path)
        if path is None or expected is None:
            return None
        return Watched(path, self._document.generation, expected)

    @staticmethod
    @override
    def _look_at(watched: Watched, known: _Marks | None) -> _Look | None:
        path = watched.path
        try:
            marks = _marks([path] if path.exists() else [])
            if not marks or marks != known:
                check_unchanged(path, watched.expected)
        except ChangedOutsideError as change:
            return _Look(watched, marks, change.found, change.reason)
        except OSError:  # a drive that is away for a while: saving would say so
            log.info("the project's file can't be looked at", exc_info=True)
            return None
        return _Look(watched, marks)

    @override
    def _offer(self, watched: Watched, found: str, reason: str) -> Offer:
        path, files = watched.path, self._files
        return changed_outside(
            path,
            reason,
            reload=None if found == ABSENT else partial(files.open_recent, path),
            keep=partial(files.keep_mine, path, found),
            save_as=files.save_as,
        )

    @guard
    def _on_path_changed(self) -> None:
        # Opened or saved: what was said of the file before holds no longer.
        self._told = None
        self._messages.close_about(self.about)
        if self._document.path is None:
            self._clock.stop()
        else:
            self._clock.start(LOOK_MILLISECONDS)

    @guard
    def _on_clock_timeout(self) -> None:
        # A look that takes long goes on; in the background there is none before the user comes back.
        if self._window.isActiveWindow() and not self._asker.is_waiting(self._take):
            self.look()


class DataWatch(FileWatch):
    """Watches the file that the data in use were taken from, where this session knows it: no project names it.

    A file that has gone, or can't be read for a while, is nothing to speak of, as the project has the data.
    """

    about = DATA_CHANGED

    @override
    def _connect(self) -> None:
        self._document.plan_changed.connect(self._on_plan_changed)
        self._document.loaded.connect(self._on_loaded)

    @override
    def _watched(self) -> Watched | None:
        data = self._document.plan.data
        origin = data.table.origin if isinstance(data, TableChoice) else None
        path = None if origin is None else self._files.own_data.path_of(origin)
        if path is None or origin is None:
            return None
        return Watched(path, self._document.generation, origin.sha256)

    @staticmethod
    @override
    def _look_at(watched: Watched, known: _Marks | None) -> _Look | None:
        try:
            marks = _marks(readers.files_of(watched.path))
            found = watched.expected if marks == known else readers.digest_of(watched.path)
        except (DataError, OSError):
            log.info("the file of the data can't be looked at", exc_info=True)
            return None
        return _Look(watched, marks, None if found == watched.expected else found)

    @override
    def _offer(self, watched: Watched, found: str, reason: str) -> Offer:
        return changed_data(watched.path, reload=partial(self._files.own_data.reload_from, watched.path))

    @guard
    def _on_plan_changed(self, new: Plan, old: Plan) -> None:
        if new.data != old.data:
            self._messages.close_about(self.about)

    @guard
    def _on_loaded(self) -> None:
        self._messages.close_about(self.about)


def _marks(paths: Iterable[Path]) -> _Marks:
    """What tells these files from others; raises OSError."""
    return tuple((status.st_ino, status.st_size, status.st_mtime_ns) for status in map(os.stat, paths))
