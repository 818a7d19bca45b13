"""The Δz that a demon holds while training goes on: it belongs to its neuron now, and is there with every tool."""

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.tags import TagItem
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.look.theme import Theme

#: Between the neuron and its label: room for the rings of selection and demon.
HELD_GAP = 13.0
_RING = 3.0


class HeldItem(CanvasItem):
    """The neuron's rim in the demon's colour, and a pin from there to the label."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.8)
        self._neuron: Rect | None = None
        self._is_cell = False
        self._pin: tuple[float, float, float, float] | None = None

    def set_neuron(
        self, neuron: Rect | None, *, is_cell: bool = False, pin: tuple[float, float] | None = None
    ) -> None:
        """Mark the neuron of this rectangle (None: none), with a pin from its middle to a point, if there is one."""
        line = None if neuron is None or pin is None else (*neuron.centre, *pin)
        if (neuron, is_cell, line) == (self._neuron, self._is_cell, self._pin):
            return
        self._neuron, self._is_cell, self._pin = neuron, is_cell, line
        box = neuron or Rect(0.0, 0.0, 0.0, 0.0)
        if line is not None:
            box = box.united(Rect.spanned(line[:2], line[2:]))
        self._set_rect(box.grown(_RING))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._neuron is None:
            return
        demon = self._palette.theme.demon
        if self._pin is not None:
            x1, y1, x2, y2 = self._pin
            rim = (self._neuron.width / 2) * (1.0 if x2 > x1 else -1.0)
            painter.setPen(solid_pen(demon, 2.0))
            painter.drawLine(QLineF(x1 + rim, y1, x2, y2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Cells touch, so theirs is a frame inside.
        width = min(_RING, 0.2 * self._neuron.width) if self._is_cell else _RING
        pen = QPen(demon, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        if self._is_cell:
            painter.drawRect(to_qrect(self._neuron.grown(-width / 2)))
        else:
            painter.drawEllipse(to_qrect(self._neuron.grown(0.5)))


class HeldLabelItem(TagItem):
    """The Δz that is held. The armed demon's label is filled, this one is an outline."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=6.5, bold=True)

    def set_text(self, text: str, *, to_left: bool, raised: float) -> None:
        """Say it to the right or left of the item's place, and so many pixels higher."""
        self._write(text, to_left=float(to_left), raised=raised)

    @override
    def _colours(self, theme: Theme) -> tuple[QPen, QColor]:
        return QPen(theme.demon, 1.5), theme.demon
