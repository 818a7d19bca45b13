"""Dots on two axes, of which one can be pointed at and clicked."""

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.document.bounds import nice_bound
from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.cost.curves import LARGEST
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot

#: Logical pixels: across a dot, one that stands out, and a ring; and how near to a dot the mouse has to be.
_DOT: Final = 5.0
_CHOSEN: Final = 8.0
_RING: Final = 14.0
_NEAR: Final = 9.0
#: Axes that end nearer to 0 have no ticks.
_SMALLEST: Final = 1e-100


class DotPlot(QWidget):
    """Dots at x and y, of which larger ones stand out, and one has a ring.

    The axes begin at 0, or where there are negative numbers below it, and end in 1-2-5 numbers. They grow where dots
    would lie beyond, and shrink only when they are asked to (`refit`): so what is seen to shrink is the numbers.
    """

    #: The place of a dot, clicked.
    clicked = Signal(int)
    #: The place of the dot under the mouse, or None.
    hovered = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.plot = Plot(self)
        self._x: FloatArray = np.empty(0)
        self._y: FloatArray = np.empty(0)
        self._chosen: BoolArray = np.empty(0, dtype=np.bool_)
        self._ring = -1
        self._bounds = 0.0, 0.0
        self._lows = 0.0, 0.0
        self._hovered: int | None = None
        self._diagonal = self.plot.add_line(LineStyle(lambda theme: theme.outline, dashes=(4.0, 3.0)))
        self._dots: Any = pg.ScatterPlotItem(pxMode=True, size=_DOT, pen=None)
        self._outstanding: Any = pg.ScatterPlotItem(pxMode=True, size=_CHOSEN, pen=None)
        self._circle: Any = pg.ScatterPlotItem(pxMode=True, size=_RING, brush=None)
        for z, item in enumerate((self._dots, self._outstanding, self._circle), start=10):
            item.setZValue(z)
            self.plot.add_item(item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.pointed.connect(self._on_plot_pointed)
        self.plot.pressed.connect(self._on_plot_pressed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._recolour(current_theme())

    @property
    def points(self) -> tuple[FloatArray, FloatArray]:
        """Where the dots are, in the units of the axes."""
        return self._x, self._y

    @property
    def chosen(self) -> BoolArray:
        """Which dots stand out."""
        return self._chosen

    def set_names(self, name: str, x: str, y: str, *, short_y: str = "") -> None:
        """Name the picture, and its axes."""
        self.plot.set_name(name)
        self.plot.set_names(x, y, short_y=short_y)

    def show_diagonal(self, shown: bool) -> None:
        """Draw the line on which x and y are equal, or not."""
        self._diagonal.item.setVisible(shown)

    def refit(self) -> None:
        """Let the axes end just beyond the dots, with what is shown next."""
        self._bounds = self._lows = 0.0, 0.0

    def show_dots(self, x: FloatArray, y: FloatArray, chosen: BoolArray, ring: int = -1) -> None:
        """Show these dots, all of shape (dots,); those without a place aren't drawn."""
        self._x, self._y, self._chosen, self._ring = x, y, chosen, ring
        if not len(x):
            self._hovered = None
        self._fit()
        self._draw()

    @property
    def _drawn(self) -> BoolArray:
        """Which dots have a place: those that aren't finite, or beyond all that can be drawn, have none."""
        with np.errstate(invalid="ignore"):
            drawn: BoolArray = (np.abs(self._x) < LARGEST) & (np.abs(self._y) < LARGEST)
        return drawn

    def _fit(self) -> None:
        there = self._drawn
        if there.any():
            ends = [(float(each[there].min()), float(each[there].max())) for each in (self._x, self._y)]
            self._bounds = self._bound(0, ends[0][1]), self._bound(1, ends[1][1])
            lows = [-nice_bound(-low) if low < -_SMALLEST else 0.0 for low, _ in ends]
            self._lows = min(self._lows[0], lows[0]), min(self._lows[1], lows[1])
        (x, y), (low_x, low_y) = (bound or 1.0 for bound in self._bounds), self._lows
        low, high = max(low_x, low_y), max(x, y)
        self._diagonal.set_points(np.array([low, high]), np.array([low, high]))
        self.plot.follow((low_x, x), (low_y, y))

    def _bound(self, axis: int, most: float) -> float:
        return max(self._bounds[axis], nice_bound(most) if most > _SMALLEST else 0.0)

    def _draw(self) -> None:
        there = self._drawn
        has_ring = 0 <= self._ring < len(self._x) and bool(there[self._ring])
        for item, places in (
            (self._dots, there & ~self._chosen),
            (self._outstanding, there & self._chosen),
            (self._circle, [self._ring] if has_ring else []),
        ):
            item.setData(self._x[places], self._y[places])

    def _recolour(self, theme: Theme) -> None:
        self._dots.setBrush(pg.mkBrush(theme.outline))
        self._outstanding.setBrush(pg.mkBrush(theme.accent))
        self._circle.setPen(pg.mkPen(theme.text, width=2.0))

    def dot_at(self, place: QPointF) -> int | None:
        """The dot next to a place of the plot's viewport; None where none is near."""
        if not len(self._x):
            return None
        corners = [self.plot.point_at(0.0, 0.0), self.plot.point_at(1.0, 1.0)]
        with np.errstate(invalid="ignore"):
            across = corners[0].x() + self._x * (corners[1].x() - corners[0].x()) - place.x()
            up = corners[0].y() + self._y * (corners[1].y() - corners[0].y()) - place.y()
            away = np.hypot(across, up)
        away[~np.isfinite(away)] = np.inf
        # Of dots in one place the one that stands out is on top.
        nearest = int(np.argmin(away - 0.5 * self._chosen))
        return nearest if away[nearest] <= _NEAR else None

    @guard
    def _on_plot_pointed(self, point: QPointF | None) -> None:
        dot = None if point is None else self.dot_at(self.plot.point_at(point.x(), point.y()))
        if dot != self._hovered:
            self._hovered = dot
            self.hovered.emit(dot)

    @guard
    def _on_plot_pressed(self, place: QPointF) -> None:
        dot = self.dot_at(place)
        if dot is not None:
            self.clicked.emit(dot)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._recolour(theme)
