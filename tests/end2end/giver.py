"""A small window that a file can be dragged out of, as out of a folder of the desktop."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class File(QLabel):
    """The file; it leaves with the mouse."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.setObjectName("file")
        self._path = path
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(1450, 920, 140, 60)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(self._path)])
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)


def run() -> int:
    app = QApplication(sys.argv[:1])
    file = File(sys.argv[1])
    file.show()
    return app.exec()
