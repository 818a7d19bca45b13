"""A small window with one of each thing that the desktop must be able to use. Only its own test starts it."""

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QGraphicsScene,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)


class View(QGraphicsView):
    """Ten pixels a neuron; says in a label what was done to it."""

    def __init__(self, said: QLabel) -> None:
        super().__init__(QGraphicsScene(0, 0, 400, 200))
        self.setObjectName("network_view")
        self._said = said
        self._pressed = QPoint()

    def neuron_position(self, layer: int, neuron: int) -> QPoint:
        return QPoint(50 + 100 * layer, 20 + 10 * neuron)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self._said.setText(f"pressed {self._pressed.x()} {self._pressed.y()}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength():
            self._said.setText(f"dragged {way.x()} {way.y()}")

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._said.setText(f"wheel {event.angleDelta().y():+d}")


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("stand-in")
        self.resize(600, 500)
        self._count = 0
        self.counter = QLabel("0", objectName="counter")
        self.said = QLabel("nothing", objectName="said")
        self.field = QLineEdit(objectName="field")
        self.box = QComboBox(objectName="box")
        self.box.addItems(["sigmoid", "tanh", "softmax"])
        self.view = View(self.said)

        count = QAction("Count", self, objectName="action_count")
        count.setShortcut(QKeySequence("Ctrl+K"))
        count.triggered.connect(self.count)
        save = QAction("Save", self, objectName="action_save")
        save.triggered.connect(self.ask_for_file)
        dead = QAction("Dead", self, objectName="action_dead")
        dead.setEnabled(False)
        bar = self.addToolBar("tools")
        bar.addActions([count, save, dead])
        self.menuBar().addMenu("&File").addActions([count, save])

        middle = QWidget()
        column = QVBoxLayout(middle)
        for widget in (self.counter, self.said, self.field, self.box, self.view):
            column.addWidget(widget)
        self.setCentralWidget(middle)

    def count(self) -> None:
        self._count += 1
        self.counter.setText(f"\N{MINUS SIGN}{self._count} clicks")

    def ask_for_file(self) -> None:
        dialog = QFileDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        Path(path).write_text(self.field.text())
        self.said.setText("written")


def run() -> int:
    app = QApplication(sys.argv)
    window = Window()
    window.show()
    return app.exec()


def fail() -> int:
    raise RuntimeError("no window today")
