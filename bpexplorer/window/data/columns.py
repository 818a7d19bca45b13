"""The columns of a table as a list: what each is for is chosen here, for one or for all that are selected."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.data.recipe import Role
from bpexplorer.guard import guard
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.tables.table_model import Heading, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelDelegate, PanelTable
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.data.choosing import can_also
from bpexplorer.window.data.columns_table import CHOSEN, HEADINGS, ColumnsTable, Part
from bpexplorer.window.data.histogram import draw_histogram, in_words

_ROW_HEIGHT = 26
#: Beside the text of a cell, and of the arrow of one that is chosen from a list.
_PADDING, _ARROW = 8, 14
#: How wide the parts of a row are at the least, and at the most before room is left over.
_LEAST_NAME, _VALUES, _LEAST_REMARK = 90, 110, 72
#: The part of the room that names may take.
_NAME_SHARE = 0.28
#: So many columns are measured: there may be thousands.
_MEASURED = 200
_LEFT = Qt.AlignmentFlag.AlignLeft


class ColumnsModel(TableModel[ColumnsTable]):
    """Reads the rows out of a `ColumnsTable`."""

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        part, table = Part(column), self.table
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return table.text(row, part)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, part)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if part is Part.MISSING else _LEFT
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return self._meaning(row, part)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = table.text(row, part) or self._meaning(row, part)
                return f"{table.rows[row].name}, {HEADINGS[part][0]}: {said}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        text, meaning = HEADINGS[Part(column)]
        return Heading(text, meaning, Qt.AlignmentFlag.AlignRight if column == Part.MISSING else _LEFT)

    def _ink(self, row: int, part: Part) -> QColor:
        theme, role = current_theme(), self.table.recipe_of(row).role
        if role is Role.TARGET and part in (Part.NAME, Part.ROLE):
            return theme.accent
        if part is Part.MISSING and self.table.rows[row].missing_count:
            return theme.warning
        return theme.secondary if role is Role.LEAVE_OUT or part is Part.REMARK else theme.text

    def _meaning(self, row: int, part: Part) -> str:
        if part is Part.VALUES:
            seen = self.table.glance_of(row)
            return "" if seen is None else in_words(seen)
        return self.table.text(row, part) if part is Part.REMARK else HEADINGS[part][1]


class _Cells(PanelDelegate):
    """Paints an arrow where something is chosen from a list, and the bars of the values."""

    def __init__(self, view: "ColumnsList", model: ColumnsModel) -> None:
        super().__init__(view)
        self._model = model

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if not self._model.holds(index):
            return
        part, theme = Part(index.column()), current_theme()
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if part is Part.VALUES:
            seen = self._model.table.glance_of(index.row())
            if seen is not None:
                draw_histogram(painter, place.adjusted(_PADDING, 4.0, -_PADDING, -4.0), seen.counts, theme)
        elif self._model.table.offered(index.row(), part):
            tip = QPointF(place.right() - _ARROW / 2 - 2.0, place.center().y() + 2.0)
            is_chosen = bool(option.state & QStyle.StateFlag.State_MouseOver)
            painter.setPen(QPen(theme.accent if is_chosen else theme.secondary, 1.4))
            painter.drawPolyline(QPolygonF([tip + QPointF(-3.5, -3.5), tip, tip + QPointF(3.5, -3.5)]))
        painter.restore()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return size + QSize(_ARROW, 0) if index.column() in CHOSEN else size


class ColumnsList(PanelTable):
    """A row for each column; a click on a role, a type or a rule, or Return there, offers the others."""

    #: (rows, what it is of a row, what is wanted there)
    change_requested = Signal(object, object, object)

    def __init__(self, table: ColumnsTable, parent: QWidget) -> None:
        self._model = ColumnsModel(table)
        super().__init__(
            self._model,
            name="data_columns",
            accessible_name=tr("Columns"),
            row_height=_ROW_HEIGHT,
            parent=parent,
        )
        self.setItemDelegate(_Cells(self, self._model))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.clicked.connect(self._on_clicked)

    @property
    def shown(self) -> ColumnsTable:
        """What is shown."""
        return self._model.table

    def show_table(self, table: ColumnsTable) -> None:
        """Show these columns."""
        self._model.show_table(table)
        self._share_room()

    def menu_at(self, row: int, part: Part) -> QMenu | None:
        """What can be chosen there, for all that are selected if that row is; None if nothing can."""
        offered, now = self.shown.offered(row, part), self.shown.chosen(row, part)
        if not offered:
            return None
        selected = sorted({index.row() for index in self.selectedIndexes()})
        rows = tuple(selected) if row in selected else (row,)
        menu = QMenu(self)
        menu.setObjectName("data_choice")
        menu.setAccessibleName(HEADINGS[part][0])
        if len(rows) > 1:
            menu.addSection(tr_n("Of {count} column", "Of {count} columns", len(rows)))
        for value, words in offered.items():
            entry = menu.addAction(words)
            entry.setObjectName(f"data_choice_{value}")
            entry.setCheckable(True)
            entry.setChecked(value == now)
            entry.setData((rows, part, value))
            if (
                value is Role.TARGET
                and len(rows) == 1
                and can_also(self.shown.recipe, self.shown.recipe_of(row))
            ):
                more = menu.addAction(tr("also to predict"))
                more.setObjectName("data_choice_also")
                more.setData((rows, part, (value, True)))
        menu.triggered.connect(self._on_chosen)
        return menu

    @guard
    def _on_chosen(self, entry: QAction) -> None:
        self.change_requested.emit(*entry.data())

    def _offer(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if not self._model.holds(index):
            return
        menu = self.menu_at(index.row(), Part(index.column()))
        if menu is None:
            return
        connect_qt(menu, "aboutToHide()", menu, "deleteLater()")
        cell = self.visualRect(index)
        menu.setMinimumWidth(cell.width())
        menu.popup(self.viewport().mapToGlobal(cell.bottomLeft()))

    def _share_room(self) -> None:
        """Names and choices as wide as the longest of each, the rest for remarks."""
        widths = {part: self._needed(part) for part in (Part.NAME, Part.MISSING, *CHOSEN)}
        most = max(_LEAST_NAME, round(_NAME_SHARE * self.viewport().width()))
        widths[Part.NAME] = min(max(widths[Part.NAME], _LEAST_NAME), most)
        widths[Part.VALUES] = _VALUES
        widths[Part.REMARK] = max(self.viewport().width() - sum(widths.values()), _LEAST_REMARK)
        for part, width in widths.items():
            self.setColumnWidth(part, width)

    def _needed(self, part: Part) -> int:
        """What the longest of the first texts there needs, and their heading."""
        table = self.shown
        words = {table.text(row, part) for row in range(min(len(table.rows), _MEASURED))}
        longest = max(map(self.fontMetrics().horizontalAdvance, words | {HEADINGS[part][0]}))
        return longest + 2 * _PADDING + (_ARROW if part in CHOSEN else 0)

    @guard
    def _on_clicked(self, index: QModelIndex) -> None:
        if (
            QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
        ):  # else it is about what is selected
            self._offer(index)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)
        if event.key() in keys and self._model.holds(self.currentIndex()):
            self._offer(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index, plain = self.indexAt(event.position().toPoint()), Qt.KeyboardModifier.NoModifier
        rows = {each.row() for each in self.selectedIndexes()}
        if (
            event.button() is Qt.MouseButton.LeftButton
            and event.modifiers() == plain
            and len(rows) > 1
            and index.row() in rows
            and self.shown.offered(index.row(), Part(index.column()))
        ):
            event.accept()  # what is selected stays so, and is what the choice is for
            self._offer(index)
            return
        super().mousePressEvent(event)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
