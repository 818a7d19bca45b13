"""What the file commands ask, each as a step of a task."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from bpexplorer.data.choice import TableChoice
from bpexplorer.data.readers import FORMATS as DATA_FORMATS
from bpexplorer.data.table.table import Reading
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.settings import Settings
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.live.asker import Asker
from bpexplorer.project.kinds import PROJECT, FileKind, without_ending
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.weights import FORMATS, WeightsFormat
from bpexplorer.translation import tr
from bpexplorer.window.commands.dialogs import questions
from bpexplorer.window.commands.file_tasks import Ask
from bpexplorer.window.commands.unsaved_words import would_be_lost
from bpexplorer.window.data.wanted import Wanted

PROJECT_FILTER = tr("Projects (*{extension})", extension=PROJECT.extension)


def weights_kinds() -> list[WeightsFormat]:
    """The formats that weights can be exported in; the first is proposed."""
    return sorted(FORMATS.values(), key=lambda entry: entry.name != "safetensors")


def weights_filter() -> str:
    """What the dialog for files of weights shows."""
    return tr("Weights ({endings})", endings=" ".join(f"*{entry.extension}" for entry in FORMATS.values()))


def data_filter() -> str:
    """What the dialog for one's own data shows."""
    endings = [ending for entry in DATA_FORMATS.values() for ending in entry.endings]
    return tr("Data ({endings})", endings=" ".join(f"*{ending}" for ending in endings))


def proposed_stem(document: NetworkDocument) -> str:
    """The name that is proposed for a file, without its ending: that of the project's file, or of its data."""
    path = document.path
    return (without_ending(path.name) if path else "") or document.plan.data.name


class FileDialogs:
    """Asks over a window, and begins in the folder that was used last."""

    def __init__(self, window: QWidget, settings: Settings, asker: Asker) -> None:
        self._window, self._settings, self._asker = window, settings, asker

    def which_example(self) -> Ask:
        """The name of an example to begin with, or None."""
        from bpexplorer.window.start import gallery  # draws: not before it is seen

        return Ask(partial(gallery.ask_for_preset, self._window))

    def what_to_open(self, title: str, filters: str) -> Ask:
        """The path of a file, or None."""
        folder = self._settings.last_folder
        return Ask(
            lambda answered: questions.ask_to_open(
                self._window, title, folder=folder, filters=filters, answered=answered
            )
        )

    def data_to_open(self, title: str) -> Ask:
        """The path of a file of data, or of a folder of pictures, or None."""
        from bpexplorer.window.data.folder_choice import FolderChoice  # seldom asked for

        folder = self._settings.last_folder
        return Ask(
            lambda answered: FolderChoice(
                questions.ask_to_open(
                    self._window, title, folder=folder, filters=data_filter(), answered=answered
                )
            )
        )

    def own_data(
        self,
        path: Path,
        check: Callable[[Wanted], object],
        outputs: Outputs,
        now: TableChoice | None = None,
    ) -> Ask:
        """What is `Wanted` of the data in a file, or of those that are taken ``now``; “another” for another file, and
        None for nothing."""
        from bpexplorer.window.data import dialog  # seldom asked for

        return Ask(
            lambda answered: dialog.ask_for_data(
                self._window, self._asker, path, check, answered, outputs=outputs, now=now
            )
        )

    def table(self, path: Path, reading: Reading | None = None) -> Ask:
        """The table in a file, without a question; or a sentence on why there is none."""
        from bpexplorer.window.data.table_reader import read_then  # seldom asked for

        return Ask(partial(read_then, self._asker, path, reading or Reading()))

    def keeping_weights(self, inputs: int, kept: int) -> Ask:
        """Whether other inputs begin with the weights of those that stay: “keep”, “restart” or “cancel”."""
        return Ask(partial(questions.ask_keeping_weights, self._window, inputs, kept))

    def where_to_save(self, title: str, kinds: Sequence[FileKind], *, stem: str) -> Ask:
        """A path and one of these kinds, or None; the name is proposed without its ending."""
        folder = self._settings.last_folder
        return Ask(
            lambda answered: questions.ask_where_to_save(
                self._window, title, folder=folder, kinds=kinds, stem=stem, answered=answered
            )
        )

    def pupils(self) -> Ask:
        """The seeds of the pupils whom worksheets are drawn for, or None."""
        from bpexplorer.window.worksheets import dialog  # seldom asked for

        return Ask(partial(dialog.ask_for_pupils, self._window))

    def unsaved(self, name: str, unsaved: Unsaved) -> Ask:
        """What becomes of changes: “save”, “discard” or “cancel”."""
        return Ask(partial(questions.ask_unsaved, self._window, name, would_be_lost(unsaved, datetime.now())))

    def put_aside(self, name: str) -> Ask:
        """What becomes of unsaved work while a lesson has the window: “go_on”, “save” or “cancel”."""
        return Ask(partial(questions.ask_put_aside, self._window, name))

    def changed_outside(self, path: Path, reason: str) -> Ask:
        """What becomes of a file that somebody else has changed: “save_as”, “overwrite” or “cancel”."""
        return Ask(partial(questions.ask_overwrite, self._window, path.name, reason))

    def restored_over(self, path: Path, holds: str) -> Ask:
        """Whether restored work replaces its file: “save_as”, “overwrite” or “cancel”."""
        return Ask(partial(questions.ask_restored_over, self._window, path.name, holds))

    def disagreeing_weights(self, path: Path, differences: Sequence[str]) -> Ask:
        """Whether to import weights that don't agree with the project: “go_on” or “cancel”."""
        return Ask(partial(questions.ask_import, self._window, path.name, differences))
