"""What the views of the panels' tables have in common."""

from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.panels.shared.tables.table_model import Index, TableModel


class PanelDelegate(QStyledItemDelegate):
    """Has the tooltip of a cell begin with its text where there is too little room for it."""

    @override
    @guard(returns=False)
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() is QEvent.Type.ToolTip and self.is_shortened(option, index):
            meaning = index.data(Qt.ItemDataRole.ToolTipRole) or ""
            QToolTip.showText(event.globalPos(), f"<p>{escape(index.data())}</p>{meaning}", view)
            return True
        return super().helpEvent(event, view, option, index)

    def is_shortened(self, option: QStyleOptionViewItem, index: Index) -> bool:
        """Whether a cell has too little room for its text, which then ends in “…”."""
        cell: QRect = option.rect
        return bool(index.data()) and self.sizeHint(option, index).width() > cell.width()


class PanelTable(QTableView):
    """A table without frame and grid, with rows of one height (in logical pixels at 96 dpi).

    What a cell has no room for ends in “…”, and its tooltip begins with the whole.
    """

    def __init__(
        self,
        model: TableModel[Any],
        *,
        name: str,
        accessible_name: str,
        row_height: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(PanelDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setDefaultSectionSize(round(row_height * fonts.dpi_scale()))
