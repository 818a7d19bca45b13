"""What all items have in common."""

import math
from abc import abstractmethod
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from bpexplorer.canvas.layout import LayerBox
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.rect import Rect
from bpexplorer.guard import guard
from bpexplorer.look import fonts

#: How high a row beside a column is.
LABEL_LINE: Final = 18.0


def to_qrect(rect: Rect) -> QRectF:
    """The same rectangle for Qt."""
    return QRectF(rect.left, rect.top, rect.width, rect.height)


class CanvasItem(QGraphicsItem):
    """An item with a rectangle and a palette. The view asks the layout what lies under the mouse, never the items.

    What is ``kept`` is drawn once for each change of its own, and its pixels after that: so while only Δz moves, the
    demon's rings are drawn over a network that isn't drawn again.
    """

    def __init__(self, palette: CanvasPalette, *, z: float, kept: bool = False) -> None:
        super().__init__()
        if kept:
            self.setCacheMode(self.CacheMode.DeviceCoordinateCache)
        self._palette = palette
        self._rect = QRectF()
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_palette(self, palette: CanvasPalette) -> None:
        """Paint with the colours of another theme."""
        self._palette = palette
        self.update()

    @abstractmethod
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        """Paint the item; lines are smooth unless it says otherwise."""

    def _set_rect(self, rect: Rect) -> None:
        self.prepareGeometryChange()
        self._rect = to_qrect(rect)

    @override
    @guard(returns=QRectF())
    def boundingRect(self) -> QRectF:
        return self._rect

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, option)


def enlarged(box: LayerBox, zoom: float) -> float:
    """How much larger than usual the letters beside a column are, so that they can be read in a small view as far as
    rows have room."""
    wanted = fonts.SMALLEST / fonts.SECONDARY / max(zoom, 0.05)
    return max(min(wanted, pitch_of(box) / LABEL_LINE, 2.0), 1.0)


def pitch_of(box: LayerBox) -> float:
    """From one row beside a column to the next."""
    return box.pitch if math.isfinite(box.pitch) else 2 * LABEL_LINE
