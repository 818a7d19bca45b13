"""The route table: by which neurons the selected one reaches the cost, term by term of BP1 or BP2."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.routes import RouteReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.samples import reading_words
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.routes.rows import RouteRow, RouteTable, route_table
from bpexplorer.panels.shared.table_model import Heading, Index, TableModel
from bpexplorer.panels.shared.table_view import PanelTable

_NOTHING = RouteTable((), (), "")
_ROW_HEIGHT = 18
_NARROWEST_COLUMN = 28
#: However low the panel is, so many rows can be seen.
_FEWEST_ROWS = 3


class RouteModel(TableModel[RouteTable]):
    """A RouteTable for a view: rows named in the first column, numbers right of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_NOTHING, parent)
        self._text_font = fonts.text_font(fonts.SECONDARY)
        self._bold_text_font = fonts.text_font(fonts.SECONDARY, bold=True)
        self._number_font = fonts.number_font(fonts.SECONDARY)
        self._sum_font = fonts.number_font(fonts.SECONDARY, bold=True)

    def strongest(self) -> int:
        """The first row whose product counts, or row 0."""
        rows = enumerate(self.table.rows)
        return next((k for k, row in rows if row.neuron is not None and row.counts), 0)

    def neuron(self, index: Index) -> Neuron | None:
        """The neuron that a row speaks of."""
        return self.table.rows[index.row()].neuron if self.holds(index) else None

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        shown = self.table.rows[row]
        is_product = column == len(self.table.columns) - 1
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.table.text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column) | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                is_bold = shown.neuron is None or (shown.counts and is_product)
                if column == 0:
                    return self._bold_text_font if is_bold else self._text_font
                return self._sum_font if is_bold else self._number_font
            case Qt.ItemDataRole.ForegroundRole:
                is_faint = not shown.lives or (is_product and not shown.counts)
                return current_theme().secondary if is_faint else current_theme().text
            case Qt.ItemDataRole.BackgroundRole:
                return current_theme().field if shown.neuron is None else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(shown, column)
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        shown = self.table.columns[column]
        return Heading(shown.symbol, shown.meaning, _side(column))

    @override
    def is_selectable(self, row: int) -> bool:
        return self.table.rows[row].neuron is not None

    def _tooltip(self, row: RouteRow, column: int) -> str:
        if row.neuron is None:
            return ""
        meaning = self.table.columns[column].meaning + "\n" if column else ""
        return f"{meaning}{str(row.neuron).capitalize()}; click to select it."


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


class RoutesPanel(Panel):
    """The route table of the selected neuron for the selected sample: with a demon its changes, without one slopes.

    A demon's changes are shown while the selected neuron is the demon's.
    """

    #: A row was clicked: layer, index.

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("routes_panel", "Routes", parent)
        self._scrolled_to: tuple[Neuron, int] | None = None
        self._sentence = QLabel(self)
        self._sentence.setObjectName("routes_sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._sentence, "secondary")
        self._model = RouteModel()
        self._view = self._make_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sentence)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)
        self.clear()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        shown = _shown(picture)
        if before is None or shown is None or _shown(before) is not shown:
            self._show_table(picture, shown)

    @override
    def clear(self) -> None:
        self._model.show_table(_NOTHING)
        self._view.hide()
        self._sentence.setText(_why_empty(None))
        self._scrolled_to = None
        self._tell_note("")

    def _make_view(self) -> PanelTable:
        view = PanelTable(
            self._model,
            name="routes_table",
            accessible_name="Route table",
            row_height=_ROW_HEIGHT,
            parent=self,
        )
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(_NARROWEST_COLUMN)
        view.clicked.connect(self._on_row_clicked)
        view.activated.connect(self._on_row_clicked)
        return view

    def _show_table(self, picture: Picture, shown: DemonReading | RouteReading | None) -> None:
        table = None if shown is None else _table(picture, shown)
        has_other_shape = self._model.show_table(table or _NOTHING)
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
        around, row = header.sizeHint().height() + 4, self._view.verticalHeader().defaultSectionSize()
        self._view.setMinimumHeight(min(self._model.rowCount(), _FEWEST_ROWS) * row + around)
        self._view.setMaximumHeight(self._model.rowCount() * row + around)

    @guard
    def _on_row_clicked(self, index: QModelIndex) -> None:
        neuron = self._model.neuron(index)
        if neuron is not None:
            self.act_requested.emit(Select((neuron,)))


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
