"""The gradient flow panel: a row a layer and how δ fades or grows on its way back."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.flow_reading import FlowReading
from bpexplorer.core.spec import Neuron
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels import flow_rows as words
from bpexplorer.panels.flow_rows import COLUMNS, Row

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
#: Low, so that three layers can be seen above the lines of text in a window of 900 pixels.
_ROW_HEIGHT = 16
_CELL_MARGINS = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOTHING_YET = "How δ goes back through the layers appears here with the first frame of the network."


class FlowModel(QAbstractTableModel):
    """A row a layer, named at the left; numbers, and counts that lead to the neurons they count."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._theme = current_theme()
        self._font = fonts.number_font(fonts.SECONDARY)
        self._link_font = fonts.number_font(fonts.SECONDARY, bold=True)
        self._link_font.setUnderline(True)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show rows. As many as before only change the numbers, so that scroll and focus stay."""
        if len(rows) == len(self._rows):
            self._rows = rows
            self._tell_changes()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def show_theme(self, theme: Theme) -> None:
        """Colour the rows for a theme."""
        self._theme = theme
        self._tell_changes()

    def neurons(self, index: _Index) -> tuple[Neuron, ...]:
        """The neurons that a cell counts; none for a cell that isn't a count."""
        return self._rows[index.row()].neurons[index.column()]

    @override
    @guard(returns=0)
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    @guard(returns=0)
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    @guard(returns=None)
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT
            case Qt.ItemDataRole.FontRole:
                return self._link_font if self.neurons(index) else self._font
            case Qt.ItemDataRole.ForegroundRole:
                is_empty_count = COLUMNS[index.column()].neurons is not None and not self.neurons(index)
                return self._theme.secondary if is_empty_count else self._theme.text
            case Qt.ItemDataRole.ToolTipRole:
                return COLUMNS[index.column()].meaning
            case _:
                return None

    @override
    @guard(returns=None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            layer = self._rows[section].layer
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return f"layer {layer}"
                case Qt.ItemDataRole.ToolTipRole:
                    return f"What is read off layer {layer}; the output is the last row."
                case _:
                    return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section].symbol
            case Qt.ItemDataRole.ToolTipRole:
                return COLUMNS[section].meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT
            case _:
                return None

    def _tell_changes(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))


class FlowPanel(QWidget):
    """Draws the readings that it is shown; a click on a count asks for the neurons that it counts."""

    #: A tuple of Neuron: a count was clicked, and these are what it counts.
    neurons_clicked = Signal(object)
    #: What the panel shows, for the dock's title line.
    title_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flow_panel")
        self.setAccessibleName("Gradient flow")
        self._title = ""
        self._model = FlowModel(self)
        self._view = self._make_view()
        self._sentence = self._make_line("flow_sentence")
        self._step = self._make_line("flow_step")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._view, 1)
        for line in (self._sentence, self._step):
            layout.addWidget(line)
        layout.addStretch(0)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.clear()

    def show_reading(self, reading: FlowReading | None) -> None:
        """Show a reading; None is what a question that failed is answered with."""
        if reading is None:
            return
        had_rows = self._model.rowCount()
        self._model.show_rows(words.flow_rows(reading))
        if self._model.rowCount() != had_rows:
            self._fit_view()
        self._view.show()
        self._sentence.setText(words.flow_sentence(reading))
        self._step.setText(words.step_sentence(reading))
        self._step.show()
        self._tell_title(words.title(reading))

    def clear(self) -> None:
        """Begin afresh: another project is open now."""
        self._model.show_rows(())
        self._sentence.setText(_NOTHING_YET)
        for widget in (self._view, self._step):
            widget.hide()
        self._tell_title("")

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        # Its table scrolls: it takes no room from the panels around it.
        return QSize(100, 100)

    def _make_line(self, name: str) -> QLabel:
        line = QLabel(self)
        line.setObjectName(name)
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        set_role(line, "secondary")
        return line

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        view.setObjectName("flow_table")
        view.setAccessibleName("Gradient flow by layer")
        view.setToolTip("How δ goes back through the layers: one row a layer. Each header says what it is.")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setModel(self._model)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = view.verticalHeader(), view.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(_ROW_HEIGHT)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        rows.setHighlightSections(False)
        # The padding of the column headers would cut the names of rows this low.
        rows.setStyleSheet("QHeaderView::section { padding: 0 6px; border: none; }")
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.clicked.connect(self._on_cell_clicked)
        view.activated.connect(self._on_cell_clicked)
        return view

    def _fit_view(self) -> None:
        # Measured by the widest number, once: columns that follow their contents would jump while training runs.
        columns = self._view.horizontalHeader()
        metrics = QFontMetrics(fonts.number_font(fonts.SECONDARY))
        for column, each in enumerate(COLUMNS):
            least = metrics.horizontalAdvance(each.widest) + _CELL_MARGINS
            columns.resizeSection(column, max(columns.sectionSizeHint(column), least))
        bar = self._view.horizontalScrollBar().sizeHint().height()
        around = columns.sizeHint().height() + bar + 4
        self._view.setMaximumHeight(self._model.rowCount() * _ROW_HEIGHT + around)

    def _tell_title(self, title: str) -> None:
        if title != self._title:
            self._title = title
            self.title_changed.emit(title)

    @guard
    def _on_cell_clicked(self, index: QModelIndex) -> None:
        neurons = self._model.neurons(index)
        if neurons:
            self.neurons_clicked.emit(neurons)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._model.show_theme(theme)
