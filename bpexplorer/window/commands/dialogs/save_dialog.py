"""Where to save, and as which kind of file: the one that is chosen, or whose ending is typed, whichever is later."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileInfo, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.project.kinds import FileKind, contradiction, with_ending, without_ending
from bpexplorer.translation import tr
from bpexplorer.window.commands.dialogs.open_dialog import FileDialog


class SaveDialog(FileDialog):
    """Asks for a file to write. Its name and its kind of file are kept in agreement.

    Another kind changes the ending of the name; a name without an ending gets the kind's; the ending of another kind
    that can be written chooses that one. With the ending of a kind that can't, the dialog asks.
    """

    #: (Path, FileKind)
    chosen = Signal(object, object)

    def __init__(
        self, parent: QWidget, title: str, *, folder: Path, kinds: Sequence[FileKind], stem: str
    ) -> None:
        """Propose ``stem`` with the ending of the first kind."""
        self._kinds = {f"{kind.label} (*{kind.extension})": kind for kind in kinds}
        super().__init__(parent, title, folder=folder, filters=";;".join(self._kinds))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        name, box = self.findChild(QLineEdit, "fileNameEdit"), self.findChild(QComboBox, "fileTypeCombo")
        assert name is not None
        assert box is not None
        self._name = name
        self._before = ""
        self.selectFile(with_ending(stem, kinds[0]))
        # Qt puts what follows the last dot of the new kind in place of what follows that of the name. The box tells of
        # another kind before that, and ``filterSelected`` after it.
        box.currentIndexChanged.connect(self._on_kind_changing)
        self.filterSelected.connect(self._on_filter_selected)
        self.fileSelected.connect(self._on_file_selected)

    @property
    def kind(self) -> FileKind:
        """The kind that is chosen."""
        return self._kinds[self.selectedNameFilter()]

    @guard
    def _on_kind_changing(self, _index: int) -> None:
        self._before = self._name.text()

    @guard
    def _on_filter_selected(self, _filter: str) -> None:
        if self._before:
            self._name.setText(without_ending(self._before) + self.kind.extension)

    @guard
    def _on_file_selected(self, path: str) -> None:
        self.chosen.emit(Path(path), self.kind)

    def _ask_about(self, said: FileKind) -> None:
        """Ask whether the kind is meant, where the name says one that can't be written here."""
        name = self._name.text()
        corrected = with_ending(name, self.kind)
        box = QMessageBox(self)
        box.setObjectName("dialog_which_kind")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.windowTitle())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            tr(
                "The name “{name}” is that of another kind of file than is written here.",
                name=Path(name).name,
            )
        )
        box.setInformativeText(
            tr(
                "The name says {label}, and the kind chosen is {kind_label}.",
                label=said.label,
                kind_label=self.kind.label,
            )
        )
        by_kind = box.addButton(
            f"{Path(corrected).name} ({self.kind.label})", QMessageBox.ButtonRole.AcceptRole
        )
        by_kind.setObjectName("which_by_kind")
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        cancel.setObjectName("which_cancel")
        for button in box.buttons():
            button.setAccessibleName(button.text())
        box.setDefaultButton(by_kind)
        box.setEscapeButton(cancel)

        @guard
        def go_on() -> None:
            if box.clickedButton() is by_kind:
                self._save_as(corrected, self.kind)

        box.finished.connect(go_on)
        box.open()

    def _save_as(self, name: str, kind: FileKind) -> None:
        self.selectNameFilter(next(each for each, its in self._kinds.items() if its is kind))
        self._name.setText(name)
        self.accept()

    @override
    @guard
    def accept(self) -> None:
        self.heed_typed()
        name = self._name.text()
        paths = self.selectedFiles()
        if not name or not paths or QFileInfo(paths[0]).isDir():
            super().accept()  # Qt goes into the folder, or waits for a name
        elif (said := contradiction(name, self.kind)) is not None:
            if said in self._kinds.values():
                self._save_as(name, said)  # what is typed is the answer
            else:
                self._ask_about(said)
        else:
            # Before Qt asks whether a file of this name may be replaced.
            self._name.setText(with_ending(name, self.kind))
            super().accept()
