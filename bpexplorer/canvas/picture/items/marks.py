"""What lies over the neurons: rings around the selected ones, and the demon with what it changes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import LayerBox, Layout
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray

#: A halo of the largest change is so many pixels wide at most, and so is its tip: the neuron's fill stays to be seen.
HALO = 3.0
#: How far outside its neuron the demon's rings lie.
RINGS = (5.0, 8.5)
_DASHES = [3.0, 2.0]
#: The bolt of the demon's icon, about its middle, and the room that it takes outside the rings.
_BOLT = QPolygonF(
    [
        QPointF(*point)
        for point in ((2.0, -8.0), (-5.0, 1.5), (-0.6, 1.5), (-2.0, 8.0), (5.0, -2.0), (0.6, -2.0))
    ]
)
BOLT_ROOM = 12.0
#: Changes below this share of the largest have no halo.
HALO_FROM = 0.03


class SelectionItem(CanvasItem):
    """Rings around the selected neurons; the primary one's is thicker, and thicker still with the keyboard's focus."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=5.0)
        self._rings: list[tuple[Rect, LayerBox, bool]] = []
        self._focused = False

    def set_neurons(self, layout: Layout, selection: Sequence[Neuron], *, has_primary: bool = True) -> None:
        """Mark these neurons, the last as primary, unless they are only the ends of what is selected."""
        self._rings = []
        box: Rect | None = None
        for place, neuron in enumerate(selection):
            layer_box = layout.boxes[neuron.layer]
            x, y = layer_box.centres[neuron.index].tolist()
            rect = Rect.around(x, y, layer_box.half, layer_box.half)
            is_primary = has_primary and place == len(selection) - 1
            self._rings.append((rect, layer_box, is_primary))
            box = rect if box is None else box.united(rect)
        self._set_rect((box or Rect(0.0, 0.0, 0.0, 0.0)).grown(10.0))
        self.update()

    def set_focused(self, focused: bool) -> None:
        """Show that keys go to the canvas."""
        self._focused = focused
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = self._palette.theme.accent
        for rect, box, is_primary in self._rings:
            if box.grid is not None:
                # Cells touch, and may be as blue as the ring: the panel's colour sets it off.
                painter.setPen(self._palette.moat)
                painter.drawRect(to_qrect(rect.grown(1.0)))
            painter.setPen(solid_pen(accent, 2.5 if is_primary else 1.5))
            if box.grid is not None:
                painter.drawRect(to_qrect(rect.grown(1.0)))
            elif box.is_tiled:
                painter.drawRoundedRect(to_qrect(rect.grown(3.0)), 6.0, 6.0)
            else:
                painter.drawEllipse(to_qrect(rect.grown(3.0)))
            if is_primary and self._focused:
                pen = solid_pen(accent, 1.0)
                pen.setStyle(Qt.PenStyle.DotLine)
                painter.setPen(pen)
                if box.is_tiled:
                    painter.drawRoundedRect(to_qrect(rect.grown(6.5)), 9.0, 9.0)
                else:
                    painter.drawEllipse(to_qrect(rect.grown(6.5)))


class HoverItem(CanvasItem):
    """Marks the neuron or edge under the mouse: among many, the label alone wouldn't say which it speaks of."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.5)
        self._ring: LayerBox | None = None
        self._centre = QPointF()
        self._line: QLineF | None = None

    def set_neuron(self, box: LayerBox, index: int) -> None:
        """Mark a neuron."""
        x, y = box.centres[index].tolist()
        self._ring, self._centre, self._line = box, QPointF(x, y), None
        self._set_rect(Rect.around(x, y, box.half, box.half).grown(6.0))
        self.update()

    def set_edge(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Mark an edge."""
        self._ring, self._line = None, QLineF(*start, *end)
        self._set_rect(Rect.spanned(start, end).grown(4.0))
        self.update()

    def clear(self) -> None:
        """Mark nothing."""
        if self._ring is not None or self._line is not None:
            self._ring = self._line = None
            self._set_rect(Rect(0.0, 0.0, 0.0, 0.0))

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._palette.hover)
        if self._line is not None:
            painter.drawLine(self._line)
        if self._ring is not None:
            reach = self._ring.half + (0.5 if self._ring.grid else 2.5)
            rect = QRectF(self._centre.x() - reach, self._centre.y() - reach, 2 * reach, 2 * reach)
            if self._ring.grid:
                painter.drawRect(rect)
            elif self._ring.is_tiled:
                painter.drawRoundedRect(rect, 6.0, 6.0)
            else:
                painter.drawEllipse(rect)


@dataclass(frozen=True, slots=True)
class Halo:
    """The change of one downstream neuron: where, how large against the largest (0…1), and which way."""

    x: float
    y: float
    radius: float
    is_cell: bool
    share: float
    sign: int


def halos(layout: Layout, first_layer: int, changes: Sequence[FloatArray]) -> list[Halo]:
    """The halos of the layers behind the demon's.

    Parameters
    ----------
    first_layer : int
        The layer of ``changes[0]``.
    changes : sequence of ndarray, each of shape (n_l,)
        Δz of every neuron.
    """
    largest = max((float(np.abs(change).max()) for change in changes), default=0.0)
    if not largest > 0.0:
        return []
    result = []
    for box, change in zip(layout.boxes[first_layer:], changes, strict=False):
        shares = np.abs(change) / largest
        for index in np.flatnonzero(shares >= HALO_FROM).tolist():
            x, y = box.centres[index].tolist()
            result.append(
                Halo(x, y, box.half, box.grid is not None, float(shares[index]), int(np.sign(change[index])))
            )
    return result


class DemonItem(CanvasItem):
    """Two dashed rings and a bolt, and a halo around each downstream neuron: red where z rises, blue where it falls.

    A tip on top of the halo or below it says the same to those who see no colours.
    """

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=6.0)
        self._ring: Rect | None = None
        self._halos: list[Halo] = []

    def set_demon(self, ring: Rect | None, marks: list[Halo]) -> None:
        """Stand at a neuron (None: nowhere), with the changes it causes."""
        self._ring, self._halos = ring, marks
        box = (ring or Rect(0.0, 0.0, 0.0, 0.0)).grown(BOLT_ROOM)
        for halo in marks:
            box = box.united(Rect.around(halo.x, halo.y, halo.radius, halo.radius))
        self._set_rect(box.grown(3 * HALO + 6.0))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._ring is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pixel = 1.0 / max(option.levelOfDetailFromTransform(painter.worldTransform()), 1.0)
        for halo in self._halos:
            self._paint_halo(painter, halo, pixel)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_ring(painter, self._ring)

    def _paint_ring(self, painter: QPainter, neuron: Rect) -> None:
        """Two dashed rings and a bolt: no other mark looks so, whatever the eye makes of their colour."""
        demon = self._palette.theme.demon
        pen = solid_pen(demon, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        for away in RINGS:
            painter.drawEllipse(to_qrect(neuron.grown(away)))
        x, y = neuron.centre
        # On the rings, at the upper left: the other side has the question mark of the selected neuron.
        reach = math.sqrt(0.5) * (neuron.width / 2 + RINGS[1])
        bolt = _BOLT.translated(x - reach, y - reach)
        painter.setPen(self._palette.moat)
        painter.drawPolygon(bolt)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(demon)
        painter.drawPolygon(bolt)

    def _paint_halo(self, painter: QPainter, halo: Halo, pixel: float) -> None:
        """Around a circle there is room outside; cells touch, so theirs is a frame inside. ``pixel`` in scene units."""
        width = max(1.0, halo.share * min(HALO, 0.35 * halo.radius)) * pixel
        colour = self._palette.strong[halo.sign]
        painter.setPen(solid_pen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if halo.is_cell:
            painter.drawRect(
                to_qrect(Rect.around(halo.x, halo.y, halo.radius, halo.radius).grown(-1.0 - width / 2))
            )
            return
        radius = halo.radius + 2.0 + width / 2
        painter.drawEllipse(QPointF(halo.x, halo.y), radius, radius)
        # y grows downwards.
        foot = halo.y - halo.sign * (radius + width / 2)
        tip = HALO * pixel
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(halo.x - tip, foot),
                    QPointF(halo.x + tip, foot),
                    QPointF(halo.x, foot - halo.sign * tip),
                ]
            )
        )


__all__ = ["DemonItem", "Halo", "HoverItem", "SelectionItem", "halos"]
