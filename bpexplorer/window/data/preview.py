"""The first rows of a table as they will be taken."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from bpexplorer.core.types import BoolArray
from bpexplorer.data.recipe import Missing, Recipe, Role, Taken
from bpexplorer.data.recipe.recipe import MISSING_WORDS
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.look import numbers
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.tables.table_model import Heading, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelTable
from bpexplorer.translation import tr

#: So many rows are shown, from the first on.
ROWS = 20
_ROW_HEIGHT = 22
_LEAST, _MOST, _PADDING = 56, 200, 12


@dataclass(frozen=True, slots=True, eq=False)
class FirstRows:
    """The first rows of a table, and which of them are taken; that is None as long as nobody knows."""

    table: Table
    recipe: Recipe
    is_taken: BoolArray | None = None

    @classmethod
    def of(cls, table: Table, recipe: Recipe, taken: Taken | None) -> "FirstRows":
        """As much of it as is known."""
        if taken is None:
            return cls(table, recipe)
        return cls(table, recipe, np.isin(np.arange(min(ROWS, table.rows)), taken.rows))

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of the table."""
        return self.table.columns

    @property
    def rows(self) -> range:
        """The first ones."""
        return range(min(ROWS, self.table.rows))

    @property
    def shape(self) -> object:
        """Cells stay where they are while choices change."""
        return id(self.table)

    def is_left_out(self, row: int, column: int) -> bool:
        """Whether nothing is made of this cell."""
        is_gone = self.is_taken is not None and not self.is_taken[row]
        return is_gone or self.recipe.columns[column].role is Role.LEAVE_OUT

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; where a value is missing, what becomes of it."""
        of = self.columns[column]
        if of.missing[row]:
            return tr("missing")
        # A number is quoted as it stands in the file: 2007 may be a year.
        return numbers.with_minus(of.text(row)) if of.kind is Kind.NUMBER else of.text(row)

    def meaning(self, row: int, column: int) -> str:
        """What becomes of a cell, in a sentence; nothing where it is taken as it is."""
        of, recipe = self.columns[column], self.recipe.columns[column]
        if recipe.role is Role.LEAVE_OUT:
            return tr("The column “{name}” is left out.", name=of.name)
        if self.is_taken is not None and not self.is_taken[row]:
            return tr("Row {row} is left out: a value is missing.", row=numbers.count(row))
        if of.missing[row] and recipe.missing is not Missing.LEAVE_OUT_ROW:
            return tr("The value is missing: {rule}.", rule=MISSING_WORDS[recipe.missing])
        return ""


class PreviewModel(TableModel[FirstRows]):
    """Reads the cells out of `FirstRows`."""

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        table = self.table
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return table.text(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(column) | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return table.meaning(row, column)
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        name = self.table.columns[column].name
        return Heading(name, name, self._side(column))

    @override
    def row_heading(self, row: int) -> Heading | None:
        return Heading(
            numbers.count(row), tr("Row {row}", row=numbers.count(row)), Qt.AlignmentFlag.AlignRight
        )

    def _side(self, column: int) -> Qt.AlignmentFlag:
        is_coded = self.table.columns[column].kind.is_coded
        return Qt.AlignmentFlag.AlignLeft if is_coded else Qt.AlignmentFlag.AlignRight

    def _ink(self, row: int, column: int) -> QColor:
        theme = current_theme()
        if self.table.is_left_out(row, column):
            return theme.disabled
        if self.table.columns[column].missing[row]:
            return theme.warning
        return theme.accent if self.table.recipe.columns[column].role is Role.TARGET else theme.text


class Preview(PanelTable):
    """The first rows, each column as wide as what is in it; what is left out is pale."""

    def __init__(self, rows: FirstRows, parent: QWidget) -> None:
        self._model = PreviewModel(rows)
        super().__init__(
            self._model,
            name="data_preview_rows",
            accessible_name=tr("First rows, as they will be taken"),
            row_height=_ROW_HEIGHT,
            parent=parent,
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for shortens in (self, self.horizontalHeader()):
            shortens.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def shown(self) -> FirstRows:
        """What is shown."""
        return self._model.table

    def show_rows(self, rows: FirstRows) -> None:
        """Show these rows."""
        if not self._model.show_table(rows):
            return
        advance = QFontMetrics(self.font()).horizontalAdvance
        for column, of in enumerate(rows.columns):
            widest = max(map(advance, [of.name, *(rows.text(row, column) for row in rows.rows)]))
            self.setColumnWidth(column, min(max(widest + 2 * _PADDING, _LEAST), _MOST))
