"""The card of four cells: {quadratic, log-likelihood} × {sigmoid, softmax}, and what BP1 is like in each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QWidget

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.readings.jacobian import (
    FOUR_ACTIVATIONS,
    FOUR_COSTS,
    JacobianReading,
    PairCell,
    SupposedPair,
)
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import SectionHeading
from bpexplorer.panels.origin.jacobian import words
from bpexplorer.panels.shared.forms.form import words as label


class FourCells(QWidget):
    """A button for each pair; a click supposes it. The pair that is looked at is pressed."""

    #: SupposedPair
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jacobian_cells")
        self._cells: tuple[PairCell, ...] = ()
        heading = SectionHeading(words.CELLS_HEADING, self)
        heading.setToolTip(wrapped(words.CELLS_MEANING))
        self._message = label("jacobian_no_cells", self)
        self._message.setText(words.NO_CELLS)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._body = QWidget(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for column, name in enumerate(FOUR_ACTIVATIONS):
            grid.addWidget(_name(ACTIVATIONS[name].label, self._body), 0, column)
            grid.setColumnStretch(column, 1)
        self._buttons: list[QPushButton] = []
        for row, cost in enumerate(FOUR_COSTS):
            name = f"{COSTS[cost].label}: {COSTS[cost].formula}"
            grid.addWidget(_name(name, self._body), 1 + 2 * row, 0, 1, len(FOUR_ACTIVATIONS))
            for column, activation in enumerate(FOUR_ACTIVATIONS):
                button = QPushButton(self._body)
                button.setObjectName(f"jacobian_cell_{cost}_{activation}")
                button.setCheckable(True)
                set_role(button, "cell")
                self._group.addButton(button, len(self._buttons))
                self._buttons.append(button)
                grid.addWidget(button, 2 + 2 * row, column)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(heading)
        layout.addWidget(self._message)
        layout.addWidget(self._body)
        self._group.idClicked.connect(self._on_clicked)

    def show_reading(self, reading: JacobianReading) -> None:
        """Show what each pair is like, and which is looked at."""
        self._cells = reading.cells
        self._message.setVisible(not self._cells)
        self._body.setVisible(bool(self._cells))
        for cell, button in zip(self._cells, self._buttons, strict=False):
            text = "\n".join(words.cell_text(cell))
            if text != button.text():
                button.setText(text)
            pair = words.pair_words(cell.pair.cost, cell.pair.activation)
            button.setAccessibleName(f"{pair}: {'; '.join(words.cell_text(cell))}")
            button.setToolTip(wrapped(f"{pair}. {words.CELLS_MEANING}"))
            button.setChecked(cell.pair == SupposedPair(reading.cost, reading.activation))

    @guard
    def _on_clicked(self, place: int) -> None:
        # Which one is pressed follows what is shown.
        button = self._buttons[place]
        button.setChecked(not button.isChecked())
        self.chosen.emit(self._cells[place].pair)


def _name(text: str, parent: QWidget) -> QLabel:
    name = QLabel(text, parent)
    name.setTextFormat(Qt.TextFormat.PlainText)
    set_role(name, "secondary")
    return name
