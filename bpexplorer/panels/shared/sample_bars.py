"""What each sample of the batch has, as bars with a line at their mean; click or arrow to look at a sample."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.training.traced_samples import BATCH_SHOWN
from bpexplorer.core.types import IntArray
from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place

#: A bar is at most so many logical pixels wide, and so much narrower than its room.
_WIDEST, _BETWEEN = 16.0, 0.25
_NARROWEST_GRID = 120


class SampleBars(CellGrid):
    """A cell a sample, in the order of the batch, of a large batch the first ones. The kinds of it paint the bars."""

    #: The place of a sample in the batch, clicked or gone to.
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: The samples' numbers in the training set, and the place of the one that is looked at, or −1.
        self._rows: IntArray = np.empty(0, dtype=np.intp)
        self._chosen = -1
        self.cell_clicked.connect(self._on_cell_clicked)

    def number(self, row: int) -> int:
        """The number of a sample in the training set."""
        return int(self._rows[row])

    def count(self) -> int:
        """How many samples there is something of."""
        raise NotImplementedError

    @override
    def grid(self) -> tuple[int, int]:
        count = self.count()
        return (1, min(count, BATCH_SHOWN)) if count else (0, 0)

    @override
    def current_cell(self) -> Place:
        return 0, self._chosen

    @override
    def go_to(self, cell: Place) -> None:
        self.chosen.emit(cell[1])

    def bar_rect(self, row: int, zero: float, height: float) -> QRectF:
        """A sample's bar, so many pixels up from a line."""
        room = self.cell_rect(0, row)
        width = min(room.width() * (1.0 - _BETWEEN), _WIDEST)
        return QRectF(room.center().x() - width / 2.0, zero, max(width, 1.0), -height).normalized()

    def paint_chosen(self, painter: QPainter, theme: Theme) -> None:
        """Mark the sample that is looked at, if its bar is there."""
        if 0 <= self._chosen < self.grid()[1]:
            room = self.cell_rect(0, self._chosen).adjusted(1.0, 2.0, -1.0, -2.0)
            self.paint_ring(painter, room, theme.accent, theme)

    def paint_mean(self, painter: QPainter, y: float, theme: Theme) -> None:
        """Draw the line at the mean, if that is finite."""
        if np.isfinite(y):
            painter.setPen(QPen(theme.text, 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0.0, round(y) + 0.5), QPointF(self.width(), round(y) + 0.5))

    @guard
    def _on_cell_clicked(self, _row: int, column: int) -> None:
        self.chosen.emit(column)

    @override
    @guard(returns=QSize(_NARROWEST_GRID, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST_GRID, self.minimumHeight())
