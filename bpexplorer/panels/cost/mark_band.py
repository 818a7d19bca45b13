"""What a plot of a run shows behind its curves: ticks along the bottom for clipped steps, bands for a held demon, and
lines where the curves break.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.colours import mix
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.cost.breaks import Break
from bpexplorer.panels.cost.step_marks import StepMarks, Stretch
from bpexplorer.panels.shared.plots.lines import line_pen
from bpexplorer.translation import tr

#: How high the ticks are, in pixels.
TICK_HEIGHT = 5
#: How far even a single clipped step among many stands out from the background; all of them do so fully.
FAINTEST = 0.5
HELD_LABEL = tr("Δz held")


def clipped_colour(theme: Theme) -> QColor:
    """Where all steps were clipped."""
    return theme.outline


def held_colour(theme: Theme) -> QColor:
    """Where a demon held. Translucent, as a grid lies below."""
    colour = QColor(theme.demon)
    colour.setAlphaF(0.13 if theme.is_dark else 0.1)
    return colour


def held_swatch_colour(theme: Theme) -> QColor:
    """The same on a panel."""
    colour = held_colour(theme)
    return mix(theme.panel, theme.demon, 2 * colour.alphaF())


class MarkBand(QGraphicsItem):
    """Lies in the view of a plot, in pixels; the plot says where it lies and what the axis shows (`place`)."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-1)
        self._marks: StepMarks | None = None
        self._stretches: list[Stretch] = []
        self._breaks: tuple[Break, ...] = ()
        self._size = QSizeF()
        self._x_range = (0.0, 1.0)
        self._label_at_top = True
        self._shares: FloatArray = np.empty(0)

    @property
    def shares(self) -> FloatArray:
        """The share of clipped steps in each column of pixels; empty if there is none anywhere."""
        return self._shares

    @property
    def bands(self) -> list[QRectF]:
        """Where a demon held, in pixels; each at least two wide, and cut at the ends of the axis."""
        whole = QRectF(QPointF(), self._size)
        bands = []
        for stretch in self._stretches:
            left, right = self._pixel(stretch.begin), self._pixel(stretch.end)
            band = QRectF(left, 0, max(right - left, 2.0), self._size.height()) & whole
            if not band.isEmpty():
                bands.append(band)
        return bands

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where the curves break, and why."""
        return self._breaks

    def show_marks(
        self, marks: StepMarks | None, breaks: Sequence[Break] = (), *, label_at_top: bool
    ) -> None:
        """Draw these marks; None for none. Labels stand where the curves rarely are."""
        self._marks, self._breaks, self._label_at_top = marks, tuple(breaks), label_at_top
        self._stretches = [] if marks is None else marks.held_stretches()
        self._prepare()

    def place(self, size: QSizeF, x_range: tuple[float, float]) -> None:
        """Fill a view of this size, whose horizontal axis shows this range."""
        if size != self._size:
            self.prepareGeometryChange()
        self._size, self._x_range = size, x_range
        self._prepare()

    def _prepare(self) -> None:
        columns = int(self._size.width())
        self._shares = np.empty(0)
        if self._marks is not None and columns > 0:
            shares = self._marks.clipped_shares(np.linspace(*self._x_range, columns + 1))
            self._shares = shares if shares.any() else self._shares
        self.update()

    def _pixel(self, x: float) -> float:
        low, high = self._x_range
        return (x - low) / max(high - low, 1e-300) * self._size.width()

    @override
    @guard(returns=QRectF())
    def boundingRect(self) -> QRectF:
        return QRectF(QPointF(), self._size)

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme = current_theme()
        for band in self.bands:
            self._paint_band(painter, band, theme)
        self._paint_breaks(painter, theme)
        if len(self._shares):
            place = QRectF(0, self._size.height() - TICK_HEIGHT, len(self._shares), TICK_HEIGHT)
            painter.drawImage(place, _ticks(self._shares, theme))

    def _paint_breaks(self, painter: QPainter, theme: Theme) -> None:
        """Dashed lines, each named as far as there is room until the next one, below the labels of bands."""
        width, height = self._size.width(), self._size.height()
        if not self._breaks:
            return
        places = [self._pixel(each.x) for each in self._breaks]
        painter.setFont(fonts.secondary_font())
        metrics = QFontMetricsF(painter.font())
        line = metrics.height() * (2 if self._stretches else 1)
        baseline = line if self._label_at_top else height - TICK_HEIGHT - line + metrics.ascent()
        for each, x, end in zip(self._breaks, places, [*places[1:], width], strict=True):
            if not 0.0 <= x <= width:
                continue
            x = min(x, width - 1.0)
            painter.setPen(line_pen(theme.outline, dashes=(4.0, 3.0)))
            painter.drawLine(QPointF(x, 0), QPointF(x, height))
            text = metrics.elidedText(each.text, Qt.TextElideMode.ElideRight, end - x - 8)
            if len(text) > 1:
                painter.setPen(theme.secondary)
                painter.drawText(QPointF(x + 4, baseline), text)

    def _paint_band(self, painter: QPainter, band: QRectF, theme: Theme) -> None:
        painter.fillRect(band, held_colour(theme))
        painter.setPen(line_pen(mix(theme.panel, theme.demon, 0.5)))
        for x in (band.left(), band.right()):
            painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
        painter.setFont(fonts.secondary_font())
        room = band.adjusted(6, 3, -6, -TICK_HEIGHT - 3)
        if QFontMetricsF(painter.font()).horizontalAdvance(HELD_LABEL) <= room.width():
            painter.setPen(theme.demon)
            edge = Qt.AlignmentFlag.AlignTop if self._label_at_top else Qt.AlignmentFlag.AlignBottom
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | edge, HELD_LABEL)


def _ticks(shares: FloatArray, theme: Theme) -> QImage:
    """One row of pixels, transparent where nothing was clipped."""
    colour = clipped_colour(theme)
    alpha = np.where(shares > 0, np.round(255 * (FAINTEST + (1 - FAINTEST) * shares)), 0).astype(np.uint32)
    pixels = (alpha << 24) | np.uint32(colour.rgb() & 0xFFFFFF)
    image = QImage(pixels.tobytes(), len(pixels), 1, 4 * len(pixels), QImage.Format.Format_ARGB32)
    return image.copy()  # owns its pixels
