"""What the models of the panels' tables have in common."""

from collections.abc import Sized
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard

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


T = TypeVar("T", bound=Shown)


class TableModel(QAbstractTableModel, Generic[T]):
    """Shows one table at a time."""

    def __init__(self, table: T, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table

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
            self.tell()
            return False
        self.beginResetModel()
        self._table = table
        self.endResetModel()
        return True

    def tell(self) -> None:
        """Every cell may look different now."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    @override
    @guard(returns=0)
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    @override
    @guard(returns=0)
    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.columns)
