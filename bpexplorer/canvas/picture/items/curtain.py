"""A curtain over all that lies ahead of a layer: what is behind it is computed as ever, and not seen."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.rect import Rect
from bpexplorer.look import fonts
from bpexplorer.translation import tr

#: Beyond the last layer and what stands beside it.
_AROUND = 24.0
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignCenter)


class CurtainItem(CanvasItem):
    """Covers the layers behind one, with what stands beside them; lies above everything else."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=30.0)
        self._layer: int | None = None
        self.hide()

    def set_layer(self, layout: Layout, layer: int | None) -> None:
        """Cover what lies ahead of this layer; None: nothing."""
        is_closed = layer is not None and layer < layout.spec.depth
        self.setVisible(is_closed)
        if layer is None or not is_closed:
            return
        here, ahead = layout.boxes[layer].rect, layout.boxes[layer + 1].rect
        around = layout.bounds.grown(_AROUND)
        left = (here.right + ahead.left) / 2
        self._set_rect(Rect(left, around.top, around.right, around.bottom))
        self._layer = layer
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        theme, room = self._palette.theme, self.boundingRect()
        painter.fillRect(room, theme.field)
        painter.setPen(QPen(theme.outline, 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(room.topLeft(), room.bottomLeft())
        painter.setFont(fonts.text_font(fonts.in_scene(fonts.CARD_TITLE)))
        painter.setPen(theme.secondary)
        words = tr(
            "Behind the curtain: all that lies ahead of layer {layer}, and the cost.", layer=self._layer
        )
        painter.drawText(QRectF(room).adjusted(16, 0, -16 - _AROUND, 0), _WRAP, words)
