"""The one model of the panels' tables. What a table shows, a subclass reads out of a value."""

from collections.abc import Sized
from html import escape
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, theme_notifier

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Shown(Protocol):
    """A table as a value."""

    @property
    def columns(self) -> Sized: ...
    @property
    def rows(self) -> Sized: ...
    @property
    def shape(self) -> object:
        """What stays while only the numbers change."""


class Heading(NamedTuple):
    """What a heading says, what it means, and at which side it stands."""

    text: str
    meaning: str
    side: Qt.AlignmentFlag


T = TypeVar("T", bound=Shown)


class TableModel(QAbstractTableModel, Generic[T]):
    """Shows one table at a time.

    A view goes on with the index of what was clicked after the click has brought another table, and so may screen
    readers. So an index belongs to its table: with one of another shape it reads as nothing, whatever its place.
    """

    def __init__(self, table: T, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        #: How many tables of another shape there were; the id of every index.
        self._generation = 0
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    @property
    def table(self) -> T:
        """What is shown."""
        return self._table

    def show_table(self, table: T) -> bool:
        """Show a table, and say whether it has another shape than the one before.

        One of the same shape only changes the numbers, so that selection, scroll and focus stay.
        """
        if table.shape == self._table.shape:
            self._table = table
            self._tell()
            return False
        self.beginResetModel()
        self._table = table
        self._generation += 1
        self.endResetModel()
        return True

    def holds(self, index: Index) -> bool:
        """Whether an index is one of the table that is shown."""
        # Qt's ``hasIndex`` asks back here how many there are: as long as painting a cell.
        is_there = 0 <= index.row() < len(self._table.rows) and 0 <= index.column() < len(self._table.columns)
        return is_there and index.internalId() == self._generation

    def cell_data(self, row: int, column: int, role: int) -> Any:
        """What a cell of the table shows; tooltips as plain text."""
        raise NotImplementedError

    def column_heading(self, column: int) -> Heading:
        """What stands above a column of the table."""
        raise NotImplementedError

    def row_heading(self, row: int) -> Heading | None:
        """What stands before a row of the table, if anything does."""
        return None

    def is_selectable(self, row: int) -> bool:
        """Whether a row of the table can be selected."""
        return True

    def is_editable(self, row: int, column: int) -> bool:
        """Whether something else can be typed into a cell of the table; then there is a ``setData``."""
        return False

    def _tell(self) -> None:
        """Every cell may look different now."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self._tell()

    @final
    @override
    @guard(returns=0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    @final
    @override
    @guard(returns=0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.columns)

    @final
    @override
    @guard(returns=NOWHERE)
    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._generation)

    @final
    @override
    @guard(returns=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.holds(index):
            return None
        found = self.cell_data(index.row(), index.column(), role)
        return _rich(found) if role == Qt.ItemDataRole.ToolTipRole else found

    @final
    @override
    @guard(returns=None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        sections = self.columnCount() if orientation is Qt.Orientation.Horizontal else self.rowCount()
        if not 0 <= section < sections:
            return None
        is_above = orientation is Qt.Orientation.Horizontal
        heading = self.column_heading(section) if is_above else self.row_heading(section)
        match role:
            case _ if heading is None:
                return None
            case Qt.ItemDataRole.DisplayRole:
                return heading.text
            case Qt.ItemDataRole.ToolTipRole:
                return _rich(heading.meaning)
            case Qt.ItemDataRole.TextAlignmentRole:
                return heading.side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    @final
    @override
    @guard(returns=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.holds(index):
            return Qt.ItemFlag.NoItemFlags
        selectable = (
            Qt.ItemFlag.ItemIsSelectable if self.is_selectable(index.row()) else Qt.ItemFlag.NoItemFlags
        )
        editable = (
            Qt.ItemFlag.ItemIsEditable
            if self.is_editable(index.row(), index.column())
            else Qt.ItemFlag.NoItemFlags
        )
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren | selectable | editable


def _rich(text: str | None) -> str | None:
    """A text as rich text, of which Qt breaks the lines; of plain text it breaks none."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else None
