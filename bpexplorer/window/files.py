"""New, open, save, import and export. Reading and writing is done in the asking thread; the window never waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.state import TrainerState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.project import atomic, history_csv
from bpexplorer.project.atomic import Written
from bpexplorer.project.importing import imported
from bpexplorer.project.kinds import HISTORY, PROJECT, FileKind, without_ending
from bpexplorer.project.outside import ChangedOutsideError
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import PRESETS, Preset, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, WeightsFile, WeightsFormat, export_weights, import_weights
from bpexplorer.window import dialogs, offers
from bpexplorer.window.file_jobs import FileJobs
from bpexplorer.window.seen_files import SeenFiles
from bpexplorer.window.view_state import view_of

PROJECT_FILTER = f"Projects (*{PROJECT.extension})"
ANY_WEIGHTS_FILTER = f"Weights ({' '.join(f'*{entry.extension}' for entry in FORMATS.values())})"
#: The first is proposed.
WEIGHTS_KINDS = sorted(FORMATS.values(), key=lambda entry: entry.name != "safetensors")

Then = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Saving:
    """A project on its way to a file. Its path and mark belong to the document that it is of, and to no other."""

    project: Project
    #: Which of the projects that were opened it is.
    generation: int
    #: What is to be done once it is saved.
    then: Then | None


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What would be lost when somebody agreed to lose it."""

    generation: int
    plan: Plan
    modified: bool


class FileCommands(QObject):
    """What the File menu does. Errors that the user can mend come out of ``failed`` as sentences."""

    #: A project was read or made: (Project, path or None).
    project_opened = Signal(object, object)
    #: Something was done, in a sentence.
    done = Signal(str)
    failed = Signal(str)
    #: An Offer: a sentence, and what can be done about it.
    offered = Signal(object)

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        asker: Asker,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._settings, self._window = document, settings, window
        self._jobs = FileJobs(live, asker, self)
        self._jobs.failed.connect(self.failed)
        self._seen = SeenFiles()

    # What the menu asks for

    @guard
    def new(self) -> None:
        """Offer the examples."""
        self.when_safe(self._choose_preset)

    @guard
    def open(self) -> None:
        """Ask for a project file and open it."""
        self.when_safe(partial(self._ask, "Open a project", PROJECT_FILTER, self.open_path))

    def open_path(self, path: Path) -> None:
        """Open a project file; if it can't be read, what is open stays open."""
        self._jobs.run(
            partial(self._seen.load, path),
            partial(self._opened, path, self._agreed()),
            on_error=partial(self._not_opened, path),
        )

    def open_named(self, path: Path) -> None:
        """Open a file that was named on the command line: a project, or weights, which begin in an example they fit."""
        self._jobs.run(
            partial(self._seen.load_named, path),
            partial(self._opened_named, path, self._agreed()),
            on_error=partial(self._not_opened, path),
        )

    @guard
    def save(self) -> None:
        """Save to the project's file, or ask for one."""
        self.save_then(None)

    @guard
    def save_as(self) -> None:
        """Save to another file."""
        self._ask_where_to_save(self._save_to)

    @guard
    def export_weights(self) -> None:
        """Ask for a file and write the weights as they are now."""
        self._ask_save("Export weights", WEIGHTS_KINDS, self._export_weights)

    @guard
    def import_weights(self) -> None:
        """Ask for a file and begin a new run from its weights."""
        self._ask("Import weights", ANY_WEIGHTS_FILTER, self._import_weights)

    @guard
    def export_history(self) -> None:
        """Ask for a file and write the history as CSV."""
        self._ask_save("Export history", [HISTORY], self._export_history)

    def fill_recent(self, menu: QMenu) -> None:
        """List the recent files in a menu."""
        menu.clear()
        for path in self._settings.recent_files:
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.setData(str(path))
        menu.setEnabled(not menu.isEmpty())

    @guard
    def open_recent(self, entry: QAction) -> None:
        """Open the file of an entry of that menu."""
        self.when_safe(partial(self.open_path, Path(entry.data())))

    # Unsaved changes

    def when_safe(self, then: Then) -> None:
        """Go on at once if all is saved; else ask, and go on unless the user says no."""
        if not self._document.modified:
            then()
            return
        name = self._document.path.name if self._document.path else "Untitled"

        def answered(answer: str) -> None:
            if answer == "save":
                self.save_then(then)
            elif answer == "discard":
                then()

        dialogs.ask_unsaved(self._window, name, answered)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._jobs.busy

    def when_idle(self, close: Then) -> None:
        """Close once nothing is read or written any more; not if something fails before."""
        self._jobs.when_idle(close)

    def save_then(self, then: Then | None) -> None:
        """Save, and go on once the file is there."""
        path = self._document.path
        if path is None:
            self._ask_where_to_save(partial(self._save_to, then=then))
        else:
            self._save_to(path, then)

    # How it is done

    def _choose_preset(self) -> None:
        offered = {name: f"{preset(name).title}: {preset(name).description}" for name in PRESETS}
        dialog = dialogs.NewDialog(offered, self._window)
        dialog.preset_chosen.connect(self._on_preset_chosen)
        dialog.open()

    @guard
    def _on_preset_chosen(self, name: str) -> None:
        self.project_opened.emit(preset(name).project(), None)

    def _agreed(self) -> _Agreed:
        document = self._document
        return _Agreed(document.generation, document.plan, document.modified)

    def _would_lose_more(self, agreed: _Agreed) -> bool:
        """Whether there is something to save that wasn't there when it was agreed to lose what was."""
        now = self._agreed()
        is_same = agreed.generation == now.generation and agreed.plan is now.plan
        return now.modified and not (is_same and agreed.modified)

    def _opened(self, path: Path, agreed: _Agreed, found: tuple[Project, str]) -> None:
        if self._would_lose_more(agreed):  # while the file was being read
            self.when_safe(partial(self.open_path, path))
            return
        project, digest = found
        self._seen.note(path, digest)
        self._remember(path)
        self.project_opened.emit(project, path)

    def _opened_named(
        self, path: Path, agreed: _Agreed, found: tuple[Project | WeightsFile, str, Preset | None]
    ) -> None:
        content, digest, example = found
        if isinstance(content, Project):
            self._opened(path, agreed, (content, digest))
        elif self._would_lose_more(agreed):
            self.when_safe(partial(self.open_named, path))
        elif example is not None:
            self.project_opened.emit(example.project(), None)
            self._take_weights(path, content, into=f" into the example {example.title}")

    def _not_opened(self, path: Path, error: BpExplorerError) -> None:
        if path.absolute() in self._settings.recent_files:
            remove = partial(self._settings.remove_recent_file, path.absolute())
            self.offered.emit(offers.after_unopened_recent(error, remove))
        else:
            self.failed.emit(str(error))

    def _ask_where_to_save(self, chosen: Callable[[Path], object]) -> None:
        self._ask_save("Save the project", [PROJECT], lambda path, _: chosen(path))

    def _save_to(self, path: Path, then: Then | None = None) -> None:
        document = self._document
        plan, view, generation = document.plan, view_of(document.session.state), document.generation

        def write(state: TrainerState) -> None:
            self._write_project(_Saving(Project(plan, state, view), generation, then), path)

        self._jobs.copy(write)

    def _write_project(self, saving: _Saving, path: Path, over: str | None = None) -> None:
        self._jobs.run(
            partial(self._seen.save, saving.project, path, over),
            partial(self._saved, saving, path),
            on_error=partial(self._not_saved, saving, path),
        )

    def _saved(self, saving: _Saving, path: Path, written: Written) -> None:
        plan, state = saving.project.plan, saving.project.state
        self._document.mark_saved(
            path, plan=plan, run=state.run, step=state.step, generation=saving.generation
        )
        self._remember(path)
        self.done.emit(" ".join([f"Saved {path.name}.", *written.notes]))
        if saving.then is None:
            return
        if self._document.generation == saving.generation and self._document.plan is plan:
            saving.then()
        else:  # edited while it was being written
            self.when_safe(saving.then)

    def _not_saved(self, saving: _Saving, path: Path, error: BpExplorerError) -> None:
        if not isinstance(error, ChangedOutsideError):
            self.failed.emit(str(error))
            return
        found = error.found

        def answered(answer: str) -> None:
            if answer == "overwrite":
                self._write_project(saving, path, over=found)
            elif answer == "save_as":
                self._ask_where_to_save(partial(self._write_project, saving))

        dialogs.ask_overwrite(self._window, path.name, error.reason, answered)

    def _export_weights(self, path: Path, kind: WeightsFormat) -> None:
        prepared, cost = self._document.prepared, self._document.plan.config.cost

        def write(state: TrainerState) -> Written:
            weights = WeightsFile.of_network(state.network(), cost=cost, prepared=prepared)
            return export_weights(weights, path, format_name=kind.name)

        self._jobs.copy(lambda state: self._write(partial(write, state), path))

    def _export_history(self, path: Path, _kind: FileKind) -> None:
        self._jobs.copy(lambda state: self._write(partial(history_csv.write, state.history, path), path))

    def _import_weights(self, path: Path) -> None:
        generation = self._document.generation

        def take(weights: WeightsFile) -> None:
            if self._document.generation == generation:
                self._take_weights(path, weights)
            else:
                self.failed.emit(
                    f"The weights of {path.name} are not imported, because another project was opened meanwhile. "
                    "Import them again if they belong here."
                )

        self._jobs.run(partial(import_weights, path), take)

    def _take_weights(self, path: Path, weights: WeightsFile, into: str = "") -> None:
        """Begin a new run from weights, once it is agreed to what the data here have otherwise."""
        found = imported(self._document.plan, weights)

        def begin() -> None:
            self._document.import_weights(weights)
            done = f"Imported the weights of {path.name}{into}; a new run begins from them."
            self.done.emit(" ".join([done, *found.changes]))

        if found.differences:
            dialogs.ask_import(self._window, path.name, found.differences, begin)
        else:
            begin()

    def _write(self, write: Callable[[], Written], path: Path) -> None:
        def write_file() -> Written:
            atomic.check_target(path, streams=False)
            return write()

        def say(written: Written) -> None:
            self._settings.last_folder = path.parent
            self.done.emit(" ".join([f"Wrote {path.name}.", *written.notes]))

        self._jobs.run(write_file, say)

    def _remember(self, path: Path) -> None:
        self._settings.last_folder = path.parent
        self._settings.add_recent_file(path)

    def _ask(self, title: str, filters: str, chosen: Callable[[Path], object]) -> None:
        folder = self._settings.last_folder
        dialogs.ask_to_open(self._window, title, folder=folder, filters=filters, chosen=chosen)

    def _ask_save(self, title: str, kinds: Sequence[FileKind], chosen: Callable[[Path, Any], object]) -> None:
        """Ask for a file of one of these kinds, and propose the project's name: that of its file, or of its data."""
        path = self._document.path
        stem = (without_ending(path.name) if path else "") or self._document.plan.data.name
        folder = self._settings.last_folder
        dialogs.ask_where_to_save(self._window, title, folder=folder, kinds=kinds, stem=stem, chosen=chosen)
