"""The true cost over Δz with its tangent: where δ·Δz and what happens part, as a picture."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.types import FloatArray
from bpexplorer.document.acts.demon import SetDz, StepDz
from bpexplorer.document.dz import aimed
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.cost.curves import LARGEST
from bpexplorer.panels.demon.dz_scale import written
from bpexplorer.panels.shared.plots.lines import line_pen
from bpexplorer.panels.shared.plots.plot_mark import PlotMark
from bpexplorer.panels.shared.plots.plotting import delete_menu_with, leave_labels_be, paint_once
from bpexplorer.panels.shared.plots.ticks import tick_text
from bpexplorer.translation import tr

#: What one notch of a mouse wheel turns, in Qt's eighths of a degree.
_NOTCH = 120
#: Pixels, of the plot with its axis.
_LEAST_HEIGHT = 46
#: How far the picture reaches beyond either end of the curve, as a part of its width.
_BEYOND = 0.03
#: What the axis of C has room for from the beginning.
_USUAL_HEIGHT = "C 0.0001"


class _NumberAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose ticks are written as every number is."""

    @override
    @guard(returns=())
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> Sequence[str]:
        return [tick_text(value * scale, spacing * scale) for value in values]


class DemonCurve(QWidget):
    """C(z + Δz) over Δz, its tangent at 0, and a marker at the present Δz.

    Pressing or dragging in the plot asks for the Δz under the mouse; the wheel asks for steps; hovering reads
    the curve.
    """

    act_requested = Signal(object)  # Act
    #: What the curve is under the mouse, in words; empty where the mouse isn't.
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "demon_curve") -> None:
        super().__init__(parent)
        self._reading: DemonReading | None = None
        self._pinned = False
        #: Where the mouse reads the curve; it goes on reading while other readings come.
        self._hovered: float | None = None
        self._wheel_rest = 0
        self._ticks: list[tuple[float, str]] = []
        self._height_ticks: list[tuple[float, str]] = []
        self._plot = pg.PlotWidget(
            self, enableMenu=False, axisItems={side: _NumberAxis(side) for side in ("left", "bottom")}
        )
        delete_menu_with(self._plot)
        leave_labels_be(self._plot)
        paint_once(self._plot)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setObjectName(name)
        self._plot.setAccessibleName(tr("Cost over Δz"))
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the slider below it is for keys
        self._plot.setToolTip(
            tr(
                "The cost C(z + Δz) over Δz, and dashed its tangent C + δ·Δz. The diamond is its lowest point here: δ "
                "tells which way, not how far.\nDrag or scroll to set Δz; hover to read values."
            )
        )
        self._plot.setMinimumHeight(_LEAST_HEIGHT)
        self._make_items()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot, 1)
        viewport = self._plot.viewport()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._recolour(current_theme())
        self.show_reading(None)

    def show_reading(self, reading: DemonReading | None) -> None:
        """Draw a reading, or nothing."""
        if reading is self._reading and reading is not None:
            return
        self._reading = reading
        for item in (self._heights, self._curve, self._tangent, self._gap, self._zero_line):
            item.setVisible(reading is not None)
        if reading is not None:
            self._draw(reading)
        else:
            self._marker.stand(None)
            self._lowest.stand(None)
        self._read_out(self._hovered)

    def show_pinned(self, pinned: bool) -> None:
        """Grey the curve of a network that isn't the one on screen."""
        if pinned != self._pinned:
            self._pinned = pinned
            self._recolour(current_theme())

    @property
    def height_ticks(self) -> tuple[tuple[float, str], ...]:
        """The ticks at the axis of C, the upper one first."""
        return tuple(self._height_ticks)

    def x_pixel(self, dz: float) -> QPointF:
        """Give the point of the plot's viewport that stands for this Δz, half-way up."""
        box = self._plot.plotItem.vb
        scene = box.mapViewToScene(QPointF(dz, float(np.mean(box.viewRange()[1]))))
        return QPointF(self._plot.mapFromScene(scene))

    def _make_items(self) -> None:
        item = self._plot.plotItem
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.disableAutoRange()
        self._axis, self._heights = item.getAxis("bottom"), item.getAxis("left")
        self._make_room()
        self._zero_line = pg.InfiniteLine(0.0, angle=90)
        self._curve = pg.PlotCurveItem(antialias=True)
        self._tangent = pg.PlotCurveItem(antialias=True)
        self._gap = pg.PlotCurveItem()
        self._lowest, self._marker = PlotMark.diamond(9.0), PlotMark.dot(9.0)
        self._hover = pg.InfiniteLine(0.0, angle=90)
        lines = (self._zero_line, self._hover, self._curve, self._tangent, self._gap)
        for each in (*lines, self._lowest, self._marker):
            item.addItem(each)

    def _make_room(self) -> None:
        """Give the axis the room that its numbers need."""
        self._axis.setStyle(
            tickFont=fonts.secondary_font(), tickTextOffset=3, tickLength=-3, hideOverlappingLabels=False
        )
        self._axis.setHeight(round(18 * fonts.dpi_scale()))
        self._heights.setStyle(
            tickFont=fonts.secondary_font(), tickTextOffset=3, tickLength=0, hideOverlappingLabels=False
        )
        self._heights_room = 0
        self._make_room_for_heights(_USUAL_HEIGHT)
        # The numbers at the ends of the axis reach half their width beyond it; to the left is the axis of C.
        side = round(16 * fonts.dpi_scale())
        self._plot.plotItem.layout.setContentsMargins(0, 2, side, 0)

    def _make_room_for_heights(self, *texts: str) -> None:
        """Give the axis of C the room of its numbers. It isn't taken back, so that the curve stays where it is."""
        metrics = QFontMetrics(fonts.secondary_font())
        needed = max(map(metrics.horizontalAdvance, texts)) + 6
        if needed > self._heights_room:
            self._heights_room = needed
            self._heights.setWidth(needed)

    def _show_heights(self, name: str, values: FloatArray) -> None:
        """Write the least and the largest C of the curve at its axis, with digits enough to tell them apart."""
        values = values[np.isfinite(values) & (np.abs(values) < LARGEST)]
        if not values.size:
            self._heights.setTicks([[]])
            return
        low, high = float(values.min()), float(values.max())
        for digits in range(2, 6):
            lower, upper = (numbers.significant(value, digits=digits) for value in (low, high))
            if lower != upper:
                break
        ticks = [(high, f"{name} {upper}")]
        if lower != upper:
            ticks.append((low, lower))
        self._make_room_for_heights(*(text for _, text in ticks))
        if ticks != self._height_ticks:
            self._height_ticks = ticks
            self._heights.setTicks([ticks])

    def _draw(self, reading: DemonReading) -> None:
        dz, cost = _drawn(reading.curve_dz, reading.curve_cost)
        ends = np.array([dz[0], dz[-1]]) if dz.size else np.array([-1.0, 1.0])
        self._curve.setData(dz, cost)
        tangent = reading.cost + reading.delta * ends
        self._tangent.setData(*_drawn(ends, tangent))
        actual, predicted = reading.cost + reading.actual, reading.cost + reading.predicted
        self._gap.setData(*_drawn([reading.dz] * 2, [predicted, actual]))
        self._marker.stand(_place(reading.dz, actual))
        self._lowest.stand(None if reading.lowest is None else _place(*reading.lowest))
        low, high = (float(end) for end in ends)
        ticks = [(low, written(low)), (0.0, "Δz"), (high, written(high))]
        if ticks != self._ticks:  # it draws its axis anew
            self._ticks = ticks
            self._axis.setTicks([ticks])
        self._show_heights("C̄" if reading.whole_batch else "C", cost)
        self._set_range(ends, cost, actual)

    def _set_range(self, ends: Any, cost: Any, actual: float) -> None:
        """Show the whole curve and the marker; the tangent may leave the picture, or it would flatten the curve."""
        values = np.append(cost, actual)
        values = values[np.abs(values) < LARGEST]
        low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
        margin = 0.08 * (high - low) or 0.05 * abs(high) or 0.5
        # The lowest point may be at an end: a little beyond it, so that its mark is whole.
        beyond = _BEYOND * float(ends[1] - ends[0])
        self._plot.plotItem.vb.setRange(
            xRange=(ends[0] - beyond, ends[1] + beyond), yRange=(low - margin, high + margin), padding=0.0
        )

    def _read_out(self, dz: float | None) -> None:
        """Tell what the curve and its tangent are under the mouse."""
        reading = self._reading
        self._hover.setVisible(reading is not None and dz is not None)
        if reading is None or dz is None:
            self.hovered.emit("")
            return
        curve = np.asarray(reading.curve_dz)
        nearest = int(np.abs(curve - dz).argmin())
        at, cost = float(curve[nearest]), float(np.asarray(reading.curve_cost)[nearest])
        tangent = reading.cost + reading.delta * at
        self._hover.setValue(at)
        name = "C̄" if reading.whole_batch else "C"
        words = tr(
            "Δz {at} · {name} {cost} · tangent {tangent}",
            at=written(at),
            name=name,
            cost=numbers.unsigned(cost).strip(),
            tangent=numbers.signed(tangent).strip(),
        )
        is_lowest = reading.lowest is not None and reading.lowest[0] == at
        self.hovered.emit(tr("{words} · lowest here", words=words) if is_lowest else words)

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        # Otherwise the plot asks for more than a low panel has, and what stands below it is scrolled away.
        return self.minimumSizeHint()

    def _dz_under(self, position: QPointF) -> float:
        box = self._plot.plotItem.vb
        return float(box.mapSceneToView(self._plot.mapToScene(position.toPoint())).x())

    def _recolour(self, theme: Theme) -> None:
        curve, demon = (theme.outline, theme.outline) if self._pinned else (theme.text, theme.demon)
        self._curve.setPen(line_pen(curve, width=2.0))
        self._tangent.setPen(line_pen(demon, width=1.5, dashes=(4.0, 2.0)))
        self._gap.setPen(line_pen(demon, width=2.0))
        self._marker.set_ink(QPen(theme.panel, 1.0), QBrush(demon))
        self._lowest.set_ink(QPen(theme.outline if self._pinned else theme.good, 1.5), QBrush(theme.panel))
        self._zero_line.setPen(pg.mkPen(theme.line))
        self._hover.setPen(pg.mkPen(theme.outline, style=Qt.PenStyle.DotLine))
        self._plot.setBackground(theme.panel)
        self._plot.plotItem.vb.setBackgroundColor(theme.field)
        for axis in (self._axis, self._heights):
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.secondary))

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._make_room()  # the theme comes with the size of all text
        self._recolour(theme)

    def _on_wheel(self, event: QWheelEvent) -> None:
        # Shift turns the wheel sideways on some systems, so whichever axis moved counts.
        delta = event.angleDelta()
        self._wheel_rest += delta.y() or delta.x()
        steps = int(self._wheel_rest / _NOTCH)
        self._wheel_rest -= steps * _NOTCH
        if steps:
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.act_requested.emit(StepDz(steps, is_fine))

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._reading is None:
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove):
            mouse = cast(QMouseEvent, event)
            dz = self._dz_under(mouse.position())
            if mouse.buttons() & Qt.MouseButton.LeftButton:
                self.act_requested.emit(SetDz(aimed(dz)))
            self._hovered = dz
            self._read_out(dz)
            return True
        if kind is QEvent.Type.Wheel:
            self._on_wheel(cast(QWheelEvent, event))
            return True
        if kind is QEvent.Type.Leave:
            self._hovered = None
            self._read_out(None)
        return False


def _drawn(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The points that can be drawn: pyqtgraph takes no others."""
    across, up = np.asarray(x, np.float64), np.asarray(y, np.float64)
    drawn = np.isfinite(across) & (np.abs(up) < LARGEST)
    return across[drawn], up[drawn]


def _place(x: float, y: float) -> QPointF | None:
    """A point that can be drawn; None if it can't."""
    return QPointF(x, y) if np.isfinite(x) and abs(y) < LARGEST else None
