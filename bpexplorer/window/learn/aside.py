"""The user's own project while a lesson has the window: put aside as it is, and brought back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bpexplorer.core.training.state import TrainerState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Pause
from bpexplorer.project.project import Project, View
from bpexplorer.project.recovery.folder import About, WorkFolder
from bpexplorer.window.autosave import Autosave
from bpexplorer.window.commands.file_tasks import CopyRun, Steps, Write

if TYPE_CHECKING:
    from bpexplorer.window.commands.dialogs.file_dialogs import FileDialogs
    from bpexplorer.window.commands.files import FileCommands


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What was open, and what of it isn't in a file, which ``folder`` keeps, should the program end meanwhile."""

    project: Project
    path: Path | None
    unsaved: Unsaved | None
    folder: WorkFolder | None


class Aside:
    """Holds one project at most.

    Parameters
    ----------
    view : callable
        Says what is shown.
    open_again : callable
        Opens a project that was open before: (project, path, what of it isn't in its file, or None).
    """

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        files: "FileCommands",
        ask: "FileDialogs",
        autosave: Autosave,
        view: Callable[[], View],
        open_again: Callable[[Project, Path | None, Unsaved | None], object],
    ) -> None:
        self._document, self._live, self._files, self._ask = document, live, files, ask
        self._autosave, self._view, self._open_again = autosave, view, open_again
        self._held: _Held | None = None

    @property
    def is_held(self) -> bool:
        """Whether there is one."""
        return self._held is not None

    @property
    def holds_unsaved(self) -> bool:
        """Whether what it holds isn't in a file as it is."""
        return self._held is not None and self._held.unsaved is not None

    def put(self) -> Steps[bool]:
        """Put aside what is open; where something of it is unsaved, ask first. False if the user doesn't want to."""
        document = self._document
        if document.modified:
            answer = yield self._ask.put_aside(document.name)
            if answer == "cancel" or (answer == "save" and not (yield from self._files.save_now())):
                return False
        self._live.post(Pause())
        plan, view = document.plan, self._view()
        path, about, step = document.path, self._files.about(), document.step
        unsaved = document.unsaved if document.modified else None
        state: TrainerState = yield CopyRun()
        if unsaved is not None:  # training may have gone on for some steps more
            unsaved = replace(unsaved, steps=unsaved.steps + state.step - step, is_training=False)
        project, folder = Project(plan, state, view), None
        if unsaved is not None and self._autosave.root is not None:
            folder = yield Write(partial(_kept, self._autosave.root, project, about))
        self._held = _Held(project, path, unsaved, folder)
        return True

    def bring_back(self) -> None:
        """Open again what was put aside, if anything was."""
        held, self._held = self._held, None
        if held is None:
            return
        self._open_again(held.project, held.path, held.unsaved)
        if held.folder is not None:
            self._autosave.adopt(held.folder, held.folder.journal.session)

    def let_go(self) -> None:
        """What was put aside is in its file, and isn't wanted back."""
        held, self._held = self._held, None
        if held is not None and held.folder is not None:
            held.folder.remove()


def _kept(root: Path, project: Project, about: About) -> WorkFolder:
    folder = WorkFolder.make(root)
    folder.keep(project, about)
    return folder
