"""A short text on a plate beside a neuron, the same size at every zoom."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.rect import Rect
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme

_ACROSS, _DOWN = 7.0, 3.0
_CORNER = 5.0


class TagItem(CanvasItem):
    """A text with a rim; the kinds of it say in which colours, and where the plate lies about the item's place."""

    def __init__(self, palette: CanvasPalette, *, z: float, bold: bool = False) -> None:
        super().__init__(palette, z=z)
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self._bold = bold
        self._written: tuple[str, float, float] = ("", 0.0, 0.0)
        self.hide()

    @property
    def _font(self) -> QFont:
        return fonts.text_font(fonts.SECONDARY, bold=self._bold)

    @property
    def text(self) -> str:
        """What stands on it."""
        return self._written[0]

    @property
    def plate_height(self) -> float:
        """How high the plate is."""
        return QFontMetricsF(self._font).height() + 2 * _DOWN

    def _write(self, text: str, *, to_left: float, raised: float = 0.0) -> None:
        """Write it, this part of the plate left of the item's place, and so many pixels higher."""
        if (text, to_left, raised) == self._written:
            return
        self._written = (text, to_left, raised)
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(text) + 2 * _ACROSS
        height = self.plate_height
        left = -to_left * width
        self._set_rect(Rect(left, -height / 2 - raised, left + width, height / 2 - raised))
        self.update()

    def _colours(self, theme: Theme) -> tuple[QPen, QColor]:
        """The rim and the text's colour."""
        return QPen(theme.outline, 1.0), theme.text

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        theme = self._palette.theme
        rim, ink = self._colours(theme)
        painter.setPen(rim)
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(self._rect.adjusted(1.0, 1.0, -1.0, -1.0), _CORNER, _CORNER)
        painter.setFont(self._font)
        painter.setPen(ink)
        painter.drawText(self._rect, Qt.AlignmentFlag.AlignCenter, self.text)
