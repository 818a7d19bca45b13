"""Lets a file dialog choose a folder of pictures, too."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit

from bpexplorer.guard import guard
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr


class FolderChoice(QObject):
    """A button of a file dialog that turns to choosing a folder, where the dialog is at."""

    def __init__(self, dialog: QFileDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None  # Qt's own dialog has one, which isn't native here
        self._button = buttons.addButton(tr("Folder of pictures…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._button.setObjectName("file_folder")
        self._button.setAccessibleName(tr("Choose a folder of pictures instead of a file"))
        self._button.setToolTip(
            wrapped(
                tr("Choose a folder that has a folder for each class, with the pictures of that class in it.")
            )
        )
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._on_clicked)

    @guard
    def _on_clicked(self) -> None:
        dialog = self._dialog
        dialog.setWindowTitle(tr("Choose a folder of pictures"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setNameFilter(tr("Folders"))
        self._button.hide()
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setFocus()
