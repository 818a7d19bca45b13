"""What the views of the panels' tables have in common."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from bpexplorer.look import fonts
from bpexplorer.panels.shared.table_model import TableModel


class PanelTable(QTableView):
    """A table without frame and grid, with rows of one height (in logical pixels at 96 dpi)."""

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
