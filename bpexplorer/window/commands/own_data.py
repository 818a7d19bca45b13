"""One's own data: read from a file, looked at in a dialog, and given to the open project as one edit."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.errors import DataError
from bpexplorer.core.numerals import count
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.recipe import for_table, proposed
from bpexplorer.data.table.table import Origin, Table
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.project.fitting import Fitting, fitted, places_by_name
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.project import Project
from bpexplorer.project.suited import suited_plan
from bpexplorer.project.tables import BundledTable
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.commands.dialogs.file_dialogs import FileDialogs
from bpexplorer.window.commands.file_tasks import FileTasks, Read, Steps, Write
from bpexplorer.window.data.wanted import Wanted


class OwnData(QObject):
    """Opens files of data. They don't take the place of the open project, so nothing is asked about it."""

    #: The open project was given other data.
    taken = Signal()
    #: Something was done, in a sentence.
    done = Signal(str)

    def __init__(
        self,
        document: NetworkDocument,
        settings: Settings,
        ask: FileDialogs,
        tasks: FileTasks,
        bring_back: Callable[[], object],
        parent: QObject,
    ) -> None:
        """``bring_back`` brings back the user's project, where another was shown in its place."""
        super().__init__(parent)
        #: Keeps a table that is about to be used, in a job.
        self.keep: Callable[[Table], object] = lambda _: None
        self._bring_back = bring_back
        self._document, self._settings, self._ask, self._tasks = document, settings, ask, tasks
        #: Where the tables came from that were taken in this session, by the digest of the file.
        self._paths: dict[str, Path] = {}

    @guard
    def open(self) -> None:
        """Ask for a file, and what to take of it."""
        self._tasks.begin(self.ask_for_file())

    def ask_for_file(self) -> Steps[None]:
        """Ask for a file, and what to take of it."""
        path = yield self._ask.data_to_open(tr("Open your own data"))
        if path is not None:
            yield from self.take(path)

    def take(self, path: Path) -> Steps[None]:
        """Ask what to take of a file, and let the open project have it: an edit like any other."""
        self._bring_back()
        ready: list[Fitting] = []
        wanted = yield self._ask.own_data(path, self._fitted_into(ready), Outputs.of(self._document.plan))
        if wanted == "another":
            self._settings.last_folder = path.parent
            yield from self.ask_for_file()
            return
        if wanted is None:
            return
        before = self._document.plan
        if not (yield from self.use(wanted.choice, outputs=wanted.outputs)):
            return
        self._note(path, wanted.choice.table)
        self._settings.last_folder = path.parent
        self._settings.add_recent_file(path)
        self.taken.emit()
        if self._document.plan is before:
            self.done.emit(tr("{name} holds the data that are in use.", name=path.name))
        else:
            self.done.emit(tr("The network has the data of {name}. Training starts over.", name=path.name))

    def use(
        self, choice: TableChoice, *, keep_weights: bool = False, outputs: Outputs | None = None
    ) -> Steps[bool]:
        """Let the open project have a table, kept first for the case of a crash; False if it is closed by then."""
        generation = self._document.generation
        yield Write(partial(self.keep, choice.table))
        if generation != self._document.generation:
            return False
        self._document.choose_data(choice, keep_weights=keep_weights, outputs=outputs)
        return True

    @guard
    def choose_columns(self) -> None:
        """Ask anew what to take of the table that is in use."""
        self._tasks.begin(self._choose_columns())

    def _choose_columns(self) -> Steps[None]:
        now = self._table_in_use()
        ready: list[Fitting] = []
        outputs = Outputs.of(self._document.plan)
        wanted = yield self._ask.own_data(Path(now.title), self._fitted_into(ready), outputs, now)
        if wanted is not None:
            yield from self.use(wanted.choice, keep_weights=wanted.keep_weights, outputs=wanted.outputs)

    @guard
    def reload(self) -> None:
        """Ask for the file of the table that is in use, and take of it what is taken now."""
        self._tasks.begin(self._reload())

    @guard
    def reload_from(self, path: Path) -> None:
        """Take of a file, as it is now, what is taken of the table that is in use."""
        self._tasks.begin(self._reload_from(path))

    def path_of(self, origin: Origin) -> Path | None:
        """The file that a table was taken from, if that was in this session."""
        return self._paths.get(origin.sha256)

    def _note(self, path: Path, table: Table) -> None:
        if table.origin is not None:
            self._paths[table.origin.sha256] = path.absolute()

    def _reload(self) -> Steps[None]:
        now = self._table_in_use()
        path = yield self._ask.data_to_open(tr("Reload {name}", name=now.title))
        if path is not None:
            yield from self._reload_from(path)

    def _reload_from(self, path: Path) -> Steps[None]:
        document, now = self._document, self._table_in_use()
        table = yield self._ask.table(path, None if now.table.origin is None else now.table.origin.reading)
        if isinstance(table, str):
            raise DataError(table)
        recipe = for_table(now.recipe, table)
        choice = replace(now, table=table, recipe=recipe, samples=min(now.samples, table.rows))
        # It is made ready beside the window, and kept until it is applied.
        fitting: Fitting = yield Read(partial(fitted, document.plan, choice))
        if choice == document.plan.data:
            self.done.emit(tr("{name} holds the data that are in use.", name=path.name))
            return
        inputs, _ = places_by_name(document.prepared.training, fitting.prepared.training)
        kept = sum(place is not None for place in inputs)
        answer = yield self._ask.keeping_weights(len(inputs), kept)
        if answer == "cancel":
            return
        if not (yield from self.use(choice, keep_weights=answer == "keep")):
            return
        self._note(path, table)
        self.taken.emit()
        rows = fitting.prepared.training.sample_count
        self.done.emit(
            tr_n(
                "Reloaded {name}: {rows} sample.",
                "Reloaded {name}: {rows} samples.",
                rows,
                name=path.name,
                rows=count(rows),
            )
        )

    def _fitted_into(self, ready: list[Fitting]) -> Callable[[Wanted], object]:
        """What the dialog asks of a choice, beside the window. While the answer is held, nothing is made ready again
        when the choice is applied."""
        return lambda wanted: ready.append(fitted(self._document.plan, wanted.choice, outputs=wanted.outputs))

    def _table_in_use(self) -> TableChoice:
        data = self._document.plan.data
        if not isinstance(data, TableChoice):
            raise DataError(
                tr(
                    "{title} has no columns to choose. File → Open data… opens a table of yours.",
                    title=data.title,
                )
            )
        return data

    def project_on(self, offered: BundledTable) -> Steps[Project]:
        """A project that begins with a table of the program's own."""
        table = yield self._ask.table(offered.path)
        if isinstance(table, str):
            raise DataError(table)
        return (yield Read(partial(_begun, table, offered.target)))


def _begun(table: Table, target: str) -> Project:
    return Project.at_start(suited_plan(table_choice(table, proposed(table, target).recipe)))
