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

_RING = 3.0


class HeldItem(CanvasItem):
    """The neuron's rim in the demon's colour, and a pin from there to the label."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.8)
        self._neuron: Rect | None = None
        self._is_cell = False
        self._pin: tuple[float, float] | None = None

    def set_neuron(self, neuron: Rect | None, *, is_cell: bool = False) -> None:
        """Mark the neuron of this rectangle (None: none)."""
        if (neuron, is_cell) != (self._neuron, self._is_cell):
            self._neuron, self._is_cell = neuron, is_cell
            self._cover()

    def set_pin(self, pin: tuple[float, float] | None) -> None:
        """Run a pin from the neuron to this point, where the label begins; None: none."""
        if pin != self._pin:
            self._pin = pin
            self._cover()

    def _cover(self) -> None:
        box = self._neuron or Rect(0.0, 0.0, 0.0, 0.0)
        if self._neuron is not None and self._pin is not None:
            box = box.united(Rect.spanned(self._neuron.centre, self._pin))
        self._set_rect(box.grown(_RING))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._neuron is None:
            return
        demon = self._palette.theme.demon
        line = QLineF(*self._neuron.centre, *(self._pin or self._neuron.centre))
        rim = self._neuron.width / 2
        if line.length() > rim:
            painter.setPen(solid_pen(demon, 2.0))
            painter.drawLine(QLineF(line.pointAt(rim / line.length()), line.p2()))
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

    def set_text(self, text: str) -> None:
        """Say it; the item's place is the plate's upper left corner."""
        self._write(text, to_left=0.0, raised=-self.plate_height / 2)

    @override
    def _colours(self, theme: Theme) -> tuple[QPen, QColor]:
        return QPen(theme.demon, 1.5), theme.demon
