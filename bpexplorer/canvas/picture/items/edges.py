"""Edges: all of one layer as one item, and those of the selected neuron above them."""

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from shiboken6 import Shiboken
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.prepare import WIDE_LIMIT, EdgeRun, sort_edges
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.types import BoolArray, FloatArray

#: More edges than this are painted without antialiasing, which makes them twice as slow, and never wider than a pixel.
SMOOTH_LIMIT = 600


class EdgesItem(CanvasItem):
    """Some straight edges, sorted so that each pen draws its own in one call, the weakest first."""

    def __init__(self, palette: CanvasPalette, *, z: float) -> None:
        super().__init__(palette, z=z, kept=True)
        self._segments: FloatArray = np.empty((0, 4))
        self._sorted: FloatArray = self._segments
        self._runs: list[EdgeRun] = []
        self._levels: FloatArray | None = None
        self._hidden: BoolArray | None = None
        #: Those that are hidden, if they are to be shown dashed.
        self._dashed: FloatArray = self._segments
        self._is_pale = False

    def set_pale(self, pale: bool) -> None:
        """Stand back behind edges that lie above these, or not."""
        if pale != self._is_pale:
            self._is_pale = pale
            self.update()

    def set_segments(self, segments: FloatArray) -> None:
        """Put the edges elsewhere: x1, y1, x2, y2 of each, shape (edges, 4). Their values have to be set again."""
        self._segments = segments
        self._levels = None
        self._dashed = segments[:0]
        if len(segments):
            xs, ys = segments[:, 0::2], segments[:, 1::2]
            box = Rect(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
            self._set_rect(box.grown(4.0))
        else:
            self._set_rect(Rect(0.0, 0.0, 0.0, 0.0))

    def set_values(
        self, normalised: FloatArray | None, hidden: BoolArray | None = None, *, dashed: bool = False
    ) -> None:
        """Colour the edges by values in [−1, 1], shape (edges,); None paints them neutral.

        Hidden ones aren't drawn, or dashed and without a colour.
        """
        self._set_dashed(hidden if dashed else None)
        values = np.zeros(len(self._segments)) if normalised is None else normalised
        same_values = self._levels is not None and np.array_equal(values, self._levels)
        if same_values and _same(hidden, self._hidden):
            return
        if hidden is None:
            order, runs = sort_edges(values)
        else:
            shown = np.flatnonzero(~hidden)
            order, runs = sort_edges(values[shown])
            order = shown[order]
        self._levels, self._hidden = values.copy(), hidden
        # drawLines reads this memory, so it must be contiguous, float64 and kept.
        self._sorted = np.ascontiguousarray(self._segments[order], dtype=np.float64)
        self._runs = runs
        self.update()

    def _set_dashed(self, places: BoolArray | None) -> None:
        count = 0 if places is None else int(places.sum())
        if count or len(self._dashed):
            segments = self._segments[:0] if places is None else self._segments[places]
            if not np.array_equal(segments, self._dashed):
                self._dashed = np.ascontiguousarray(segments, dtype=np.float64)
                self.update()

    def pen(self, level: int) -> QPen:
        """What edges of a signed level are painted with."""
        is_many = len(self._sorted) > SMOOTH_LIMIT
        return self._palette.bundle_pen(level, pale=self._is_pale, is_hair=is_many)

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(self._sorted) <= SMOOTH_LIMIT)
        for level, start, stop in self._runs:
            painter.setPen(self.pen(level))
            draw_lines(painter, self._sorted[start:stop])
        if len(self._dashed):
            painter.setPen(self._palette.removed)
            draw_lines(painter, self._dashed)


class OwnEdgesItem(EdgesItem):
    """The edges of the selected neuron: stronger, and wider where they are few."""

    @override
    def pen(self, level: int) -> QPen:
        return self._palette.own_pen(level, wide=len(self._sorted) <= WIDE_LIMIT)


def _same(first: BoolArray | None, second: BoolArray | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first, second)


def draw_lines(painter: QPainter, segments: FloatArray) -> None:
    """Draw segments (edges, 4) of contiguous float64 in one call, without an object for each line."""
    if len(segments):
        # A QLineF is four doubles, so the array's memory is what drawLines(const QLineF *, int) wants.
        first: Any = Shiboken.wrapInstance(segments.ctypes.data, QLineF)
        painter.drawLines(first, len(segments))
