"""The title of the window: the name of what is open, marked as long as it isn't saved."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.translation import tr


class WindowTitle(QObject):
    """Keeps it true."""

    def __init__(self, window: QWidget, document: NetworkDocument) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        document.plan_changed.connect(self._show)
        document.path_changed.connect(self._show)
        document.modified_changed.connect(self._show)

    @guard
    def _show(self) -> None:
        self._window.setWindowTitle(tr("{name}[*] — Backprop Explorer", name=self._document.name))
        self._window.setWindowModified(self._document.modified)
