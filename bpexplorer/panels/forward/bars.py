"""C of each sample of the batch as bars, and a line at their mean."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import Theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.shared.cells.cell_grid import Place
from bpexplorer.panels.shared.sample_bars import SampleBars
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels.
_HEIGHT = 54


class CostBars(SampleBars):
    """How high C of each sample is, above or below 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("forward_costs")
        self.setAccessibleName(tr("C of each sample of the batch"))
        self.setToolTip(
            wrapped(tr("C of each sample of the batch, and dashed their mean. Click to look at a sample."))
        )
        self.setFixedHeight(round(_HEIGHT * fonts.dpi_scale()))
        self._costs: FloatArray = np.empty(0)
        self._mean = 0.0

    def show_costs(self, costs: FloatArray, mean: float, rows: IntArray, chosen: int) -> None:
        """Show C of all samples, whose numbers are ``rows``; ``chosen`` is the one that is looked at."""
        self._costs, self._mean, self._rows, self._chosen = costs, mean, rows, chosen
        self.update()

    @override
    def count(self) -> int:
        return len(self._costs)

    @override
    def words_of(self, cell: Place) -> str:
        row = cell[1]
        cost = numbers.significant(float(self._costs[row]))
        return tr("no. {row}, C {cost}", row=numbers.count(self.number(row)), cost=cost)

    @override
    def content(self) -> ValueTable | None:
        if not len(self._costs):
            return None
        body = zip(self._rows.tolist(), self._costs.tolist(), strict=True)
        return ValueTable(tr("C of the batch"), ("no.", "C"), tuple(body))

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        _, count = self.grid()
        finite = self._costs[np.isfinite(self._costs)]
        low, high = min(0.0, float(finite.min(initial=0.0))), float(finite.max(initial=0.0))
        scale = (self.height() - 6.0) / (high - low) if high > low else 0.0
        zero = self.height() - 3.0 + low * scale
        for row, cost in enumerate(self._costs[:count].tolist()):
            if np.isfinite(cost):
                colour = theme.accent if row == self._chosen else theme.outline
                painter.fillRect(self.bar_rect(row, zero, cost * scale), colour)
        self.paint_chosen(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(QRectF(0.0, round(zero), self.width(), 1.0), theme.line)
        self.paint_mean(painter, zero - self._mean * scale, theme)
