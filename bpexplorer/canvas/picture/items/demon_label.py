"""What the demon says, on a plate away from the network, with a line that leads to its neuron."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette, cosmetic_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.look import fonts

_PADDING, _ABOVE, _BETWEEN = 8.0, 3.0, 8.0
_CORNER, _LEADER = 6.0, 1.5


class DemonLabelItem(CanvasItem):
    """Two texts in the demon's own colour, in a row or one over the other; the same size at every zoom.

    ``set_text`` says them; they are seen once ``set_place`` has said where.
    """

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=7.0)
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.lines: tuple[str, str] = ("", "")
        #: Whether there is something to say, wherever there is room for it.
        self.is_wanted = False
        self._plate = Rect(0.0, 0.0, 0.0, 0.0)
        self._in_row = True
        self._leader: tuple[QPointF, ...] = ()
        self.hide()

    @property
    def _large(self) -> QFont:
        return fonts.text_font(fonts.TEXT, bold=True)

    @property
    def _small(self) -> QFont:
        return fonts.text_font(fonts.SECONDARY)

    @property
    def plate(self) -> QRectF:
        """The plate without its line, about the item's place."""
        return QRectF(0.0, 0.0, self._plate.width, self._plate.height)

    @property
    def row_height(self) -> float:
        """How high the plate is with both texts in a row."""
        return max(QFontMetricsF(font).height() for font in (self._large, self._small)) + 2 * _ABOVE

    def set_text(self, above: str, below: str) -> None:
        """Say two texts."""
        self.is_wanted = True
        if (above, below) != self.lines:
            self.lines = above, below
            self.update()

    def take_away(self) -> None:
        """Say nothing."""
        self.is_wanted = False
        self.hide()

    def shapes(self) -> list[tuple[float, float]]:
        """The width and height in a row, and with one text over the other."""
        large, small = QFontMetricsF(self._large), QFontMetricsF(self._small)
        first, second = (
            metrics.horizontalAdvance(text) for metrics, text in zip((large, small), self.lines, strict=True)
        )
        return [
            (first + _BETWEEN + second + 2 * _PADDING, self.row_height),
            (max(first, second) + 2 * _PADDING, large.height() + small.height() + 2 * _ABOVE),
        ]

    def set_place(self, plate: Rect, leader: Sequence[tuple[float, float]], *, in_row: bool) -> None:
        """Stand there, with a line along these points, all in pixels of the view; the item's place is the corner."""
        points = tuple(QPointF(x - plate.left, y - plate.top) for x, y in leader)
        size = Rect(0.0, 0.0, plate.width, plate.height)
        if (size, points, in_row) != (self._plate, self._leader, self._in_row):
            self._plate, self._leader, self._in_row = size, points, in_row
            around = size
            for point in points:
                around = around.united(Rect(point.x(), point.y(), point.x(), point.y()))
            self._set_rect(around.grown(_LEADER))
            self.update()
        self.show()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        theme = self._palette.theme
        pen = cosmetic_pen(theme.demon)
        pen.setWidthF(_LEADER)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(self._leader))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.demon)
        painter.drawRoundedRect(self.plate, _CORNER, _CORNER)
        painter.setPen(theme.text_on_demon)
        inner = self.plate.adjusted(_PADDING, _ABOVE, -_PADDING, -_ABOVE)
        first, second = (
            (Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            if self._in_row
            else (Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom)
        )
        for font, text, where in zip((self._large, self._small), self.lines, (first, second), strict=True):
            painter.setFont(font)
            painter.drawText(inner, where, text)
