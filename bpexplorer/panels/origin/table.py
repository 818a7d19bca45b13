"""The table of terms: numbers, and a bar for each term to the side of its sign."""

from operator import or_
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.spec import Neuron
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import sign_ink
from bpexplorer.look.shortening import apart
from bpexplorer.look.stylesheet import DENSE_PADDING, set_role
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.origin.rows import NOTHING, OriginTable
from bpexplorer.panels.shared.tables.table_model import Heading, Index, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelDelegate, PanelTable
from bpexplorer.translation import tr

ROW_HEIGHT, HEADER_HEIGHT = 19, 20
#: So many rows can be seen at once, however many there are.
MOST_ROWS: Final = 10
PADDING: Final = DENSE_PADDING
_EDGES: Final = 2
#: The bars: their height, and the least width of the room for them.
BAR_HEIGHT, NARROWEST_BARS = 9.0, 40
#: Columns of numbers, at most.
_COLUMNS: Final = 3
#: Texts as wide as plain decimals, and as any number.
_PLAIN, _WIDEST = "+99.9999", "+" * numbers.WIDEST
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OriginModel(TableModel[OriginTable]):
    """An OriginTable for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NOTHING, parent)

    def neuron(self, index: Index) -> Neuron | None:
        """Of which neuron a row is; None where there is none."""
        return self.table.neuron(index.row()) if self.holds(index) else None

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        table = self.table
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return table.text(row, column)
            case Qt.ItemDataRole.EditRole if column and not table.is_bar(column):
                return None if table.is_hidden(column) else table.value(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column else _LEFT
            case Qt.ItemDataRole.FontRole:
                return fonts.number_font(fonts.SECONDARY, bold=column == len(table.values))
            case Qt.ItemDataRole.ForegroundRole:
                theme = current_theme()
                is_term = column == 0 or table.hides_terms or table.value(row, len(table.values))
                return theme.text if is_term else theme.secondary
            case Qt.ItemDataRole.ToolTipRole:
                meaning = f"{table.columns[column].meaning}.\n" if column else ""
                return tr(
                    "{meaning}{neuron}: {name}. Click to select it.",
                    meaning=meaning,
                    neuron=str(table.neuron(row)).capitalize(),
                    name=table.name(row),
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                if table.is_hidden(column):
                    return tr("{symbol}: to be worked out", symbol=table.columns[len(table.values)].symbol)
                if table.is_bar(column):
                    return tr(
                        "{share} of the largest", share=numbers.percent(table.share(row), decimals=0).strip()
                    )
                return f"{table.columns[column].symbol}: {table.text(row, column)}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        shown = self.table.columns[column]
        return Heading(
            shown.symbol, shown.meaning, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        )


class OriginDelegate(PanelDelegate):
    """Draws a cell: its text, or the bar of its row. The row under the mouse is tinted, and so is a marked one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row_under_mouse = -1
        #: What the rows' names are shortened to; empty: they have room.
        self.short_names: tuple[str, ...] = ()

    @override
    @guard
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, OriginModel)
        if not model.holds(index):
            return
        table, theme, row, column = model.table, current_theme(), index.row(), index.column()
        rect: QRect = option.rect
        if row == table.marked:
            painter.fillRect(rect, theme.accent_soft)
        elif row == self.row_under_mouse:
            painter.fillRect(rect, theme.field)
        if table.is_bar(column):
            _draw_bar(painter, QRectF(rect), table.share(row), theme)
            return
        # Of the model itself: by way of Qt each of these takes as long as drawing the text.
        painter.save()
        painter.setFont(model.cell_data(row, column, Qt.ItemDataRole.FontRole))
        painter.setPen(model.cell_data(row, column, Qt.ItemDataRole.ForegroundRole))
        room = rect.adjusted(PADDING, 0, -PADDING, 0)
        text = model.cell_data(row, column, Qt.ItemDataRole.DisplayRole)
        if column == 0 and self.short_names:
            text = self.short_names[row]
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_RIGHT if column else _LEFT), shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.accent, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()


def _draw_bar(painter: QPainter, rect: QRectF, share: float, theme: Theme) -> None:
    """Draw a bar from the middle of the room to the side of its sign."""
    half = rect.width() / 2.0 - PADDING
    middle = round(rect.center().x())
    height = BAR_HEIGHT * fonts.dpi_scale()
    top = round(rect.center().y() - height / 2.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if share:
        length = max(1.0, round(abs(share) * half))
        left = middle if share > 0.0 else middle - length
        colour = sign_ink(share, theme)
        painter.fillRect(QRectF(left, top, length, height), colour)
    painter.fillRect(QRectF(middle, rect.top(), 1.0, rect.height()), theme.line)


class OriginTableView(PanelTable):
    """Shows an OriginTable as high as its rows, up to so many."""

    #: Neuron: its row was clicked.
    chosen = Signal(object)
    #: The row that is pointed at, with mouse or keys; None: it is none any more.
    pointed = Signal(object)
    #: How wide the room for the bars is: what stands below the numbers can be lined up with them.
    bars_fitted = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, name: str = "origin_table") -> None:
        self._model = OriginModel()
        super().__init__(
            self._model,
            name=name,
            accessible_name=tr("Terms"),
            row_height=ROW_HEIGHT,
            parent=parent,
        )
        #: Which columns had a number yet that needs more room than plain decimals. While the terms are the same ones it
        #: isn't taken back: columns that come and go are worse than wide ones.
        self._wide: tuple[bool, ...] = ()
        self._delegate = OriginDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_role(self.horizontalHeader(), "dense")
        self.horizontalHeader().setDefaultSectionSize(1)
        self.horizontalHeader().setFixedHeight(round(HEADER_HEIGHT * fonts.dpi_scale()))
        self.verticalHeader().hide()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.entered.connect(self._on_entered)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    @property
    def table(self) -> OriginTable:
        """What is shown."""
        return self._model.table

    @property
    def names_shown(self) -> tuple[str, ...]:
        """What the rows are called as it is written; empty where neurons have no names but numbers."""
        return self._delegate.short_names

    @property
    def is_pointed(self) -> bool:
        """Whether the mouse is over a row."""
        return self._delegate.row_under_mouse >= 0

    def show_table(self, table: OriginTable) -> None:
        """Show a table."""
        was_shape, wide = self.table.shape, table.wide_columns
        if was_shape == table.shape:
            wide = tuple(map(or_, wide, self._wide))
        if self._model.show_table(table) or wide != self._wide:
            self._wide = wide
            self._fit()
        self._shorten_names()
        row = self._delegate.row_under_mouse
        if row >= len(table.rows):
            self._point(-1)
        elif row >= 0:
            self.pointed.emit(row)  # its numbers are others now
        self.viewport().update()

    def rows_in(self, height: int) -> int:
        """How many rows so much height has room for."""
        room = height - self.horizontalHeader().height() - _EDGES
        return room // self.verticalHeader().defaultSectionSize()

    def _fit(self) -> None:
        """Be as high as the rows, and give the bars what names and numbers leave."""
        rows = min(len(self.table.rows), MOST_ROWS) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().height() + rows + _EDGES)
        count = len(self.table.columns)
        if not count:
            return
        # What a fraction of a pixel is missing of is drawn with “…”.
        plain, wide = (_digits().horizontalAdvance(text) + 1 + 2 * PADDING for text in (_PLAIN, _WIDEST))
        widths = [
            max(wide if is_wide else plain, _heading_width(column.symbol))
            for column, is_wide in zip(self.table.columns[1:-1], self._wide, strict=True)
        ]
        # Terms without factors take their room, too: so bars, and what is lined up with them, stay where they are.
        widths[-1] = max(widths[-1], (_COLUMNS - len(widths) + 1) * plain)
        for column, width in enumerate(widths, start=1):
            self.setColumnWidth(column, width)
        index, named = self._widths_of_names()
        room = self.viewport().width() - sum(widths) - index
        named = min(named, max(room - NARROWEST_BARS, 0))
        bars = max(room - named, 0)
        self.setColumnWidth(0, index + named)
        self.setColumnWidth(count - 1, bars)
        self.bars_fitted.emit(bars)
        self._shorten_names()

    def _shorten_names(self) -> None:
        """Write the rows' names so that they differ in the room they have."""
        table, delegate = self.table, self._delegate
        delegate.short_names = ()
        if not table.names:
            return
        metrics = _digits()
        indices = [f"{table.neuron(row).index}  " for row in range(len(table.rows))]
        room = self.columnWidth(0) - 2 * PADDING - max(map(metrics.horizontalAdvance, indices), default=0)
        names = [table.names[table.neuron(row).index] for row in range(len(table.rows))]
        short = apart(names, room, metrics.horizontalAdvance)
        delegate.short_names = tuple(index + name for index, name in zip(indices, short, strict=True))

    def _widths_of_names(self) -> tuple[int, int]:
        """What the neurons' numbers need, and their names after these."""
        table = self.table
        metrics = _digits()
        index = metrics.horizontalAdvance(str(int(table.neurons.max(initial=0))))
        named = max((metrics.horizontalAdvance(f"  {name}") for name in table.names), default=0)
        return index + 3 * PADDING, named

    def _point(self, row: int) -> None:
        if row != self._delegate.row_under_mouse:
            self._delegate.row_under_mouse = row
            self.viewport().update()
            self.pointed.emit(row if row >= 0 else None)

    def _point_at(self, index: Index) -> None:
        self._point(index.row() if self._model.holds(index) else -1)

    @guard
    def _on_entered(self, index: QModelIndex) -> None:
        self._point_at(index)

    @guard
    def _on_chosen(self, index: QModelIndex) -> None:
        neuron = self._model.neuron(index)
        if neuron is not None:
            self.chosen.emit(neuron)

    @override
    @guard
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._point_at(current)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.viewport().underMouse():
            self._point(-1)

    @override
    @guard(returns=False)
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._point(-1)
        return super().viewportEvent(event)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _heading_width(text: str) -> int:
    # WORKAROUND: what headers say they need includes room for an arrow that sorts.
    return QFontMetrics(fonts.secondary_font()).horizontalAdvance(text) + 2 + 2 * PADDING


def _digits() -> QFontMetrics:
    return QFontMetrics(fonts.number_font(fonts.SECONDARY, bold=True))
