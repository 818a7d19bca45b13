"""Which file to open; and what all file dialogs have in common: a name that was typed is the answer."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLineEdit, QWidget
from typing_extensions import override

from bpexplorer.guard import guard


class FileDialog(QFileDialog):
    """Qt's own file dialog, which doesn't block. It looks and works alike everywhere, and a test can drive it."""

    def __init__(self, parent: QWidget, title: str, *, folder: Path, filters: str) -> None:
        super().__init__(parent, title, str(folder), filters)
        self.setObjectName("dialog_file")
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    # WORKAROUND: for each character that is typed Qt (6.11) marks in its list what that may mean, and in the end takes
    # what is marked. While it still reads a folder a mark may stay of what was meant before, be it the folder that the
    # file is in: then Return goes there, and no file is named.
    def heed_typed(self) -> None:
        """Where somebody has typed a name, let that be the answer, whatever the list has marked."""
        name = self.findChild(QLineEdit, "fileNameEdit")
        files = self.findChild(QAbstractItemView, "listView")
        if name is not None and files is not None and name.hasFocus():
            files.selectionModel().clearSelection()


class OpenDialog(FileDialog):
    """Asks for a file that there is. ``answered`` comes once, however it ends."""

    #: Path, or None
    answered = Signal(object)

    def __init__(self, parent: QWidget, title: str, *, folder: Path, filters: str) -> None:
        super().__init__(parent, title, folder=folder, filters=filters)
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.finished.connect(self._on_finished)

    @override
    @guard
    def accept(self) -> None:
        self.heed_typed()
        super().accept()

    @guard
    def _on_finished(self, result: int) -> None:
        # Not by ``fileSelected``: it doesn't come where Qt takes what was typed for two names.
        paths = self.selectedFiles() if result else []
        self.answered.emit(Path(paths[0]) if paths else None)
