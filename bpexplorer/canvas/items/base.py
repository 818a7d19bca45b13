"""What all items have in common."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.palette import CanvasPalette
from bpexplorer.canvas.rect import Rect
from bpexplorer.guard import guard


def to_qrect(rect: Rect) -> QRectF:
    """The same rectangle for Qt."""
    return QRectF(rect.left, rect.top, rect.width, rect.height)


class CanvasItem(QGraphicsItem):
    """An item with a rectangle and a palette. The view asks the layout what lies under the mouse, never the items."""

    def __init__(self, palette: CanvasPalette, *, z: float) -> None:
        super().__init__()
        self._palette = palette
        self._rect = QRectF()
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_palette(self, palette: CanvasPalette) -> None:
        """Paint with the colours of another theme."""
        self._palette = palette
        self.update()

    def _set_rect(self, rect: Rect) -> None:
        self.prepareGeometryChange()
        self._rect = to_qrect(rect)

    @override
    @guard(returns=QRectF())
    def boundingRect(self) -> QRectF:
        return self._rect
