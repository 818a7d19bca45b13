"""C of each sample of the batch as bars, and a line at their mean."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.training.traced_samples import BATCH_SHOWN
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import Theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.shared.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels: the height, and of a bar the greatest width; so much narrower than its room it is.
_HEIGHT, _WIDEST, _BETWEEN = 54, 16.0, 0.25


class CostBars(CellGrid):
    """A cell a sample, in the order of the batch, of a large batch the first ones."""

    #: The place of a sample in the batch, clicked or gone to.
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("forward_costs")
        self.setAccessibleName(tr("C of each sample of the batch"))
        self.setToolTip(
            wrapped(tr("C of each sample of the batch, and dashed their mean. Click to look at a sample."))
        )
        self.setFixedHeight(round(_HEIGHT * fonts.dpi_scale()))
        self._costs: FloatArray = np.empty(0)
        self._mean, self._chosen = 0.0, -1
        self._rows: IntArray = np.empty(0, dtype=np.intp)
        self.cell_clicked.connect(self._on_cell_clicked)

    def show_costs(self, costs: FloatArray, mean: float, rows: IntArray, chosen: int) -> None:
        """Show C of all samples, whose numbers are ``rows``; ``chosen`` is the one that is looked at."""
        self._costs, self._mean, self._rows, self._chosen = costs, mean, rows, chosen
        self.update()

    @override
    def grid(self) -> tuple[int, int]:
        return (1, min(len(self._costs), BATCH_SHOWN)) if len(self._costs) else (0, 0)

    @override
    def current_cell(self) -> Place:
        return 0, self._chosen

    @override
    def go_to(self, cell: Place) -> None:
        self.chosen.emit(cell[1])

    @override
    def words_of(self, cell: Place) -> str:
        row = cell[1]
        cost = numbers.significant(float(self._costs[row]))
        return tr("no. {row}, C {cost}", row=numbers.count(int(self._rows[row])), cost=cost)

    @override
    def content(self) -> ValueTable | None:
        if not len(self._costs):
            return None
        body = zip(self._rows.tolist(), self._costs.tolist(), strict=True)
        return ValueTable(tr("C of the batch"), ("no.", "C"), tuple(body))

    @guard
    def _on_cell_clicked(self, _row: int, column: int) -> None:
        self.chosen.emit(column)

    @override
    @guard(returns=QSize(120, _HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        _, count = self.grid()
        finite = self._costs[np.isfinite(self._costs)]
        low, high = min(0.0, float(finite.min(initial=0.0))), float(finite.max(initial=0.0))
        scale = (self.height() - 6.0) / (high - low) if high > low else 0.0
        zero = self.height() - 3.0 + low * scale
        for row, cost in enumerate(self._costs[:count].tolist()):
            room = self.cell_rect(0, row)
            width = min(room.width() * (1.0 - _BETWEEN), _WIDEST)
            if np.isfinite(cost):
                bar = QRectF(room.center().x() - width / 2.0, zero, max(width, 1.0), -cost * scale)
                painter.fillRect(bar.normalized(), theme.accent if row == self._chosen else theme.outline)
            if row == self._chosen:
                self.paint_ring(painter, room.adjusted(1.0, 2.0, -1.0, -2.0), theme.accent, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(QRectF(0.0, round(zero), self.width(), 1.0), theme.line)
        if np.isfinite(self._mean):
            y = round(zero - self._mean * scale) + 0.5
            painter.setPen(QPen(theme.text, 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0.0, y), QPointF(self.width(), y))
