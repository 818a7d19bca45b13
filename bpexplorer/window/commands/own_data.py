"""One's own data: read from a file, looked at in a dialog, and given to the open project as one edit."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.recipe import proposed
from bpexplorer.data.table.table import Table
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.project.fitting import fitted
from bpexplorer.project.project import Project
from bpexplorer.project.suited import suited_plan
from bpexplorer.project.tables import BundledTable
from bpexplorer.translation import tr
from bpexplorer.window.commands.file_dialogs import FileDialogs, data_filter
from bpexplorer.window.commands.file_tasks import FileTasks, Read, Steps


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
        self._bring_back = bring_back
        self._document, self._settings, self._ask, self._tasks = document, settings, ask, tasks

    @guard
    def open(self) -> None:
        """Ask for a file, and what to take of it."""
        self._tasks.begin(self.ask_for_file())

    def ask_for_file(self) -> Steps[None]:
        """Ask for a file, and what to take of it."""
        path = yield self._ask.what_to_open(tr("Open your own data"), data_filter())
        if path is not None:
            yield from self.take(path)

    def take(self, path: Path) -> Steps[None]:
        """Ask what to take of a file, and let the open project have it: an edit like any other."""
        self._bring_back()
        document = self._document
        wanted = yield self._ask.own_data(path, lambda choice: fitted(document.plan, choice))
        if wanted is None:
            return
        document.choose_data(wanted.choice)
        self._settings.last_folder = path.parent
        self._settings.add_recent_file(path)
        self.taken.emit()
        self.done.emit(tr("The network has the data of {name}. Training starts over.", name=path.name))

    @guard
    def choose_columns(self) -> None:
        """Ask anew what to take of the table that is in use."""
        self._tasks.begin(self._choose_columns())

    def _choose_columns(self) -> Steps[None]:
        document = self._document
        now = document.plan.data
        if not isinstance(now, TableChoice):
            raise DataError(
                tr(
                    "{title} has no columns to choose. File → Open data… opens a table of yours.",
                    title=now.title,
                )
            )
        wanted = yield self._ask.own_data(Path(now.title), lambda choice: fitted(document.plan, choice), now)
        if wanted is not None:
            document.choose_data(wanted.choice, keep_weights=wanted.keep_weights)

    def project_on(self, offered: BundledTable) -> Steps[Project]:
        """A project that begins with a table of the program's own."""
        table = yield self._ask.table(offered.path)
        if isinstance(table, str):
            raise DataError(table)
        return (yield Read(partial(_begun, table, offered.target)))


def _begun(table: Table, target: str) -> Project:
    return Project.at_start(suited_plan(table_choice(table, proposed(table, target).recipe)))
