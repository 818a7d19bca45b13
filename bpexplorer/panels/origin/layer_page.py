"""Where every δ of the selected neuron's layer comes from, as a table, and why those that are small are so."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.waterfall import LayerOrigin
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.panels.origin import layer_rows
from bpexplorer.panels.origin.words import why_empty
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.translation import tr


class LayerPanel(Panel):
    """Draws the readings it is shown; a click on a row asks for its neuron."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("layer_panel", tr("Where the δ of the layer come from"), parent)
        self._choice: layer_rows.LayerChoice | None = None
        self._reading: LayerOrigin | None = None
        self._primary: Neuron | None = None
        self._message = label("layer_message", self)
        self._table = CellTable("layer_table", tr("Sums, slopes and δ of the layer's neurons"), self)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._sentence = label("layer_sentence", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._message, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._table, 1)
        column.addWidget(self._sentence)
        for signal in (self._table.clicked, self._table.activated):
            signal.connect(self._on_row_chosen)
        self.clear()

    @property
    @override
    def choice(self) -> layer_rows.LayerChoice | None:
        return self._choice

    @override
    def show_session(self, state: SessionState) -> None:
        before, self._primary = self._choice, state.primary
        has_delta = state.primary is not None and state.primary.layer > 0
        self._choice = None
        if state.primary is not None and has_delta:
            self._choice = layer_rows.LayerChoice(state.primary.layer, state.source, state.row)
        if self._choice is None:
            self._show_nothing()
        elif self._choice != before:
            self.choice_changed.emit()
        self._mark()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._mark()

    @override
    def show_reading(self, reading: LayerOrigin | None) -> None:
        if reading is None or self._choice is None:
            return
        self._reading = reading
        self._table.show_table(layer_rows.layer_table(reading))
        self._sentence.setText(layer_rows.sentence(reading))
        self._message.hide()
        for each in (self._table, self._sentence):
            each.show()
        self._mark()
        self._tell_note(layer_rows.title(reading), layer_rows.shorter_title(reading))

    @override
    def clear(self) -> None:
        self._primary = self._choice = None
        self._show_nothing()

    def _show_nothing(self) -> None:
        self._reading = None
        self._message.setText(why_empty(self._primary))
        self._message.show()
        for each in (self._table, self._sentence):
            each.hide()
        self._tell_note("")

    def _mark(self) -> None:
        """Select the row of the selected neuron."""
        reading, primary = self._reading, self._primary
        if reading is None or primary is None:
            return
        is_here = primary.layer == reading.layer and primary.index < len(reading.readings)
        if is_here and self._table.currentIndex().row() != primary.index:
            self._table.selectRow(primary.index)
        elif not is_here:
            self._table.clearSelection()

    @guard
    def _on_row_chosen(self, index: QModelIndex) -> None:
        if self._reading is not None and 0 <= index.row() < len(self._reading.readings):
            self.act_requested.emit(Select((Neuron(self._reading.layer, index.row()),)))
