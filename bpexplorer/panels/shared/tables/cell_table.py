"""A table view of cells with bars. The names of the rows stay where they are while the columns scroll."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.cells.cells import Table
from bpexplorer.panels.shared.tables.table_model import Heading, Index, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelDelegate, PanelTable

_BAR_ROLE = Qt.ItemDataRole.UserRole
_NOTHING = Table((), ())

ROW_HEIGHT = 20
#: Room beside the digits of a cell, and beside the bar below them.
PADDING = 6
BAR_HEIGHT = 3.0
#: A longer name of a row is shortened; its tooltip has all of it.
_WIDEST_NAME = 120
#: However wide the table is, a column is at most so much wider than it needs to be.
WIDEST = 1.7
#: However low the panel is, so many rows can be seen.
FEWEST_ROWS = 2


class CellModel(TableModel[Table]):
    """A Table for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_NOTHING, parent)

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        shown, heading = self.table.rows[row], self.table.columns[column]
        cell = shown.cells[column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.EditRole:
                return cell.value
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if heading.has_words else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return fonts.secondary_font() if heading.has_words else fonts.number_font(fonts.SECONDARY)
            case Qt.ItemDataRole.ForegroundRole:
                theme = current_theme()
                return theme.secondary if cell.faint else theme.text
            case Qt.ItemDataRole.ToolTipRole:
                return "\n\n".join(filter(None, (shown.meaning, heading.meaning, cell.note)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{shown.name}, {heading.title}: {cell.text}"
            case _ if role == _BAR_ROLE:
                return cell.bar
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        shown = self.table.columns[column]
        side = Qt.AlignmentFlag.AlignLeft if shown.has_words else Qt.AlignmentFlag.AlignRight
        return Heading(shown.title, shown.meaning, side)

    @override
    def row_heading(self, row: int) -> Heading:
        shown = self.table.rows[row]
        return Heading(shown.name, shown.meaning, Qt.AlignmentFlag.AlignLeft)


class BarDelegate(PanelDelegate):
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


class CellTable(PanelTable):
    """Shows a Table. Columns are as wide as they need to be, and wider if there is room."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        self._cells = CellModel()
        super().__init__(
            self._cells, name=name, accessible_name=accessible_name, row_height=ROW_HEIGHT, parent=parent
        )
        self.setItemDelegate(BarDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def table(self) -> Table:
        """What is shown."""
        return self._cells.table

    def show_table(self, table: Table) -> None:
        """Show a table."""
        if not self._cells.show_table(table):
            return
        names = max((_text_width(row.name) for row in table.rows), default=0)
        elide = Qt.TextElideMode.ElideMiddle if names > _WIDEST_NAME else Qt.TextElideMode.ElideNone
        self.verticalHeader().setTextElideMode(elide)
        self.verticalHeader().setFixedWidth(min(names, _WIDEST_NAME) + 2 * PADDING)
        rows = self.verticalHeader().defaultSectionSize()
        around = self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(min(len(table.rows), FEWEST_ROWS) * rows + around)
        self._share_width()

    def show_all_rows(self) -> None:
        """Be as high as all rows need, with a scroll bar below or without."""
        rows = len(self.table.rows) * self.verticalHeader().defaultSectionSize()
        around = self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(rows + around)

    def _share_width(self) -> None:
        """Give each column what it needs, and of the rest as much as still reads well."""
        needed = [self._needed_width(column) for column in range(len(self.table.columns))]
        if not needed:
            return
        room = self.viewport().width()
        missing = sum(needed) - room
        for column, shown in enumerate(self.table.columns):
            if missing > 0 and shown.has_words:
                given = min(missing, needed[column] - _text_width(shown.title) - 2 * PADDING)
                needed[column] -= given
                missing -= given
        stretch = min(max(room / sum(needed), 1.0), WIDEST)
        for column, width in enumerate(needed):
            self.setColumnWidth(column, int(width * stretch))

    def _needed_width(self, column: int) -> int:
        shown = self.table.columns[column]
        digits = QFontMetrics(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("0" * shown.characters)
        inside = _text_width("n" * shown.characters) if shown.has_words else digits
        return 2 * PADDING + max(inside, _text_width(shown.title))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()


def _text_width(text: str) -> int:
    # WORKAROUND: what headers say they need includes room for an arrow that sorts.
    return QFontMetrics(fonts.secondary_font()).horizontalAdvance(text) + 2
