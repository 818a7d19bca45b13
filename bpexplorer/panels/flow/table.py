"""One table of the gradient flow panel: numbers with bars beside them, and counts that can be clicked."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.looking import Select
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.colours import SignedScale, mix
from bpexplorer.look.stylesheet import DENSE_PADDING, set_role
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.flow.bars import BarInk
from bpexplorer.panels.flow.cells import FlowCell, FlowColumn, FlowTable
from bpexplorer.panels.shared.tables.table_model import Heading, Index, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelTable
from bpexplorer.translation import tr

ROW_HEIGHT: Final = 19
#: Room at both sides of a cell, as headings have it, and between its text and its bars.
PADDING, GAP = DENSE_PADDING, 4
BAR_HEIGHT: Final = 9.0
#: One that has no room beside its text.
THIN: Final = 3
#: Narrower ones say nothing.
NARROWEST_BARS: Final = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EMPTY = FlowCell("")


class FlowModel(TableModel[FlowTable]):
    """A FlowTable for a view."""

    def cell(self, index: Index) -> FlowCell:
        """What stands there; an empty cell where nothing does."""
        return self.table.rows[index.row()][index.column()] if self.holds(index) else _EMPTY

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        cell = self.table.rows[row][column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.EditRole:
                return cell.value
            case Qt.ItemDataRole.ToolTipRole:
                return self.table.tooltip(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                name, heading = self.table.rows[row][0].text, self.table.columns[column].symbol
                return f"{self.table.columns[0].symbol} {name}, {heading}: {cell.text}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        return Heading(
            self.table.columns[column].symbol, self.table.tooltip(None, column), Qt.AlignmentFlag.AlignLeft
        )


class FlowDelegate(QStyledItemDelegate):
    """Draws a cell: its text at the left, in a room as wide in every row, and its bars in the rest."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    @override
    @guard
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, FlowModel)
        if not model.holds(index):
            return
        cell, column, theme = model.cell(index), model.table.columns[index.column()], current_theme()
        painter.save()
        rect: QRect = option.rect
        rect = rect.adjusted(PADDING, 0, -PADDING, 0)
        if cell.neurons:
            self._draw_pill(painter, rect, cell.text, theme)
        else:
            text, bars = _rooms(rect, column) if cell.bars else (rect, None)
            painter.setFont(fonts.number_font(fonts.SECONDARY) if index.column() else fonts.secondary_font())
            painter.setPen(_ink_of(cell, index.column(), model.table, theme))
            short = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, int(_LEFT), short)
            scale = model.table.scales[index.column()]
            if bars is not None and scale is not None:
                _draw_bars(painter, bars, cell, scale.lines, theme)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.accent, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(0, 1, -1, -1))
        painter.restore()

    def _draw_pill(self, painter: QPainter, rect: QRect, text: str, theme: Theme) -> None:
        width = QFontMetrics(fonts.number_font(fonts.SECONDARY, bold=True)).horizontalAdvance(text) + 14
        pill = QRectF(rect.left() - PADDING, rect.top() + 2.0, width, rect.height() - 4.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.warning, 1.0))
        painter.setBrush(theme.warning_soft)
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.setFont(fonts.number_font(fonts.SECONDARY, bold=True))
        painter.setPen(theme.warning)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)


def _rooms(rect: QRect, column: FlowColumn) -> tuple[QRect, QRect | None]:
    """Where the text of a cell goes, and where its bar; None where there is none."""
    wanted = text_width(column.characters)
    if not column.has_bars:
        return rect, None
    if rect.width() - wanted - GAP >= NARROWEST_BARS:
        text = QRect(rect.left(), rect.top(), wanted, rect.height())
        return text, rect.adjusted(wanted + GAP, 0, 0, 0)
    # Below the text, there is always room for a thin one.
    return rect.adjusted(0, 0, 0, -THIN), QRect(rect.left(), rect.bottom() - THIN, rect.width(), THIN)


def _ink_of(cell: FlowCell, column: int, table: FlowTable, theme: Theme) -> QColor:
    is_count_of_none = table.name == "flow_neurons" and column > 0
    return (
        theme.secondary if column == 0 or is_count_of_none or cell.text in ("–", tr("output")) else theme.text
    )


def _draw_bars(
    painter: QPainter, room: QRect, cell: FlowCell, lines: tuple[float, ...], theme: Theme
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    width = room.width() - 1
    painter.setPen(QPen(theme.line, 1.0))
    for line in lines if room.height() > THIN else ():
        x = room.left() + round(line * width)
        painter.drawLine(x, room.top() + 2, x, room.bottom() - 2)
    height = min(BAR_HEIGHT, float(room.height()))
    y = room.top() + round((room.height() - height) / 2)
    for bar in cell.bars:
        begin = room.left() + round(bar.begin * width)
        length = max(1.0, round(bar.end * width) - round(bar.begin * width) + 1.0)
        painter.fillRect(QRectF(begin, y, length, height), bar_colour(bar.ink, theme))


def bar_colour(ink: BarInk, theme: Theme) -> QColor:
    """The colour of a bar; signs have those that they have everywhere."""
    match ink:
        case "negative":
            return SignedScale(1.0).color(-0.65, theme)
        case "positive":
            return SignedScale(1.0).color(0.65, theme)
        case "weights":
            return mix(theme.text, theme.panel, 0.25)
        case "slopes":
            return theme.outline
        case _:
            return theme.secondary


def text_width(characters: int) -> int:
    """What so many digits need."""
    return QFontMetrics(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("0" * characters)


class FlowTableView(PanelTable):
    """Shows a FlowTable as high as it is; what shows it scrolls."""

    #: A tuple of Neuron: a count was clicked, and these are what it counts.
    act_requested = Signal(object)  # Act

    def __init__(self, table: FlowTable, parent: QWidget | None = None) -> None:
        self._model = FlowModel(table)
        super().__init__(
            self._model, name=table.name, accessible_name=table.title, row_height=ROW_HEIGHT, parent=parent
        )
        self.setItemDelegate(FlowDelegate(self))
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_role(self.horizontalHeader(), "dense")
        self.horizontalHeader().setDefaultSectionSize(1)
        self.verticalHeader().hide()
        self.clicked.connect(self._on_cell_clicked)
        self.activated.connect(self._on_cell_clicked)
        self._fit()

    @property
    def table(self) -> FlowTable:
        """What is shown."""
        return self._model.table

    def show_table(self, table: FlowTable) -> None:
        """Show other numbers, or rows."""
        if self._model.show_table(table):
            self._fit()

    def _fit(self) -> None:
        rows = len(self.table.rows) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 1)
        self.setMinimumWidth(
            sum(_least_width(column) for column in self.table.columns if not column.is_repeated)
        )
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what it needs, and what is left to those with bars."""
        columns = self.table.columns
        needed = [_least_width(column) for column in columns]
        growing = [index for index, column in enumerate(columns) if column.has_bars] or list(
            range(1, len(columns))
        )
        width = self.viewport().width()
        is_narrow = sum(needed) > width
        for index, column in enumerate(columns):
            self.setColumnHidden(index, is_narrow and column.is_repeated)
            if self.isColumnHidden(index):
                needed[index] = 0
        spare = max(0, width - sum(needed))
        for place, index in enumerate(growing):
            # Pixels that don't divide go to the first ones.
            needed[index] += spare // len(growing) + (place < spare % len(growing))
        for index, room in enumerate(needed):
            if not self.isColumnHidden(index):
                self.setColumnWidth(index, room)

    @guard
    def _on_cell_clicked(self, index: QModelIndex) -> None:
        neurons: tuple[Neuron, ...] = self._model.cell(index).neurons
        if neurons:
            self.act_requested.emit(Select(neurons))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        counts = bool(self._model.cell(index).neurons)
        shape = Qt.CursorShape.PointingHandCursor if counts else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)


def _heading_width(text: str) -> int:
    return QFontMetrics(fonts.secondary_font()).horizontalAdvance(text) + 2


def _least_width(column: FlowColumn) -> int:
    """What a column needs without its bars, or with nothing but them."""
    return 2 * PADDING + max(_heading_width(column.symbol), text_width(column.characters))
