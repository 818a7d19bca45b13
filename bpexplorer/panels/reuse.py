"""The panel “What reuse saves”: one gradient with backpropagation and without, counted and measured."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from bpexplorer.core.reuse.comparison import Way
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.cell_table import CellTable
from bpexplorer.panels.reuse_rows import reuse_sentence, reuse_table

_NOTHING_YET = (
    "Nothing counted yet",
    "How many multiplications one gradient takes appears here, with backpropagation and without. It comes with the "
    "first frame of the network.",
)


class ReusePanel(QWidget):
    """Draws the ways that it is shown; its button asks to measure them."""

    measure_requested = Signal()
    title_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reuse_panel")
        self.setAccessibleName("What reuse saves")
        self._busy = False
        self._sentence = QLabel(self)
        self._sentence.setObjectName("reuse_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._table = CellTable("reuse_table", "Ways to one gradient", self)
        self._button = QPushButton("Measure", self)
        self._button.setObjectName("reuse_measure")
        self._button.setAccessibleName("Measure on this network")
        self._button.setToolTip(
            "Run each way on this network with the selected sample, for a third of a second at most. Training goes "
            "on meanwhile, and makes the times longer: pause it first."
        )
        self._button.clicked.connect(self._on_button_clicked)
        #: May be moved into the title line of a dock.
        self.title_controls: QWidget = self._button
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._sentence)
        column.addWidget(self._table, 1)
        self._empty, self._page = EmptyState(*_NOTHING_YET, parent=self), page
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        self.clear()

    @guard
    def show_ways(self, ways: tuple[Way, ...], where: str) -> None:
        """Show the ways, backpropagation first; ``where`` says on what they were measured, if they were."""
        self._table.show_table(reuse_table(ways))
        self._sentence.setText(reuse_sentence(ways))
        self.title_changed.emit(where)
        self._pages.setCurrentWidget(self._page)
        self._let_measure()

    @guard
    def show_busy(self, busy: bool) -> None:
        """Say that the ways are being measured, or aren't any more."""
        self._busy = busy
        self._button.setText("Measuring…" if busy else "Measure")
        self._let_measure()

    def clear(self) -> None:
        """Begin afresh: another project is open now."""
        self._pages.setCurrentWidget(self._empty)
        self._let_measure()

    def _let_measure(self) -> None:
        self._button.setEnabled(not self._busy and self._pages.currentWidget() is self._page)

    @guard
    def _on_button_clicked(self) -> None:
        self.measure_requested.emit()
