"""The view of a long table: a click on a heading sorts by it, and rows that are sorted keep still under the mouse."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.samples_table.array_table import ArrayTable, Sorting
from bpexplorer.panels.shared.tables.table_model import Heading, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelTable

ROW_HEIGHT = 22
#: Beside the text of a cell.
_PADDING = 7
#: However wide the table is, a column is at most so much wider than it needs to be.
_WIDEST = 1.6
#: After the heading by which the table is sorted.
_ARROWS = {True: " ↓", False: " ↑"}
_NOTHING = ArrayTable("")


class ArrayModel(TableModel[ArrayTable]):
    """An ArrayTable for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_NOTHING, parent)

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        shown, place = self.table.columns[column], int(self.table.order[row])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown.text(place)
            case Qt.ItemDataRole.EditRole:
                return shown.value(place)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if shown.is_number else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return fonts.number_font(fonts.SECONDARY) if shown.is_number else fonts.secondary_font()
            case Qt.ItemDataRole.ForegroundRole:
                return current_theme().colors()[shown.ink(place)]
            case Qt.ItemDataRole.ToolTipRole:
                return "\n\n".join(filter(None, (self.table.row_words(place), shown.meaning)))
            case Qt.ItemDataRole.AccessibleTextRole:
                said = (shown.spoken or shown.text)(place)
                return f"{self.table.row_words(place)}, {shown.title}: {said}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        shown, sorting = self.table.columns[column], self.table.sorting
        arrow = _ARROWS[sorting.largest_first] if shown.key == sorting.by else ""
        side = Qt.AlignmentFlag.AlignRight if shown.is_number else Qt.AlignmentFlag.AlignLeft
        return Heading(shown.title + arrow, shown.meaning, side)

    def headings_changed(self) -> None:
        """The table is sorted by another column."""
        if self.columnCount():
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)


class ArrayView(PanelTable):
    """Shows an ArrayTable.

    A click or Space on a row chooses it, a double click or Return opens it; both say its place in the arrays.
    """

    row_chosen = Signal(int)
    row_opened = Signal(int)
    #: A Sorting, which the user wants.
    sorting_requested = Signal(object)
    #: The mouse has left: what kept still may move.
    mouse_left = Signal()

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        self._array = ArrayModel()
        super().__init__(
            self._array, name=name, accessible_name=accessible_name, row_height=ROW_HEIGHT, parent=parent
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self._on_section_clicked)
        self.setTabKeyNavigation(False)
        self._has_mouse = False
        self._marked: int | None = None

    @property
    def table(self) -> ArrayTable:
        """What is shown."""
        return self._array.table

    def show_table(self, table: ArrayTable) -> None:
        """Show a table that is sorted; of the same rows as before, in the order before while the mouse is on them."""
        before, sorting = self.table, table.sorting
        is_still = self._has_mouse and before.sorting == sorting and before.has_the_rows_of(table)
        place = self._place_of(self.currentIndex())
        if self._array.show_table(table.in_order(before.order, sorting) if is_still else table):
            self._share_width()
        elif before.sorting != sorting:
            self._array.headings_changed()
        self._go_to(place)

    def mark(self, place: int | None) -> None:
        """Select the row of this place, without asking for anything; one that is new comes into sight."""
        is_new, self._marked = place != self._marked, place
        row = self.table.place_shown(place)
        if row is None:
            self.clearSelection()
            return
        if is_new or not self.hasFocus():
            self._go_to(place)
        if is_new:
            self.scrollTo(self.model().index(row, 0))

    def _place_of(self, index: QModelIndex) -> int | None:
        return int(self.table.order[index.row()]) if index.isValid() and self._array.holds(index) else None

    def _go_to(self, place: int | None) -> None:
        """Let the current row be that of a place, wherever it is now; the view stays where it is."""
        row = self.table.place_shown(place)
        if row is None:
            return
        at, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        column = max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.model().index(row, column))
        self.verticalScrollBar().setValue(at)
        self.horizontalScrollBar().setValue(across)

    def _share_width(self) -> None:
        """Give each column what it needs, and of the rest as much as still reads well."""
        needed = [self._needed_width(column) for column in range(len(self.table.columns))]
        if not needed:
            return
        stretch = min(max(self.viewport().width() / sum(needed), 1.0), _WIDEST)
        for column, width in enumerate(needed):
            self.setColumnWidth(column, int(width * stretch))

    def _needed_width(self, column: int) -> int:
        shown = self.table.columns[column]
        digits = QFontMetrics(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("0" * shown.characters)
        title = QFontMetrics(fonts.secondary_font()).horizontalAdvance(shown.title + _ARROWS[True])
        return 2 * _PADDING + max(digits, title)

    @guard
    def _on_section_clicked(self, section: int) -> None:
        shown, now = self.table.columns[section], self.table.sorting
        other = not now.largest_first if now.by == shown.key else shown.largest_first
        self.sorting_requested.emit(Sorting(shown.key, other))

    def _choose(self, index: QModelIndex) -> None:
        place = self._place_of(index)
        if place is not None:
            self.row_chosen.emit(place)

    @override
    @guard
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.indexAt(_place(event)))

    @override
    @guard
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_of(self.indexAt(_place(event)))
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.row_opened.emit(place)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self._place_of(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place is not None:
            self.row_opened.emit(place)
        elif event.key() == Qt.Key.Key_Space and place is not None:
            self.row_chosen.emit(place)
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._has_mouse = True

    @override
    @guard
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._has_mouse = False
        self.mouse_left.emit()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()


def _place(event: QMouseEvent) -> QPoint:
    return event.position().toPoint()
