"""A pyqtgraph plot in the look of the window: themed axes with names, lines made once, a crosshair.

pyqtgraph is untyped, so a `Plot` holds its widget instead of being one.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.cost.mark_band import MarkBand
from bpexplorer.panels.shared.plots.lines import Line, LineStyle, line_pen
from bpexplorer.panels.shared.plots.ticks import linear_ticks, log_ticks
from bpexplorer.project.table_csv import ValueTable

#: Logical pixels at 96 dpi: the least width of the axis at the left, and what it needs beside its ticks and its name.
_AXIS_WIDTH, _BESIDE_TICKS = 48, 8
#: Which Qt leaves on every side of a text in a scene.
_LABEL_MARGIN = 4


def delete_menu_with(plot: Any) -> None:
    """Let the menu of a ``pg.PlotWidget`` go when the plot goes.

    WORKAROUND: pyqtgraph makes the menu even for plots without menus, and nobody deletes it.
    """
    connect_qt(plot, "destroyed()", plot.getPlotItem().ctrlMenu, "deleteLater()")


def leave_labels_be(plot: Any) -> None:
    """Let the labels of all axes of a ``pg.PlotWidget`` be what they are told to be.

    WORKAROUND: pyqtgraph looks for a prefix of the unit at each new range, and typesets the label anew, also where the
    axis is hidden and has no unit.
    """
    for side in ("left", "bottom", "right", "top"):
        plot.getPlotItem().getAxis(side).enableAutoSIPrefix(False)


def paint_once(plot: Any) -> None:
    """Let a ``pg.PlotWidget`` with another range be painted once for it.

    WORKAROUND: pyqtgraph moves what lies in the plot only while it is painted, after which Qt paints it all again.
    """
    view_box = plot.getPlotItem().getViewBox()
    view_box.sigRangeChanged.connect(view_box.prepareForPaint)


class Plot(QWidget):
    """Axes with names, lines, a crosshair, and a small box of text beside it.

    The axes follow what the owner asks for (`follow`) until the user zooms or pans; a double click, or
    `view_all`, lets them follow again.
    """

    #: The mouse is here, in the units of the axes (QPointF), or has left (None).
    pointed = Signal(object)
    #: The left button goes down here, in the viewport (QPointF).
    pressed = Signal(object)
    #: Other ranges, or another size: points lie elsewhere now.
    view_changed = Signal()
    #: Position in global coordinates.
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._widget: Any = pg.PlotWidget(self, enableMenu=False)
        self._widget.setObjectName("plot_surface")
        self._widget.setFrameShape(QFrame.Shape.NoFrame)
        # There is nothing that keys could do here.
        self._widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item: Any = self._widget.getPlotItem()
        self._view_box: Any = self._item.getViewBox()
        delete_menu_with(self._widget)
        leave_labels_be(self._widget)
        paint_once(self._widget)
        self._item.hideButtons()
        self._item.layout.setContentsMargins(0, 6, 10, 0)
        self._view_box.disableAutoRange()
        self._lines: list[Line] = []
        self._bands: list[MarkBand] = []
        self._wanted: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._zoomed = False
        self._log = self._log_x = False
        self._names = ("", "")
        self._short_y_name = ""
        self._whole_x = False
        self._tick_labels: tuple[list[str], list[str]] = ([], [])
        self._make_crosshair()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._widget)
        self._viewport: QWidget = self._widget.viewport()
        self._viewport.setMouseTracking(True)
        self._viewport.installEventFilter(self)
        self._view_box.sigRangeChanged.connect(self._on_view_range_changed)
        self._view_box.sigResized.connect(self._on_view_resized)
        self._view_box.sigRangeChangedManually.connect(self._on_view_range_changed_manually)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._arrange_axes()
        self._recolour(current_theme())

    def _make_crosshair(self) -> None:
        self._cross: Any = pg.InfiniteLine(angle=90, movable=False)
        self._cross.setZValue(5)
        self._markers: Any = pg.ScatterPlotItem(size=7, pxMode=True)
        self._markers.setZValue(30)
        for item in (self._cross, self._markers):
            item.hide()
            self._item.addItem(item, ignoreBounds=True)
        self._box = QLabel(self)
        self._box.setObjectName("plot_readout")
        self._box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._box.setTextFormat(Qt.TextFormat.PlainText)
        self._box.setFont(fonts.number_font(fonts.SECONDARY))
        self._box.setContentsMargins(6, 4, 6, 4)
        set_role(self._box, "inset")
        self._box.hide()

    @property
    def viewport(self) -> QWidget:
        """The widget that gets the mouse events."""
        return self._viewport

    @property
    def surface(self) -> QWidget:
        """What axes and curves are drawn on."""
        surface: QWidget = self._widget
        return surface

    @property
    def is_zoomed(self) -> bool:
        """Whether the user has chosen what to see."""
        return self._zoomed

    @property
    def view_range(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What the axes show now: (x from, x to), (y from, y to)."""
        (x0, x1), (y0, y1) = self._view_box.viewRange()
        return (x0, x1), (y0, y1)

    @property
    def axis_names(self) -> tuple[str, str]:
        """The names of the horizontal and the vertical axis."""
        return self._names

    @property
    def tick_labels(self) -> tuple[list[str], list[str]]:
        """What the ticks of the horizontal and the vertical axis say, in rising order."""
        return self._tick_labels

    @property
    def readout(self) -> str:
        """What the box beside the crosshair says; empty while it is hidden."""
        return self._box.text() if self._box.isVisibleTo(self) else ""

    def ask_for(self, height: float) -> None:
        """Ask for no more than so much height, in logical pixels; what there is beyond is taken, too."""
        self._widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(round(height * fonts.dpi_scale()))

    def set_name(self, name: str) -> None:
        """Call it for those who hear it."""
        self.setAccessibleName(name)
        self._widget.setAccessibleName(name)
        self._viewport.setAccessibleName(name)

    def content(self) -> ValueTable:
        """The points of all lines, as the axes count."""
        x_name, y_name = self._names
        rows = []
        for number, line in enumerate(self._lines):
            x, y = line.points
            places = 10.0**x if self._log_x else x
            values = 10.0**y if self._log else y
            rows += [(number, *point) for point in zip(places.tolist(), values.tolist(), strict=True)]
        return ValueTable(self._viewport.accessibleName(), ("line", x_name, y_name), tuple(rows))

    def add_line(self, style: LineStyle, *, z: float = 0.0) -> Line:
        """Add a line without points; larger z lies further up."""
        line = Line(style, z=z)
        self._item.addItem(line.item, ignoreBounds=True)
        self._lines.append(line)
        return line

    def add_item(self, item: Any) -> None:
        """Put another of pyqtgraph's items among the lines; its owner colours it."""
        self._item.addItem(item, ignoreBounds=True)

    def add_band(self, band: MarkBand) -> None:
        """Put marks behind the lines."""
        band.setParentItem(self._view_box)
        self._bands.append(band)
        self._place_bands()

    def _place_bands(self) -> None:
        size = QSizeF(self._view_box.width(), self._view_box.height())
        for band in self._bands:
            band.place(size, self.view_range[0])

    def set_names(self, x: str, y: str, *, short_y: str = "", whole_x: bool = False) -> None:
        """Name the axes; ``short_y`` stands where y is too long, nothing where that is, too; ``whole_x``: x counts."""
        if (x, y, whole_x) != (*self._names, self._whole_x):
            self._names, self._short_y_name, self._whole_x = (x, y), short_y or y, whole_x
            self._name_axes(current_theme())
            self._set_ticks()

    def set_log(self, log: bool) -> None:
        """Show the vertical axis in powers of ten; points and ranges are then exponents."""
        if log != self._log:
            self._log = log
            self.view_all()
            self._set_ticks()

    def set_log_x(self, log: bool) -> None:
        """Show the horizontal axis in powers of ten; points and ranges are then exponents."""
        if log != self._log_x:
            self._log_x = log
            self._set_ticks()

    def follow(self, x_range: tuple[float, float], y_range: tuple[float, float]) -> None:
        """Show these ranges with a little room around them, unless the user has zoomed."""
        if (x_range, y_range) != self._wanted:
            self._wanted = (x_range, y_range)
            self._show_wanted()

    def view_all(self) -> None:
        """Undo zoom and pan."""
        self._zoomed = False
        self._show_wanted()

    def _show_wanted(self) -> None:
        if self._wanted is None or self._zoomed:
            return
        # pyqtgraph drops the label of a tick that would stick out: half a line of it needs room at either end.
        half_line = self._box.fontMetrics().height() / 2 + 1
        box, (x_range, y_range) = self._view_box, self._wanted
        self._view_box.setRange(
            xRange=_with_room(x_range, half_line / 2, box.width()),
            yRange=_with_room(y_range, half_line, box.height()),
            padding=0,
        )

    def point_at(self, x: float, y: float) -> QPointF:
        """Where a point of the plot lies in the viewport."""
        return QPointF(self._widget.mapFromScene(self._view_box.mapViewToScene(QPointF(x, y))))

    def inner_rect(self) -> QRect:
        """Where the curves lie in the widget, without the axes."""
        place = self._view_box.mapRectToScene(self._view_box.boundingRect())
        return QRect(self._widget.mapFromScene(place).boundingRect())

    def highest(self, lines: Iterable[Line], left: float, right: float) -> float:
        """How far up lines reach between two places of the widget, in its pixels; its lower end if none is there."""
        x0, x1 = (
            self._view_box.mapSceneToView(self._widget.mapToScene(QPoint(round(each), 0))).x()
            for each in (left, right)
        )
        tops = [float(self.inner_rect().bottom())]
        for line in lines:
            x, y = line.points
            there = y[(x >= x0) & (x <= x1) & np.isfinite(y)]
            tops += [self.point_at(x0, float(there.max())).y()] if len(there) else []
        return min(tops)

    def show_crosshair(self, x: float, marks: list[tuple[float, float, QColor]], text: str) -> None:
        """Draw a line at x, a dot at each of these real points, and the text beside the line."""
        self._cross.setPos(x)
        self._markers.setData(
            [{"pos": (mx, my), "brush": colour, "pen": None} for mx, my, colour in marks if np.isfinite(my)]
        )
        self._cross.show()
        self._markers.show()
        self._box.setText(text)
        self._box.adjustSize()
        self._place_box(x)
        self._box.show()

    def hide_crosshair(self) -> None:
        """Take line, dots and text away."""
        for item in (self._cross, self._markers, self._box):
            item.hide()

    def _place_box(self, x: float) -> None:
        at = self.point_at(x, self.view_range[1][1])
        right, left = int(at.x()) + 10, int(at.x()) - 10 - self._box.width()
        fits = right + self._box.width() <= self.width()
        top = min(int(at.y()) + 4, self.height() - self._box.height())
        self._box.move(right if fits else max(0, left), max(0, top))

    def _set_ticks(self) -> None:
        (x0, x1), (y0, y1) = self.view_range
        line = self._box.fontMetrics().height()
        columns, rows = (
            int(self._view_box.width() / (3.5 * line)),
            int(self._view_box.height() / (1.5 * line)),
        )
        at_most = max(columns, 2)
        x_ticks = (
            log_ticks(x0, x1, at_most=at_most)
            if self._log_x
            else linear_ticks(x0, x1, at_most=at_most, whole=self._whole_x)
        )
        # A tick nearer to an end than half a line would lose its label; better another tick.
        edge = (y1 - y0) * line / 2 / max(self._view_box.height(), line)
        y_ticks = (log_ticks if self._log else linear_ticks)(y0 + edge, y1 - edge, at_most=max(rows, 2))
        # In a plot of two or three lines there is no room for two.
        least = (y1 - y0) * line / max(self._view_box.height(), line)
        while len(y_ticks) > 1 and y_ticks[1][0] - y_ticks[0][0] < least:
            y_ticks = y_ticks[::2]
        digits = QFontMetrics(fonts.secondary_font())
        widest = max((digits.horizontalAdvance(text) for _, text in y_ticks), default=0)
        least_width = round(_AXIS_WIDTH * fonts.dpi_scale())
        self._item.getAxis("left").setWidth(max(least_width, widest + line + _BESIDE_TICKS))
        self._item.getAxis("bottom").setTicks([x_ticks])
        self._item.getAxis("left").setTicks([y_ticks])
        self._tick_labels = [text for _, text in x_ticks], [text for _, text in y_ticks]

    def _arrange_axes(self) -> None:
        left, bottom = self._item.getAxis("left"), self._item.getAxis("bottom")
        for side in (
            "left",
            "bottom",
            "right",
            "top",
        ):  # those that are hidden would still write their labels anew
            self._item.getAxis(side).enableAutoSIPrefix(False)
        for axis in (left, bottom):
            axis.setStyle(
                tickFont=fonts.secondary_font(),
                tickLength=0,
                tickAlpha=255,
                hideOverlappingLabels=12,
                textFillLimits=[(0, 10.0)],  # `_set_ticks` has seen to the room
            )
        left.setGrid(255)
        left.setZValue(-1000)  # a grid lies below the curves
        left.setWidth(round(_AXIS_WIDTH * fonts.dpi_scale()))
        bottom.setHeight(round(32 * fonts.dpi_scale()))

    def _recolour(self, theme: Theme) -> None:
        self._widget.setBackground(theme.panel)
        grid = line_pen(theme.line)
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(grid)
            axis.setTickPen(grid)
            axis.setTextPen(theme.secondary)
        self._name_axes(theme)
        self._cross.setPen(line_pen(theme.outline))
        for line in self._lines:
            line.recolour(theme)
        for band in self._bands:
            band.update()

    def _name_axes(self, theme: Theme) -> None:
        style = {"color": theme.secondary.name(), "font-size": f"{fonts.points(fonts.SECONDARY):.2f}pt"}
        x, y = self._names
        room = self._view_box.height() - 2 * _LABEL_MARGIN
        names = (y, self._short_y_name, "")  # no name is better than a part of one
        y = next(name for name in names if self._box.fontMetrics().horizontalAdvance(name) <= max(room, 0.0))
        for side, name in (("bottom", x), ("left", y)):
            axis = self._item.getAxis(side)
            if axis.labelText != name or axis.labelStyle != style:
                axis.setLabel(name or None, **style)
                axis.resizeEvent()  # WORKAROUND: pyqtgraph centres a label only when the axis is resized

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._arrange_axes()  # the theme comes with the size of all text
        self._recolour(theme)

    @guard
    def _on_view_range_changed(self, _box: object, _ranges: object, _changed: object) -> None:
        self._set_ticks()
        self._place_bands()
        self.view_changed.emit()

    @guard
    def _on_view_resized(self, _box: object) -> None:
        self._name_axes(current_theme())
        self._show_wanted()
        self._set_ticks()
        self._place_bands()
        self.view_changed.emit()

    @guard
    def _on_view_range_changed_manually(self, _axes: object) -> None:
        self._zoomed = True

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            scene = self._widget.mapToScene(event.position().toPoint())
            inside = self._view_box.sceneBoundingRect().contains(scene)
            self.pointed.emit(self._view_box.mapSceneToView(scene) if inside else None)
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.LeftButton:
                self.pressed.emit(event.position())
        elif kind == QEvent.Type.Leave:
            self.pointed.emit(None)
        elif kind == QEvent.Type.MouseButtonDblClick:
            self.view_all()
            return True
        elif kind == QEvent.Type.ContextMenu:
            self.menu_requested.emit(self._viewport.mapToGlobal(event.pos()))  # type: ignore[attr-defined]
            return True
        return False


def _with_room(ends: tuple[float, float], pixels: float, length: float) -> tuple[float, float]:
    """A range widened by so many pixels at either end of an axis of this length."""
    low, high = ends
    room = (high - low) * pixels / max(length - 2 * pixels, 4 * pixels)
    return low - room, high + room
