"""What all items have in common."""

from abc import abstractmethod

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.rect import Rect
from bpexplorer.guard import guard


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
