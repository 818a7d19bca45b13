"""What goes out of a project, and what comes into it: weights, the history, and what a panel shows."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.project import history_csv
from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.importing import imported
from bpexplorer.project.kinds import ARRAYS, HISTORY, PAGES, PREDICTIONS, TABLE, FileKind
from bpexplorer.project.predicting import own_predictions
from bpexplorer.project.recovery.journal import MOST_PARAMETER_BYTES
from bpexplorer.project.weights import WeightsFile, WeightsFormat, export_weights, import_weights
from bpexplorer.translation import tr
from bpexplorer.window.commands.dialogs.file_dialogs import (
    FileDialogs,
    proposed_stem,
    weights_filter,
    weights_kinds,
)
from bpexplorer.window.commands.file_tasks import CopyRun, FileTasks, Read, Steps, Write
from bpexplorer.window.commands.save_progress import SaveProgress


class Exchange(QObject):
    """Exports and imports. What is open stays open; only an import begins a new run in it."""

    #: Something was done, in a sentence.
    done = Signal(str)
    #: How far an export is that takes a while: the file's name, 0…1.
    progressed = Signal(str, float)

    def __init__(
        self,
        document: NetworkDocument,
        settings: Settings,
        ask: FileDialogs,
        tasks: FileTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._settings, self._ask, self._tasks = document, settings, ask, tasks
        #: Keeps many numbers that are about to be imported, in a job.
        self.keep: Callable[[FloatArray], object] = lambda _: None

    # What the menus ask for

    @guard
    def export_weights(self) -> None:
        """Ask for a file and write the weights as they are now."""
        self._tasks.begin(self._export(self._export_weights, tr("Export weights"), weights_kinds()))

    def export_weights_to(self, path: Path, kind: WeightsFormat) -> None:
        """Write the weights as they are now to this file."""
        self._tasks.begin(self._export_weights(path, kind))

    @guard
    def export_history(self) -> None:
        """Ask for a file and write the history as CSV."""
        self._tasks.begin(self._export(self._export_history, tr("Export history"), [HISTORY]))

    @guard
    def export_predictions(self) -> None:
        """Ask for a file and write what the network makes of each sample, with what it should, and δ."""
        kinds = [PREDICTIONS, ARRAYS]
        self._tasks.begin(
            self._export(self._export_predictions, tr("Export predictions"), kinds, of=tr("predictions"))
        )

    @guard
    def export_worksheets(self) -> None:
        """Ask for pupils and two files, and write worksheets on the next step and their answers."""
        self._tasks.begin(self._export_worksheets())

    def save_content(self, title: str, made: Mapping[FileKind, Callable[[], bytes]]) -> None:
        """Ask for a file and write what a panel shows, made as the kind that is chosen."""

        def export(path: Path, kind: FileKind) -> Steps[None]:
            make = made[kind]
            # A picture is painted here; a table may be long, and is written where nobody waits for it.
            content = None if kind is TABLE else make()
            yield from self._write(lambda: atomic.write(path, make() if content is None else content), path)

        self._tasks.begin(self._export(export, tr("Save {title}", title=title), list(made)))

    @guard
    def import_weights(self) -> None:
        """Ask for a file and begin a new run from its weights."""
        self._tasks.begin(self._import_weights())

    # Out

    def _export(
        self, export: Callable[..., Steps[None]], title: str, kinds: Sequence[FileKind], *, of: str = ""
    ) -> Steps[None]:
        """Ask for a file and export to it; ``of`` is proposed in its name, behind that of the project."""
        stem = " ".join(filter(None, (proposed_stem(self._document), of)))
        chosen = yield self._ask.where_to_save(title, kinds, stem=stem)
        if chosen is not None:
            yield from export(*chosen)

    def _export_weights(self, path: Path, kind: WeightsFormat) -> Steps[None]:
        prepared, cost = self._document.prepared, self._document.plan.config.cost
        state: TrainerState = yield CopyRun()
        # The job's thread emits it; whoever hears it lives in the window's.
        told = SaveProgress(partial(self.progressed.emit, path.name))

        def write() -> WrittenFile:
            weights = WeightsFile.of_network(state.network(), cost=cost, prepared=prepared)
            return export_weights(weights, path, format_name=kind.name, progress=told)

        try:
            yield from self._write(write, path)
        finally:
            self.progressed.emit(path.name, 1.0)

    def _export_history(self, path: Path, _kind: FileKind) -> Steps[None]:
        state: TrainerState = yield CopyRun()
        yield from self._write(partial(history_csv.write, state.history, path), path)

    def _export_predictions(self, path: Path, kind: FileKind) -> Steps[None]:
        prepared, cost = self._document.prepared, self._document.plan.config.cost
        state: TrainerState = yield CopyRun()

        def write() -> WrittenFile:
            found = own_predictions(state.network().for_inspection(), prepared, cost=cost)
            return atomic.write(path, found.dump(f"predictions{kind.extension}"))

        yield from self._write(write, path)

    def _export_worksheets(self) -> Steps[None]:
        seeds: range | None = yield self._ask.pupils()
        if seeds is None:
            return
        state: TrainerState = yield CopyRun()
        for answers, title, of in (
            (False, tr("Save worksheets"), tr("worksheet")),
            (True, tr("Save answer sheets"), tr("answers")),
        ):

            def export(path: Path, _kind: FileKind, answers: bool = answers) -> Steps[None]:
                yield from self._write(partial(_write_sheets, state, seeds, path, answers=answers), path)

            yield from self._export(export, title, [PAGES], of=of)

    def _write(self, write: Callable[[], WrittenFile], path: Path) -> Steps[None]:
        def write_file() -> WrittenFile:
            atomic.check_target(path, streams=False)
            return write()

        written: WrittenFile = yield Write(write_file)
        self._settings.last_folder = path.parent
        self.done.emit(" ".join([tr("Wrote {name}.", name=path.name), *written.notes]))

    # In

    def _import_weights(self) -> Steps[None]:
        path = yield self._ask.what_to_open(tr("Import weights"), weights_filter())
        if path is None:
            return
        generation = self._document.generation
        weights: WeightsFile = yield Read(partial(import_weights, path))
        if self._document.generation != generation:
            raise BpExplorerError(
                tr(
                    "The weights of {name} are not imported, because another project was opened "
                    "meanwhile. Import them again if they belong here.",
                    name=path.name,
                )
            )
        yield from self.take_weights(path, weights)

    def take_weights(self, path: Path, weights: WeightsFile, into: str = "") -> Steps[None]:
        """Begin a new run from weights, once it is agreed to what the data here have otherwise."""
        found = imported(self._document.plan, weights)
        if found.differences and (yield self._ask.disagreeing_weights(path, found.differences)) != "go_on":
            return
        if found.parameters.flat.nbytes > MOST_PARAMETER_BYTES:
            generation = self._document.generation
            yield Write(partial(self.keep, found.parameters.flat))
            if generation != self._document.generation:
                return
        self._document.import_weights(weights)
        done = tr(
            "Imported the weights of {name}{into}; a new run begins from them.", name=path.name, into=into
        )
        self.done.emit(" ".join([done, *found.changes]))


def _write_sheets(state: TrainerState, seeds: range, path: Path, *, answers: bool) -> WrittenFile:
    from bpexplorer.core.readings.phases.reading import read_phases  # seldom asked for
    from bpexplorer.window.worksheets.page import html

    return atomic.write(path, html(read_phases(state), seeds, answers=answers).encode())
