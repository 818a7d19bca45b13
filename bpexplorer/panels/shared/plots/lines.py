"""The lines of a plot: how they look in any theme, and their points."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QGuiApplication, QPen

from bpexplorer.core.types import FloatArray
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, current_theme

#: A colour by its role, looked up again when the theme changes.
ColourOf = Callable[[Theme], QColor]

#: Smoothing a longer curve costs milliseconds and can't be seen: its points lie closer than pixels.
MAX_SMOOTH_POINTS = 512
#: A curve with so few points shows each of them.
MAX_MARKED_POINTS = 12


def line_pen(colour: QColor, *, dashes: tuple[float, ...] = (), width: float = 1.0) -> QPen:
    """An opaque pen that stays as wide, in logical pixels and magnified, however its plot is scaled.

    ``dashes`` are lengths of line and gap in pen widths. What Qt calls cosmetic is counted in the pixels of the screen.
    """
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    pen = QPen(colour, width * ratio * fonts.magnification())
    pen.setCosmetic(True)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line looks in any theme."""

    colour: ColourOf
    dashes: tuple[float, ...] = ()
    #: Among others this is the line to look at: wider while it is short, its points marked while they are few.
    is_main: bool = False

    def pen(self, theme: Theme, *, points: int = 0) -> QPen:
        """The pen of this line in a theme. (A long wide one takes milliseconds to draw.)"""
        width = 1.6 if self.is_main and points <= MAX_SMOOTH_POINTS else 1.0
        return line_pen(self.colour(theme), dashes=self.dashes, width=width)


class Line:
    """One curve of a `Plot`, made once and given new points."""

    def __init__(self, style: LineStyle, *, z: float) -> None:
        self.style = style
        self.item: Any = pg.PlotCurveItem(pen=style.pen(current_theme()))
        self.item.setZValue(z)
        #: A mark at each point, once there was reason for some.
        self._marks: Any = None
        self._points: tuple[FloatArray, FloatArray] = (np.empty(0), np.empty(0))

    @property
    def points(self) -> tuple[FloatArray, FloatArray]:
        """What is drawn, in the units of the axes (logarithmic ones: the exponents)."""
        return self._points

    def set_points(self, x: FloatArray, y: FloatArray) -> None:
        """Draw these points; a NaN interrupts the line."""
        if all(
            np.array_equal(new, old, equal_nan=True) for new, old in zip((x, y), self._points, strict=True)
        ):
            return
        self._points = (x, y)
        finite = bool(np.isfinite(y).all())
        self.item.setData(
            x,
            y,
            pen=self.style.pen(current_theme(), points=len(x)),
            connect="all" if finite else "finite",
            skipFiniteCheck=finite,
            antialias=len(x) <= MAX_SMOOTH_POINTS,
        )
        self._mark(current_theme())

    def recolour(self, theme: Theme) -> None:
        """Take the colour of this theme."""
        self.item.setPen(self.style.pen(theme, points=len(self._points[0])))
        self._mark(theme)

    def _mark(self, theme: Theme) -> None:
        """Mark the points while they are few."""
        (x, y), drawn = self._points, np.isfinite(self._points[1])
        has_marks = self.style.is_main and 0 < len(x) <= MAX_MARKED_POINTS
        if has_marks and self._marks is None:
            self._marks = pg.ScatterPlotItem(size=5, pxMode=True)
            self._marks.setParentItem(self.item)
        if self._marks is not None:
            self._marks.setVisible(has_marks)
            if has_marks:
                self._marks.setData(x[drawn], y[drawn], brush=self.style.colour(theme), pen=None)
