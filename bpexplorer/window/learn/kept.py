"""How lessons stand: in memory, and in the user's state folder once the program has said where that is."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpexplorer.guard import guard
from bpexplorer.lessons.catalogue import Left
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.project.errors import ProjectFileError

if TYPE_CHECKING:
    from bpexplorer.lessons.keeping import Opened
    from bpexplorer.lessons.player import Play


class KeptLessons(QObject):
    """Knows each lesson that was begun, by its key. What changes is written beside training; what is newest counts."""

    #: Why answers can't be kept, in a sentence; said once.
    failed = Signal(str)
    #: `begun` is known, or known anew.
    looked = Signal(object)

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        #: Where they are kept; None: in memory only.
        self.folder: Path | None = None
        self._left: dict[str, Play] = {}
        #: What isn't written yet.
        self._unwritten: dict[str, Play] = {}
        self._has_failed = False
        #: Of the lessons that were last looked for those that were begun, by what chooses them.
        self.begun: dict[str | Path, Left] = {}

    def look_for(self, lessons: Sequence[str | Path]) -> None:
        """Look which of these were begun, and tell."""
        question = partial(_look_for, tuple(lessons), self.folder, bool(self._left))
        self._asker.ask(question, then=self._on_looked, lane=Lane.JOBS)

    def left(self, opened: "Opened") -> "Play | None":
        """How the lesson that was opened was left: in this window, or else in one before."""
        from bpexplorer.lessons.player import Play

        left = self._left.get(opened.key) or opened.left
        if left is None:
            return None
        left = self._left[opened.key] = Play(opened.lesson, left.at, left.answers)
        return left

    def note(self, key: str, play: "Play") -> None:
        """Keep how a lesson stands; one that begins again takes the place of answers with its own first answer."""
        former = self._left.get(key)
        if play == former:
            return
        if not play.answers and (former.answers if former is not None else not play.has_begun):
            return
        self._left[key] = self._unwritten[key] = play
        self._write()

    @guard
    def _on_looked(self, found: "dict[str | Path, tuple[str, Left | None]] | None") -> None:
        self.begun = {}
        for which, (key, left) in (found or {}).items():
            play = self._left.get(key)
            if play is not None and play.has_begun:
                left = Left(play.at, len(play.answers))
            if left is not None:
                self.begun[which] = left
        self.looked.emit(self.begun)

    @guard
    def finish(self) -> None:
        """Write at once what isn't written: the window ends."""
        if self._unwritten and self.folder is not None:
            self._on_written(_write(self.folder, self._unwritten.copy()))

    def _write(self) -> None:
        if self.folder is not None:
            question = partial(_write, self.folder, self._unwritten.copy())
            self._asker.ask(question, then=self._on_written, lane=Lane.JOBS)

    @guard
    def _on_written(self, outcome: "tuple[dict[str, Play], str] | None") -> None:
        written, why = outcome or ({}, "")
        for key, play in written.items():
            if self._unwritten.get(key) is play:
                del self._unwritten[key]
        if why and not self._has_failed:
            self._has_failed = True
            self.failed.emit(why)


def _look_for(
    lessons: Sequence[str | Path], folder: Path | None, has_left: bool
) -> "dict[str | Path, tuple[str, Left | None]]":
    """As `keeping.look_for`, which isn't loaded where no lesson was ever begun."""
    if not has_left and (folder is None or not folder.is_dir()):
        return {}
    from bpexplorer.lessons import keeping

    return keeping.look_for(lessons, folder)


def _write(folder: Path, plays: "dict[str, Play]") -> "tuple[dict[str, Play], str]":
    """What could be written, and why the rest couldn't."""
    from bpexplorer.lessons import keeping

    written: dict[str, Play] = {}
    why = ""
    for key, play in plays.items():
        try:
            keeping.keep(folder, key, play)
        except ProjectFileError as error:
            why = str(error)
        else:
            written[key] = play
    return written, why
