"""New, open, save, import and export. Reading and writing is done in the asking thread; the window never waits."""

from collections.abc import Callable, Sequence
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
from bpexplorer.project import files, history_csv, sources
from bpexplorer.project.importing import imported
from bpexplorer.project.kinds import HISTORY, PROJECT, FileKind, without_ending
from bpexplorer.project.matching import example_for
from bpexplorer.project.presets import PRESETS, Preset, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, WeightsFile, WeightsFormat, export_weights, import_weights
from bpexplorer.window import dialogs
from bpexplorer.window.view_state import view_of

PROJECT_FILTER = f"Projects (*{PROJECT.extension})"
ANY_WEIGHTS_FILTER = f"Weights ({' '.join(f'*{entry.extension}' for entry in FORMATS.values())})"
#: The first is proposed.
WEIGHTS_KINDS = sorted(FORMATS.values(), key=lambda entry: entry.name != "safetensors")

Then = Callable[[], object]


class FileCommands(QObject):
    """What the File menu does. Errors that the user can mend come out of ``failed`` as sentences."""

    #: A project was read or made: (Project, path or None).
    project_opened = Signal(object, object)
    #: Something was done, in a sentence.
    done = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        asker: Asker,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._live, self._asker = document, live, asker
        self._settings, self._window = settings, window
        #: What to do with the copies that are still to come, by token; and how many jobs are being done.
        self._with_state: dict[int, Callable[[TrainerState], object]] = {}
        self._jobs = 0
        self._when_idle: Then | None = None
        live.state_copied.connect(self._on_state_copied)

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
        self._run(
            partial(files.load, path), partial(self._opened, path), on_error=partial(self._not_opened, path)
        )

    def open_named(self, path: Path) -> None:
        """Open a file that was named on the command line: a project, or weights, which begin in an example they fit."""
        self._run(
            partial(_read_named, path),
            lambda found: self._opened_named(path, *found),
            on_error=partial(self._not_opened, path),
        )

    @guard
    def save(self) -> None:
        """Save to the project's file, or ask for one."""
        self.save_then(lambda: None)

    @guard
    def save_as(self) -> None:
        """Save to another file."""
        self._ask_where_to_save(lambda: None)

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
        return bool(self._with_state or self._jobs)

    def when_idle(self, then: Then) -> None:
        """Go on once nothing is read or written any more."""
        self._when_idle = then

    def save_then(self, then: Then) -> None:
        """Save, and go on once the file is there."""
        path = self._document.path
        if path is None:
            self._ask_where_to_save(then)
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

    def _opened(self, path: Path, project: Project) -> None:
        self._remember(path)
        self.project_opened.emit(project, path)

    def _opened_named(self, path: Path, content: Project | WeightsFile, example: Preset | None) -> None:
        if isinstance(content, Project):
            self._opened(path, content)
        elif example is not None:
            self.project_opened.emit(example.project(), None)
            self._take_weights(path, content, into=f" into the example {example.title}")

    def _not_opened(self, path: Path, error: BpExplorerError) -> None:
        self._settings.remove_recent_file(path)
        self.failed.emit(str(error))

    def _ask_where_to_save(self, then: Then) -> None:
        self._ask_save("Save the project", [PROJECT], lambda path, _: self._save_to(path, then))

    def _save_to(self, path: Path, then: Then = lambda: None) -> None:
        plan, view = self._document.plan, view_of(self._document.session.state)

        def write(state: TrainerState) -> None:
            project = Project(plan, state, view)
            self._run(partial(files.save, project, path), partial(written, state))

        def written(state: TrainerState, _: object) -> None:
            self._document.mark_saved(path, plan=plan, run=state.run, step=state.step)
            self._remember(path)
            self.done.emit(f"Saved {path.name}.")
            then()

        self._copy(write)

    def _export_weights(self, path: Path, kind: WeightsFormat) -> None:
        prepared, cost = self._document.prepared, self._document.plan.config.cost

        def write(state: TrainerState) -> None:
            weights = WeightsFile.of_network(state.network(), cost=cost, prepared=prepared)
            self._write(partial(export_weights, weights, path, format_name=kind.name), path)

        self._copy(write)

    def _export_history(self, path: Path, _kind: FileKind) -> None:
        def write(state: TrainerState) -> None:
            self._write(partial(history_csv.write, state.history, path), path)

        self._copy(write)

    def _import_weights(self, path: Path) -> None:
        self._run(partial(import_weights, path), partial(self._take_weights, path))

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

    def _write(self, write: Callable[[], object], path: Path) -> None:
        self._run(write, lambda _: self.done.emit(f"Wrote {path.name}."))
        self._settings.last_folder = path.parent

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

    def _copy(self, then: Callable[[TrainerState], object]) -> None:
        self._with_state[self._live.request_copy()] = then

    def _run(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], object],
        on_error: Callable[[BpExplorerError], object] | None = None,
    ) -> None:
        """Do a job beside training, then go on here with what it gave."""
        self._jobs += 1

        def take(answer: Any) -> None:
            self._jobs -= 1
            try:
                if isinstance(answer, BpExplorerError):
                    (on_error or (lambda error: self.failed.emit(str(error))))(answer)
                elif isinstance(answer, _Done):
                    then(answer.value)
                else:
                    self.failed.emit(
                        "The file was not written or read because of an internal error; see the log."
                    )
            finally:
                self._go_on_if_idle()

        self._asker.start(partial(_attempt, job), then=take)

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        then = self._with_state.pop(token, None)
        if then is not None:
            then(state)

    def _go_on_if_idle(self) -> None:
        if self._when_idle is not None and not self.busy:
            go_on, self._when_idle = self._when_idle, None
            go_on()


def _read_named(path: Path) -> tuple[Project | WeightsFile, Preset | None]:
    """What a file holds, and for weights the example that they begin in."""
    content = sources.load(path)
    if isinstance(content, Project):
        return content, None
    try:
        return content, example_for(content)
    except BpExplorerError as error:
        raise BpExplorerError(f"“{path.name}” can't be opened by itself. {error}") from error


class _Done:
    """What a job gave."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _attempt(job: Callable[[], Any]) -> Any:
    try:
        return _Done(job())
    except BpExplorerError as error:
        return error
