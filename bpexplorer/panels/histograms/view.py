"""One histogram: columns as high as there are values, and what lies at the ends."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.histograms import COLUMNS, LayerHistogram
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import sign_ink
from bpexplorer.look.theme import Theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.histograms import words
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_LEAST: Final = QSize(140, 48)


class Histogram(CellGrid):
    """Draws the values of a layer; columns left of 0 are blue, right of it red."""

    pointer = Qt.CursorShape.ArrowCursor

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: LayerHistogram | None = None
        self._at = -1
        self.cell_hovered.connect(self._on_cell_hovered)

    @property
    def layer(self) -> LayerHistogram | None:
        """What is shown."""
        return self._layer

    def show_layer(self, layer: LayerHistogram) -> None:
        """Show the values of a layer."""
        self._layer = layer
        self.setObjectName(f"histogram_{layer.layer}")
        self.setAccessibleName(tr("Histogram of layer {layer}", layer=layer.layer))
        self.update()

    @override
    def grid(self) -> tuple[int, int]:
        return (1, COLUMNS) if self._layer is not None else (0, 0)

    @override
    def grid_rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0.0, 0.0, 0.0, -float(self.fontMetrics().height()))

    @override
    def current_cell(self) -> Place:
        return 0, self._at

    @override
    def go_to(self, cell: Place) -> None:
        self._at = cell[1]
        self.update()

    @override
    def words_of(self, cell: Place) -> str:
        return "" if self._layer is None else words.column_words(self._layer, cell[1])

    @override
    def content(self) -> ValueTable | None:
        layer = self._layer
        if layer is None:
            return None
        rows = zip(layer.edges[:-1].tolist(), layer.edges[1:].tolist(), layer.counts.tolist(), strict=True)
        return ValueTable(words.heading(layer), (tr("from"), tr("to"), tr("values")), tuple(rows))

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        layer, room = self._layer, self.grid_rect()
        painter.fillRect(room, theme.field)
        if layer is None:
            return
        most = int(layer.counts.max())
        middles = (layer.edges[:-1] + layer.edges[1:]) / 2.0
        # The column in the middle of both signs holds 0.
        zero = (layer.edges[:-1] < 0.0) & (layer.edges[1:] > 0.0)
        for column in np.flatnonzero(layer.counts).tolist():
            cell = self.cell_rect(0, column)
            # One value among thousands is still there to be seen.
            height = max(room.height() * float(layer.counts[column]) / most, 1.0)
            colour = theme.outline if zero[column] else sign_ink(float(middles[column]), theme)
            painter.fillRect(
                QRectF(cell.left() + 0.5, room.bottom() - height, max(cell.width() - 1.0, 1.0), height),
                colour,
            )
        self._draw_ends(painter, room, layer, theme)

    def _draw_ends(self, painter: QPainter, room: QRectF, layer: LayerHistogram, theme: Theme) -> None:
        painter.setFont(fonts.secondary_font())
        painter.setPen(theme.secondary)
        below = QRectF(room.left(), room.bottom(), room.width(), self.height() - room.bottom())
        side = Qt.AlignmentFlag
        low, high = float(layer.edges[0]), float(layer.edges[-1])
        painter.drawText(below, int(side.AlignLeft), numbers.significant(low))
        painter.drawText(below, int(side.AlignRight), numbers.significant(high))
        if low < 0.0 < high:
            painter.drawText(below, int(side.AlignHCenter), "0")

    @guard
    def _on_cell_hovered(self, cell: Place | None) -> None:
        self.setToolTip("" if cell is None else wrapped(self.words_of(cell)))

    @override
    @guard(returns=_LEAST)
    def minimumSizeHint(self) -> QSize:
        return _LEAST
