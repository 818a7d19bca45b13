"""What becomes of work that was lost with its window: asked at the start, and whenever the menu is asked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.guard import guard
from bpexplorer.project.recovery import lost
from bpexplorer.project.recovery.folder import WorkFolder, may_hold_any
from bpexplorer.project.recovery.lost import Found, LostWork
from bpexplorer.translation import tr
from bpexplorer.window.autosave import Autosave
from bpexplorer.window.commands.dialogs import questions
from bpexplorer.window.commands.file_tasks import Ask, Read, Steps, Write
from bpexplorer.window.commands.files import FileCommands

if TYPE_CHECKING:
    from bpexplorer.window.commands.dialogs.restore_dialog import Answer


class Restoring(QObject):
    """Asks about lost work, and restores, discards or keeps it."""

    #: Something was found that can't be read, in sentences.
    unreadable = Signal(str)
    #: Work has gone since it was found, in a sentence.
    failed = Signal(str)
    #: Something was done, in a sentence.
    done = Signal(str)

    def __init__(self, files: FileCommands, autosave: Autosave, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._autosave, self._window = files, autosave, window

    def offer(self, root: Path, then: Callable[[], object] = lambda: None) -> None:
        """Ask about what lies there, if anything does; ``then`` is called unless something was restored."""
        if may_hold_any(root):
            self._files.begin_task(self._offer(root, then))
        else:
            then()

    @guard
    def recover(self) -> None:
        """Ask about what lies where this window keeps its work, too; say so if nothing does."""
        if self._autosave.root is None:
            self._say_nothing_found()
        else:
            self.offer(self._autosave.root, self._say_nothing_found)

    def _say_nothing_found(self) -> None:
        self.done.emit(tr("There is no unsaved work to restore."))

    def _offer(self, root: Path, then: Callable[[], object]) -> Steps[None]:
        found: Found = yield Read(partial(lost.find, root))
        for words in found.unreadable:
            self.unreadable.emit(words)
        from bpexplorer.window.commands.dialogs.restore_dialog import (
            ask_to_restore,  # nearly always nothing was lost
        )

        works = list(found.works)
        while works:
            answer: Answer = yield Ask(partial(ask_to_restore, self._window, tuple(works)))
            if answer is None:
                yield Write(partial(_decline_all, tuple(works)))
                break
            what, work = answer
            try:
                if what == "restore":
                    if (yield from self._restore(work)):
                        return
                elif (
                    yield Ask(partial(questions.ask_to_discard, self._window, work.about.name))
                ) == "discard":
                    yield Write(partial(lost.discard, work))
                    works.remove(work)
            except lost.WorkGoneError as error:  # the others are asked about all the same
                self.failed.emit(str(error))
                works.remove(work)
        then()

    def _restore(self, work: LostWork) -> Steps[bool]:
        if not (yield from self._files.safe()):
            return False
        folder: WorkFolder = yield Read(partial(lost.take, work))
        try:
            self._files.open_restored(work.project, work.about)
        except BaseException:
            folder.let_go()  # it is lost as before, and asked about again
            raise
        # Only now: as long as another project was open, the folder would have been kept in order for that one.
        self._autosave.adopt(folder, work.session)
        self.done.emit(tr("Restored “{name}”. It isn't saved yet.", name=work.about.name))
        return True


def _decline_all(works: tuple[LostWork, ...]) -> None:
    for work in works:
        lost.decline(work)
