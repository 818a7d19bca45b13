"""New, open and save. Reading and writing is done in the asking thread; the window never waits.

Each command is a task (`file_tasks`), which reads from top to bottom: what is asked, copied, read and written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState
from bpexplorer.data.drawing import blank
from bpexplorer.document.acts.drawing import SwitchDrawing
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.project import sources
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.disk.outside import ChangedOutsideError
from bpexplorer.project.kinds import PROJECT
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project, View
from bpexplorer.project.recovery.folder import About
from bpexplorer.project.suited import suited_plan
from bpexplorer.project.tables import OWN_DATA, OWN_POINTS, TABLES, BundledTable
from bpexplorer.translation import tr
from bpexplorer.window.commands import offers
from bpexplorer.window.commands.dialogs.file_dialogs import PROJECT_FILTER, FileDialogs, proposed_stem
from bpexplorer.window.commands.exchange import Exchange
from bpexplorer.window.commands.file_tasks import CopyRun, FileTasks, Read, Rest, Steps, Write
from bpexplorer.window.commands.own_data import OwnData
from bpexplorer.window.commands.save_progress import SaveProgress
from bpexplorer.window.commands.seen_files import Found, RestoredOverError, SeenFiles


@dataclass(frozen=True, slots=True)
class _AtStake:
    """What there was to lose when somebody agreed to lose it, or when it was saved."""

    #: Which of the projects that were opened it is.
    generation: int
    plan: Plan
    modified: bool


class PutAside(Protocol):
    """Where the user's own project is while another has the window."""

    @property
    def holds_unsaved(self) -> bool:
        """Whether there is one that isn't in its file as it is."""

    def bring_back(self) -> None:
        """Open it again, if there is one."""


class FileCommands(QObject):
    """What the File menu does. Errors that the user can mend come out of ``failed`` as sentences.

    Parameters
    ----------
    view : callable
        Says what is shown, for the project file.
    """

    #: A project was read or made: (Project, path or None).
    project_opened = Signal(object, object)
    #: A project that isn't in its file comes back: (Project, path or None).
    project_restored = Signal(object, object)
    #: Something was done, in a sentence.
    done = Signal(str)
    failed = Signal(str)
    #: An Offer: a sentence, and what can be done about it.
    offered = Signal(object)
    #: (name of the file, how much is done, 0…1) of a save or export that takes a while, and at the end of every one.
    save_progressed = Signal(str, float)

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        asker: Asker,
        settings: Settings,
        ask: FileDialogs,
        view: Callable[[], View],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._settings, self.ask = document, settings, ask
        self._view = view
        #: What is brought back before what is open gives way to something else.
        self.aside: PutAside | None = None
        self._tasks = FileTasks(
            request_copy=live.request_copy,
            start_job=lambda job, then: asker.start(job, then=then),
            failed=self.failed.emit,
        )
        live.state_copied.connect(self._on_state_copied)
        self.exchange = Exchange(document, settings, ask, self._tasks, self)
        self.own_data = OwnData(document, settings, ask, self._tasks, self._bring_back, self)
        for part in (self.exchange, self.own_data):
            part.done.connect(self.done)
        self.exchange.progressed.connect(self.save_progressed)
        self._seen = SeenFiles()
        self._is_leaving = False

    # What the menu asks for

    @guard
    def new(self) -> None:
        """Offer the examples, and the tables that come with the program."""
        self._tasks.begin(self._new())

    def begin(self, example: str, then: Callable[[], object] | None = None) -> None:
        """Begin with the example of this name, asking as New does; then call what leads on from there."""
        self._tasks.begin(self._begin(example, then))

    @guard
    def open(self) -> None:
        """Ask for a project file and open it."""
        self._tasks.begin(self._open())

    @guard
    def open_dropped(self, path: Path) -> None:
        """Open what was dropped on the window: a project, asking as Open does, or weights, or data."""
        self._tasks.begin(self._open_other(path, self._seen.load_named))

    def open_path(self, path: Path) -> None:
        """Open a project file; if it can't be read, what is open stays open."""
        self._tasks.begin(self._open_file(path, self._seen.load))

    def open_named(self, path: Path) -> None:
        """Open a file that was named on the command line: a project, or weights, which begin in an example they fit."""
        self._tasks.begin(self._open_file(path, self._seen.load_named))

    @guard
    def save(self) -> None:
        """Save to the project's file, or ask for one."""
        self._tasks.begin(self._save())

    @guard
    def save_as(self) -> None:
        """Save to another file."""
        self._tasks.begin(self._save_as())

    def save_to(self, path: Path) -> None:
        """Save to this file."""
        self._tasks.begin(self._save_file(path))

    @guard
    def open_recent(self, path: Path) -> None:
        """Open a recent file, asking as Open does."""
        self._tasks.begin(self._open_other(path, self._seen.load))

    def about(self) -> About:
        """Where the open project belongs."""
        path = self._document.path
        if path is None:
            return About(self._document.name)
        return About(path.name, str(path.absolute()), self.seen_digest(path))

    def seen_digest(self, path: Path) -> str | None:
        """What the file held when it was last read or written here; None if it never was."""
        return self._seen.digest(path)

    def keep_mine(self, path: Path, found: str) -> None:
        """Stay with what is open, whatever the file holds now: that may be replaced."""
        self._seen.note(path, found)
        self._document.mark_unsaved()
        self.done.emit(tr("What is open here stays. Save replaces {name}.", name=path.name))

    def begin_task(self, steps: Steps[None]) -> None:
        """Begin a task of somebody else's, which what is read and written here waits for."""
        self._tasks.begin(steps)

    def open_restored(self, project: Project, about: About) -> None:
        """Open what a window that was ended had left. It is unsaved, and knows its file."""
        path = None if about.path is None else Path(about.path)
        if path is not None:
            self._seen.note_restored(path, about.digest)
        self.project_restored.emit(project, path)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._tasks.busy

    @property
    def holds_window(self) -> bool:
        """Whether there is something to wait for, or to ask about, before the window closes."""
        has_more = self.aside is not None and self.aside.holds_unsaved
        return self.busy or self._document.modified or has_more

    def leave(self, close: Callable[[], object]) -> None:
        """Close once nothing is read or written and nothing would be lost unasked; not if something fails before."""
        if self.busy:
            self.done.emit(tr("The window closes once all files are written."))
        if not self._is_leaving:
            self._tasks.begin(self._leave(close))

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        self._tasks.take_copy(token, state)

    # Unsaved changes

    def safe(self) -> Steps[bool]:
        """Bring back what was put aside, and ask about it as `asked` does."""
        self._bring_back()
        return (yield from self.asked())

    def asked(self) -> Steps[bool]:
        """Go on at once if all is saved; else ask, save if told so, and go on unless the user says no."""
        while self._document.modified:
            answer = yield self.ask.unsaved(self._document.name, self._document.unsaved)
            if answer == "discard":
                return True
            saved = (yield from self._save()) if answer == "save" else None
            if saved is None:
                return False
            if self._is_still(saved):
                return True
            # Edited while it was being written: that is asked about, too.
        return True

    def save_now(self) -> Steps[bool]:
        """Save, asking for a file if there is none yet; whether that was done."""
        return (yield from self._save()) is not None

    def _bring_back(self) -> None:
        if self.aside is not None:
            self.aside.bring_back()

    def _leave(self, close: Callable[[], object]) -> Steps[None]:
        self._is_leaving = True
        try:
            agreed = None
            # What is being saved may be all that there is to ask about.
            while (yield Rest(otherwise=tr("So the window stays open."))):
                if agreed is not None and not self._would_lose_more(agreed):
                    close()
                    return
                if not (yield from self.safe()):
                    return
                agreed = self._at_stake()
        finally:
            self._is_leaving = False

    def _at_stake(self) -> _AtStake:
        document = self._document
        return _AtStake(document.generation, document.plan, document.modified)

    def _is_still(self, then: _AtStake) -> bool:
        now = self._at_stake()
        return then.generation == now.generation and then.plan is now.plan

    def _would_lose_more(self, agreed: _AtStake) -> bool:
        """Whether there is something to save that wasn't there when it was agreed to lose what was."""
        return self._document.modified and not (self._is_still(agreed) and agreed.modified)

    # New and open

    def _new(self) -> Steps[None]:
        # To look at what there is costs nothing, so that comes first.
        name = yield self.ask.which_example()
        if name in TABLES:
            yield from self._begin_table(TABLES[name])
        elif name == OWN_DATA:
            yield from self.own_data.ask_for_file()
        elif name == OWN_POINTS:
            yield from self._begin_drawing()
        elif name is not None:
            yield from self._begin(name)

    def _begin(self, example: str, then: Callable[[], object] | None = None) -> Steps[None]:
        if (yield from self.safe()):
            self.project_opened.emit(preset(example).project(), None)
            if then is not None:
                then()

    def _begin_table(self, offered: BundledTable) -> Steps[None]:
        # Read before anybody is asked: what is changed meanwhile is asked about, too.
        project = yield from self.own_data.project_on(offered)
        if (yield from self.safe()):
            self.project_opened.emit(project, None)

    def _begin_drawing(self) -> Steps[None]:
        if (yield from self.safe()):
            self.project_opened.emit(Project.at_start(suited_plan(blank())), None)
            SwitchDrawing(True).carry_out(self._document, None)

    def _open(self) -> Steps[None]:
        if not (yield from self.safe()):
            return
        path = yield self.ask.what_to_open(tr("Open a project"), PROJECT_FILTER)
        if path is not None:
            yield from self._open_file(path, self._seen.load)

    def _open_other(self, path: Path, load: Callable[[Path], Found]) -> Steps[None]:
        # Data don't take the place of what is open.
        is_data = yield Read(partial(sources.is_data, path))
        if is_data or (yield from self.safe()):
            yield from self._open_file(path, load)

    def _open_file(self, path: Path, load: Callable[[Path], Found]) -> Steps[None]:
        self._bring_back()
        while True:
            agreed = self._at_stake()
            try:
                found: Found = yield Read(partial(load, path))
            except BpExplorerError as error:
                self._say_not_opened(path, error)
                return
            if not self._would_lose_more(agreed):
                break
            if not (yield from self.safe()):  # edited while the file was being read
                return
        if found.content is None:
            yield from self.own_data.take(path)
        elif isinstance(found.content, Project):
            self._seen.note(path, found.digest)
            self._remember(path)
            self.project_opened.emit(found.content, path)
        elif found.example is not None:
            self.project_opened.emit(found.example.project(), None)
            yield from self.exchange.take_weights(
                path, found.content, into=tr(" into the example {title}", title=found.example.title)
            )

    def _say_not_opened(self, path: Path, error: BpExplorerError) -> None:
        if path.absolute() in self._settings.recent_files:
            remove = partial(self._settings.remove_recent_file, path.absolute())
            self.offered.emit(offers.after_unopened_recent(error, remove))
        else:
            self.failed.emit(str(error))

    # Save: each gives what was saved, or None

    def _save(self) -> Steps[_AtStake | None]:
        path = self._document.path
        return (yield from (self._save_as() if path is None else self._save_file(path)))

    def _save_as(self) -> Steps[_AtStake | None]:
        path = yield from self._where_to_save()
        return None if path is None else (yield from self._save_file(path))

    def _where_to_save(self) -> Steps[Path | None]:
        chosen = yield self.ask.where_to_save(
            tr("Save the project"), [PROJECT], stem=proposed_stem(self._document)
        )
        return None if chosen is None else chosen[0]

    def _save_file(self, path: Path) -> Steps[_AtStake | None]:
        """Save the project as it is now; path and mark are those of this project, whatever is opened meanwhile."""
        at_stake, view, when = self._at_stake(), self._view(), datetime.now()
        state: TrainerState = yield CopyRun()
        project = Project(at_stake.plan, state, view)
        target: Path | None = path
        over: str | None = None
        while target is not None:
            # The job's thread emits it; whoever hears it lives in the window's.
            told = SaveProgress(partial(self.save_progressed.emit, target.name))
            try:
                try:
                    written: WrittenFile = yield Write(partial(self._seen.save, project, target, over, told))
                finally:
                    self.save_progressed.emit(target.name, 1.0)
            except ChangedOutsideError as error:
                is_older = isinstance(error, RestoredOverError)
                ask = self.ask.restored_over if is_older else self.ask.changed_outside
                answer = yield ask(target, error.reason)
                if answer == "overwrite":
                    over = error.found
                else:
                    target, over = (yield from self._where_to_save()) if answer == "save_as" else None, None
            else:
                self._document.mark_saved(
                    target,
                    plan=at_stake.plan,
                    run=state.run,
                    step=state.step,
                    generation=at_stake.generation,
                    when=when,
                )
                self._remember(target)
                self.done.emit(" ".join([tr("Saved {name}.", name=target.name), *written.notes]))
                return at_stake
        return None

    def _remember(self, path: Path) -> None:
        self._settings.last_folder = path.parent
        self._settings.add_recent_file(path)
