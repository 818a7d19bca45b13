"""The route table: by which neurons the selected one reaches the cost, term by term of BP1 or BP2."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
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

from bpexplorer.core.reading import DemonReading
from bpexplorer.core.route_reading import RouteReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.samples import reading_words
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.route_rows import Column, RouteTable, Row, route_table

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW_HEIGHT = 18
_NARROWEST_COLUMN = 28
#: However low the panel is, so many rows can be seen.
_FEWEST_ROWS = 3


class RouteModel(QAbstractTableModel):
    """A RouteTable for a view: rows named in the first column, numbers right of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._theme = current_theme()
        self._text_font = fonts.text_font(fonts.SECONDARY)
        self._bold_text_font = fonts.text_font(fonts.SECONDARY, bold=True)
        self._number_font = fonts.number_font(fonts.SECONDARY)
        self._sum_font = fonts.number_font(fonts.SECONDARY, bold=True)

    def show_table(self, table: RouteTable | None) -> bool:
        """Show a table, and say whether it has another shape than the one before.

        One of the same shape only changes the numbers, so that selection and scroll stay.
        """
        columns, rows = (table.columns, table.rows) if table else ((), ())
        if columns == self._columns and [row.name for row in rows] == [row.name for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns)))
            return False
        self.beginResetModel()
        self._columns, self._rows = columns, rows
        self.endResetModel()
        return True

    def show_theme(self, theme: Theme) -> None:
        """Colour the rows for a theme."""
        self._theme = theme
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns)))

    def strongest(self) -> int:
        """The first row whose product counts, or row 0."""
        return next((k for k, row in enumerate(self._rows) if row.neuron is not None and row.counts), 0)

    def neuron(self, row: int) -> Neuron | None:
        """The neuron that a row speaks of."""
        return self._rows[row].neuron

    @override
    @guard(returns=0)
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    @guard(returns=0)
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self._columns else len(self._columns) + 1

    @override
    @guard(returns=None)
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name if index.column() == 0 else row.cells[index.column() - 1]
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                is_bold = row.neuron is None or (row.counts and self._is_product(index))
                if index.column() == 0:
                    return self._bold_text_font if is_bold else self._text_font
                return self._sum_font if is_bold else self._number_font
            case Qt.ItemDataRole.ForegroundRole:
                is_faint = not row.lives or (self._is_product(index) and not row.counts)
                return self._theme.secondary if is_faint else self._theme.text
            case Qt.ItemDataRole.BackgroundRole:
                return self._theme.field if row.neuron is None else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(row, index.column())
            case _:
                return None

    @override
    @guard(returns=None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = Column("k", "The row's neuron") if section == 0 else self._columns[section - 1]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.symbol
            case Qt.ItemDataRole.ToolTipRole:
                return column.meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    @override
    @guard(returns=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self._rows[index.row()].neuron is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _is_product(self, index: _Index) -> bool:
        return index.column() == len(self._columns)

    def _tooltip(self, row: Row, column: int) -> str:
        if row.neuron is None:
            return ""
        meaning = self._columns[column - 1].meaning + "\n" if column else ""
        return f"{meaning}{str(row.neuron).capitalize()}; click to select it."


class RoutesPanel(Panel):
    """The route table of the selected neuron for the selected sample: with a demon its changes, without one slopes.

    A demon's changes are shown while the selected neuron is the demon's.
    """

    #: A row was clicked: layer, index.
    neuron_clicked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("routes_panel", "Routes", parent)
        self._scrolled_to: tuple[Neuron, int] | None = None
        self._sentence = QLabel(self)
        self._sentence.setObjectName("routes_sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._sentence, "secondary")
        self._model = RouteModel(self)
        self._view = self._make_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sentence)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.clear()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        shown = _shown(picture)
        if before is None or shown is None or _shown(before) is not shown:
            self._show_table(picture, shown)

    @override
    def clear(self) -> None:
        self._model.show_table(None)
        self._view.hide()
        self._sentence.setText(_why_empty(None))
        self._scrolled_to = None
        self._tell_note("")

    def _make_view(self) -> QTableView:
        view = QTableView(self)
        view.setObjectName("routes_table")
        view.setAccessibleName("Route table")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setModel(self._model)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        view.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_NARROWEST_COLUMN)
        view.clicked.connect(self._on_row_clicked)
        view.activated.connect(self._on_row_clicked)
        return view

    def _show_table(self, picture: Picture, shown: DemonReading | RouteReading | None) -> None:
        table = None if shown is None else _table(picture, shown)
        has_other_shape = self._model.show_table(table)
        self._view.setVisible(table is not None)
        self._sentence.setText(table.sentence if table else _why_empty(picture.session.primary))
        self._tell_note("" if shown is None else _title(shown))
        if shown is None:
            return
        if has_other_shape:
            self._fit_view()
        # Another network may have the same subject: its first rows could lie out of sight.
        if has_other_shape or (shown.neuron, shown.sample) != self._scrolled_to:
            self._scrolled_to = shown.neuron, shown.sample
            # In the middle: the sentence above may yet grow by a line and take room.
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self._view.scrollTo(self._model.index(self._model.strongest(), 0), middle)

    def _fit_view(self) -> None:
        # Measured once a shape: a column that always follows its contents asks for every cell at every number.
        header = self._view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._view.resizeColumnToContents(0)
        around = header.sizeHint().height() + 4
        self._view.setMinimumHeight(min(self._model.rowCount(), _FEWEST_ROWS) * _ROW_HEIGHT + around)
        self._view.setMaximumHeight(self._model.rowCount() * _ROW_HEIGHT + around)

    @guard
    def _on_row_clicked(self, index: QModelIndex) -> None:
        neuron = self._model.neuron(index.row())
        if neuron is not None:
            self.neuron_clicked.emit(neuron.layer, neuron.index)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._model.show_theme(theme)


def _shown(picture: Picture) -> DemonReading | RouteReading | None:
    """The reading of the selected neuron: the demon's if that changes anything, else the slopes.

    The demon is one of the probe: of a batch there are the slopes only.
    """
    demon, state = picture.demon, picture.session
    is_probe = state.source is SampleSource.PROBE
    is_meant = demon is not None and is_probe and demon.neuron == state.primary and demon.dz
    return demon if is_meant else picture.routes


def _table(picture: Picture, shown: DemonReading | RouteReading) -> RouteTable:
    frame = picture.frame
    return route_table(
        shown.routes,
        activation=frame.spec.layer(shown.neuron.layer).activation,
        class_names=frame.data.class_names,
        depth=frame.spec.depth,
        with_demon=isinstance(shown, DemonReading),
    )


def _title(shown: DemonReading | RouteReading) -> str:
    if isinstance(shown, DemonReading):
        return f"{shown.neuron} · sample {shown.sample} · step {numbers.count(shown.step)}"
    return reading_words(shown)


def _why_empty(neuron: Neuron | None) -> str:
    if neuron is None:
        return "Select a neuron to see by which routes it reaches the cost."
    if neuron.layer == 0:
        return "Inputs have no z and no δ here. Select a neuron of a later layer."
    return ""
