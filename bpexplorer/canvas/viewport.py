"""Zoom and pan of a graphics view: at the cursor, to fit, by so many pixels."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from bpexplorer.canvas.rect import Rect
from bpexplorer.look import fonts

SMALLEST, LARGEST = 0.02, 12.0
#: Fitting enlarges no further: neurons larger than this tell nothing more.
LARGEST_FIT = 1.8
MARGIN = 14.0


class Viewport:
    """What part of the scene a view shows. Until the user zooms or pans, it follows the network (``is_fitted``)."""

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self.is_fitted = True

    @property
    def zoom(self) -> float:
        """Screen pixels of one scene unit; 1 is 100 %."""
        return self._view.transform().m11()

    def fit(self, bounds: Rect, *, below: float = 0.0) -> None:
        """Show all of a rectangle, in the middle, with so many pixels below it free."""
        self.is_fitted = True
        size, extra = self._view.viewport().size(), max(below - MARGIN, 0.0)
        across = max(size.width() - 2 * MARGIN, 1.0) / max(bounds.width, 1.0)
        down = max(size.height() - 2 * MARGIN - extra, 1.0) / max(bounds.height, 1.0)
        self._set_zoom(min(across, down, LARGEST_FIT * fonts.magnification()))
        x, y = bounds.centre
        self._view.centerOn(x, y + extra / 2 / self.zoom)

    def zoom_at(self, factor: float, x: float, y: float) -> None:
        """Zoom so that the scene stays put under a pixel of the viewport."""
        self.is_fitted = False
        point = QPointF(x, y)
        before = self._map_to_scene(point)
        self._set_zoom(self.zoom * factor)
        after = self._map_to_scene(point)
        size = self._view.viewport().size()
        middle = QPointF(size.width() / 2, size.height() / 2)
        self._view.centerOn(self._map_to_scene(middle) + before - after)

    def pan(self, dx: float, dy: float) -> None:
        """Look so many pixels further to the right and down."""
        self.is_fitted = False
        for bar, change in (
            (self._view.horizontalScrollBar(), dx),
            (self._view.verticalScrollBar(), dy),
        ):
            bar.setValue(bar.value() + round(change))

    def _set_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, SMALLEST), LARGEST)
        self._view.setTransform(QTransform.fromScale(zoom, zoom))

    def _map_to_scene(self, point: QPointF) -> QPointF:
        inverted, _ = self._view.viewportTransform().inverted()
        return inverted.map(point)
