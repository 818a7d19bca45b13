"""What lies over single edges: the selected one, one that is being drawn, and the marks of frozen weights."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.items.edges import draw_lines
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.types import FloatArray

#: Half-width of the mark of a frozen weight.
FLAKE = 4.0
#: Below this zoom such marks would only be dots.
MARKS_FROM = 0.4
#: A selected edge runs between two rails of this distance, on a strip that keeps others away.
_STRIP, _RAILS, _BETWEEN = 11.0, 7.5, 4.5

Segment = tuple[float, float, float, float]
_NO_RECT = Rect(0.0, 0.0, 0.0, 0.0)


class SelectedEdgeItem(CanvasItem):
    """The selected edge in its own colour, between two rails; between them there is nothing if it is removed."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=1.2)
        self._line: Segment | None = None
        self._level: int | None = 0

    def set_edge(self, line: Segment | None, level: int | None) -> None:
        """Show an edge of this level of colour; a level of None is a removed one, a line of None no edge."""
        if (line, level) == (self._line, self._level):
            return
        if line != self._line:
            self._set_rect(_NO_RECT if line is None else _around(line))
        self._line, self._level = line, level
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._line is None:
            return
        theme = self._palette.theme
        pens = [
            solid_pen(theme.panel, _STRIP),
            solid_pen(theme.accent, _RAILS),
            solid_pen(theme.panel, _BETWEEN),
        ]
        if self._level is not None:
            pens.append(self._palette.own_pen(self._level, wide=True))
        for pen in pens:
            painter.setPen(pen)
            painter.drawLine(QLineF(*self._line))


class DrawnEdgeItem(CanvasItem):
    """An edge that is being drawn from a neuron to the mouse."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=4.6)
        self._line: Segment | None = None
        self._radius = 0.0

    def set_line(self, line: Segment | None, radius: float = 0.0) -> None:
        """Show a line that begins at the rim of a neuron of this radius; None: nothing."""
        if line is not None or self._line is not None:
            self._line, self._radius = line, radius
            self._set_rect(_NO_RECT if line is None else _around(line).grown(radius))
            self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._line is None:
            return
        x1, y1, x2, y2 = self._line
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(solid_pen(self._palette.theme.accent, 2.0))
        painter.drawEllipse(QPointF(x1, y1), self._radius + 6.0, self._radius + 6.0)
        length = math.hypot(x2 - x1, y2 - y1)
        if length > self._radius + 6.0:
            share = (self._radius + 6.0) / length
            painter.drawLine(QLineF(x1 + share * (x2 - x1), y1 + share * (y2 - y1), x2, y2))


class FrozenWeightsItem(CanvasItem):
    """A snowflake on each edge whose weight is frozen by itself: two calls draw all of them."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=1.4)
        self._discs: FloatArray = np.empty((0, 4))
        self._arms: FloatArray = np.empty((0, 4))

    def set_places(self, places: FloatArray) -> None:
        """Mark these points, shape (marks, 2)."""
        if np.array_equal(places, self._discs[:, :2]):
            return
        # A line of no length with round caps is a disc.
        self._discs = np.ascontiguousarray(np.hstack([places, places]))
        self._arms = flake_arms(places, FLAKE)
        if len(places):
            (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
            self._set_rect(Rect(left, top, right, bottom).grown(FLAKE + 3.0))
        else:
            self._set_rect(_NO_RECT)
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if not len(self._discs) or option.levelOfDetailFromTransform(painter.worldTransform()) < MARKS_FROM:
            return
        theme = self._palette.theme
        for width, colour, lines in (
            (2 * FLAKE + 3.0, theme.panel, self._discs),
            (1.2, theme.text, self._arms),
        ):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            draw_lines(painter, lines)


def flake_arms(places: FloatArray, radius: float) -> FloatArray:
    """The three lines of a snowflake at each place, shape (3 · places, 4)."""
    angles = np.radians([90.0, 150.0, 210.0])
    arms = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    first, last = (places[:, np.newaxis] + sign * arms for sign in (-1.0, 1.0))
    return np.ascontiguousarray(np.concatenate([first, last], axis=2).reshape(-1, 4))


def _around(line: Segment) -> Rect:
    return Rect.spanned(line[:2], line[2:]).grown(_STRIP)
