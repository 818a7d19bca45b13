"""A wave that runs once along edges: which way numbers go in a phase of a step."""

import numpy as np
from PySide6.QtCore import QObject, QVariantAnimation
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.items.edges import draw_lines
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard

#: How long it runs, and how much of an edge it covers.
MILLISECONDS, _LENGTH = 500, 0.16
#: Of more edges than this it runs along some, evenly chosen.
MOST = 400
_WIDTH = 2.5


class WaveItem(CanvasItem):
    """Runs from the first end of each segment to the second, and is gone then."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=1.5)
        self._segments: FloatArray = np.empty((0, 4))
        self._at = 1.0
        self._run: QVariantAnimation | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is on its way."""
        return self._run is not None

    @property
    def segments(self) -> FloatArray:
        """What it runs, or has run, along: x1, y1, x2, y2 of each, shape (edges, 4)."""
        return self._segments

    def run(self, segments: FloatArray, owner: QObject) -> None:
        """Run along these, shape (edges, 4), for as long as ``owner`` is there."""
        self.stop()
        if not len(segments):
            return
        every = -(-len(segments) // MOST)
        self._segments = np.ascontiguousarray(segments[::every], dtype=np.float64)
        xs, ys = segments[:, 0::2], segments[:, 1::2]
        self._set_rect(Rect(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())).grown(4.0))
        run = self._run = QVariantAnimation(owner)
        run.setStartValue(0.0)
        run.setEndValue(1.0)
        run.setDuration(MILLISECONDS)
        run.valueChanged.connect(self._on_moved)
        run.finished.connect(self.stop)
        run.start()

    @guard
    def stop(self) -> None:
        """Be at the end."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()
            run.deleteLater()
        self.update()

    @guard
    def _on_moved(self, at: float) -> None:
        self._at = at
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._run is None:
            return
        begin, end = max(0.0, self._at - _LENGTH), self._at
        first, way = self._segments[:, :2], self._segments[:, 2:] - self._segments[:, :2]
        pieces = np.ascontiguousarray(np.hstack([first + begin * way, first + end * way]))
        painter.setPen(solid_pen(self._palette.theme.accent, _WIDTH))
        draw_lines(painter, pieces)
