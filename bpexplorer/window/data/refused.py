"""Why a file isn't read, and the ways on from there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from bpexplorer.data.readers.remedies import Remedy
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.translation import tr

_GAP = 8


class Refused(QWidget):
    """A sentence, which also says that a file is being read; below it a button for each other way to read the file, and
    one for another file."""

    #: A Reading that is wanted instead.
    reading_requested = Signal(object)
    #: Another file is to be chosen.
    another_requested = Signal()

    def __init__(self, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = QLabel(sentence, self)
        self._said.setObjectName("data_said")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._another = QPushButton(tr("Choose another file…"), self)
        self._another.setObjectName("data_another_file")
        self._another.setAccessibleName(tr("Choose another file"))
        self._another.clicked.connect(self._on_another_clicked)
        self._another.hide()
        self._ways: list[QPushButton] = []
        self._remedies: tuple[Remedy, ...] = ()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addStretch(1)
        column.addWidget(self._said)
        column.addSpacing(_GAP)
        column.addWidget(self._another, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_refusal(self, sentence: str, remedies: Sequence[Remedy], *, has_another: bool) -> None:
        """Say why, and offer these ways to read it; another file, where there can be one."""
        self._said.setText(sentence)
        self._said.setToolTip(sentence)
        set_ink(self._said, "error")
        for button in self._ways:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._remedies = tuple(remedies)
        self._ways = [self._way(remedy) for remedy in self._remedies]
        self._another.setVisible(has_another)
        self.setEnabled(True)

    def _way(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.title.replace("&", "&&"), self)
        button.setObjectName(f"data_remedy_{self._remedies.index(remedy)}")
        button.setAccessibleName(remedy.title)
        button.clicked.connect(self._on_way_clicked)
        before = self._column.indexOf(self._another)
        self._column.insertWidget(before, button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setTabOrder(button, self._another)
        return button

    @guard
    def _on_way_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.setEnabled(False)  # until it is known what comes of it
        self.reading_requested.emit(self._remedies[self._ways.index(button)].reading)

    @guard
    def _on_another_clicked(self) -> None:
        self.another_requested.emit()
