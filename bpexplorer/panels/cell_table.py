"""A table view of cells with bars. The names of the rows stay where they are while the columns scroll."""

from html import escape
from typing import Any

from PySide6.QtCore import (
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.cells import Table
from bpexplorer.panels.table_model import Index, TableModel

_BAR_ROLE = Qt.ItemDataRole.UserRole
_NOTHING = Table((), ())

ROW_HEIGHT = 20
#: Room beside the digits of a cell, and beside the bar below them.
PADDING = 6
BAR_HEIGHT = 3.0
#: However wide the table is, a column is at most so much wider than it needs to be.
WIDEST = 1.7
#: However low the panel is, so many rows can be seen.
FEWEST_ROWS = 2


class CellModel(TableModel[Table]):
    """A Table for a view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_NOTHING, parent)
        self._theme = current_theme()
        self._number_font = fonts.number_font(fonts.SECONDARY)

    def show_theme(self, theme: Theme) -> None:
        """Colour the cells for a theme."""
        self._theme = theme
        self.tell()

    @override
    @guard(returns=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._table.rows[index.row()], self._table.columns[index.column()]
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return self._number_font
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.secondary if cell.faint else self._theme.text
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(row.meaning, column.meaning, cell.note)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.name}, {column.title}: {cell.text}"
            case _ if role == _BAR_ROLE:
                return cell.bar
            case _:
                return None

    @override
    @guard(returns=None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._table.columns[section].title if across else self._table.rows[section].name
            case Qt.ItemDataRole.ToolTipRole:
                shown = self._table.columns if across else self._table.rows
                return _tooltip(shown[section].meaning)
            case Qt.ItemDataRole.TextAlignmentRole:
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None


def _tooltip(*parts: str) -> str:
    """Sentences below each other, as rich text: Qt breaks no lines of plain ones."""
    return f"<qt>{'<br><br>'.join(escape(part) for part in parts if part)}</qt>"


class BarDelegate(QStyledItemDelegate):
    """Draws the text of a cell, and its bar below."""

    @override
    @guard
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bar: float | None = index.data(_BAR_ROLE)
        super().paint(painter, option, index)
        if bar is None:
            return
        cell: QRect = option.rect
        theme = current_theme()
        track = QRectF(
            cell.left() + PADDING, cell.bottom() - BAR_HEIGHT, cell.width() - 2.0 * PADDING, BAR_HEIGHT
        )
        painter.fillRect(track, theme.field_pressed)
        track.setWidth(bar * track.width())
        painter.fillRect(track, theme.outline)


class CellTable(QTableView):
    """Shows a Table. Columns are as wide as they need to be, and wider if there is room."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._cells = CellModel(self)
        self.setModel(self._cells)
        self.setItemDelegate(BarDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(round(ROW_HEIGHT * fonts.dpi_scale()))
        self.horizontalHeader().setMinimumSectionSize(1)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    @property
    def table(self) -> Table:
        """What is shown."""
        return self._cells.table

    def show_table(self, table: Table) -> None:
        """Show a table."""
        if not self._cells.show_table(table):
            return
        names = max((_text_width(row.name) for row in table.rows), default=0)
        self.verticalHeader().setFixedWidth(names + 2 * PADDING)
        rows = self.verticalHeader().defaultSectionSize()
        around = self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(min(len(table.rows), FEWEST_ROWS) * rows + around)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what it needs, and of the rest as much as still reads well."""
        needed = [self._needed_width(column) for column in range(len(self.table.columns))]
        if not needed:
            return
        stretch = min(max(self.viewport().width() / sum(needed), 1.0), WIDEST)
        for column, width in enumerate(needed):
            self.setColumnWidth(column, int(width * stretch))

    def _needed_width(self, column: int) -> int:
        shown = self.table.columns[column]
        digits = QFontMetrics(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("0") * shown.characters
        return 2 * PADDING + max(digits, _text_width(shown.title))

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._cells.show_theme(theme)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()


def _text_width(text: str) -> int:
    # WORKAROUND: what headers say they need includes room for an arrow that sorts.
    return QFontMetrics(fonts.secondary_font()).horizontalAdvance(text) + 2
