"""How near the outputs come to targets that are numbers, as a picture: a curve through its points, or a over y."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.readings.metrics import FitPoints
from bpexplorer.core.training_data import PartName
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

_DOT = 1.6
_GAP = 4.0

_CURVE_TOOLTIP = tr(
    "Dots: the targets y over the input, as the network is given it. Line: what "
    "the network makes of it, a. What is left between them is output − target, a − "
    "y."
)
_SCATTER_TOOLTIP = tr(
    "A dot for each sample: its target y across, the output a up. On the line a = "
    "y, the fit is exact; a dot above it is predicted too high, one below too low."
)


class FitPlot(QWidget):
    """Draws the points that it is shown. Of one input it is a curve over it; of more, outputs over targets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metrics_fit")
        self.setAccessibleName(tr("Outputs and targets"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points: FitPoints | None = None
        self._part: PartName = "test"
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    @property
    def axis_names(self) -> tuple[str, str]:
        """What stands across and up."""
        return ("x0", "y, a") if self._is_curve else (tr("target y"), tr("output a"))

    @property
    def _is_curve(self) -> bool:
        return self._points is not None and self._points.curve_x is not None

    def show_points(self, points: FitPoints, part: PartName) -> None:
        """Show the samples of a part."""
        self._points, self._part = points, part
        self.setToolTip(_CURVE_TOOLTIP if self._is_curve else _SCATTER_TOOLTIP)
        self.update()

    def dot_at(self, sample: int, output: int = 0) -> QPointF:
        """Where the dot of a sample lies in the widget."""
        assert self._points is not None
        across, up = self._dots(self._points)
        return self._place(np.array([[across[sample, output], up[sample, output]]]))[0]

    def _dots(self, points: FitPoints) -> tuple[FloatArray, FloatArray]:
        """Across and up of each dot, shape (samples, n_L) both."""
        if self._is_curve:
            return np.broadcast_to(points.x[:, :1], points.targets.shape), points.targets
        return points.targets, points.outputs

    def _ranges(self, points: FitPoints) -> tuple[tuple[float, float], tuple[float, float]]:
        across, up = self._dots(points)
        if self._is_curve:
            assert points.curve is not None
            return _range(across), _range(up, points.curve)
        return _range(points.targets), _range(points.targets, points.outputs)

    def _room(self) -> QRectF:
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance(numbers.signed(-0.0)) + 2 * _GAP
        return QRectF(self.rect()).adjusted(left, line / 2, -_GAP, -line - _GAP)

    def _place(self, points: FloatArray) -> list[QPointF]:
        """Where points, shape (points, 2), lie in the widget."""
        assert self._points is not None
        room = self._room()
        (x0, x1), (y0, y1) = self._ranges(self._points)
        across = room.left() + (points[:, 0] - x0) / (x1 - x0) * room.width()
        up = room.bottom() - (points[:, 1] - y0) / (y1 - y0) * room.height()
        return [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]

    def _draw_axes(self, painter: QPainter, points: FitPoints, theme: Theme) -> None:
        room = self._room()
        painter.fillRect(room, theme.field)
        painter.setPen(theme.secondary)
        (x0, x1), (y0, y1) = self._ranges(points)
        line = float(self.fontMetrics().height())
        side = Qt.AlignmentFlag
        across, up = self.axis_names
        for y, value in ((room.top(), y1), (room.bottom(), y0)):
            place = QRectF(0.0, y - line / 2, room.left() - _GAP, line)
            painter.drawText(place, side.AlignRight | side.AlignVCenter, numbers.significant(value, digits=2))
        middle = QRectF(0.0, room.center().y() - line / 2, room.left() - _GAP, line)
        painter.drawText(
            middle, side.AlignRight | side.AlignVCenter, up if self._is_curve else up.split()[-1]
        )
        below = QRectF(room.left(), room.bottom() + _GAP, room.width(), line)
        painter.drawText(below, side.AlignLeft, numbers.significant(x0, digits=2))
        painter.drawText(below, side.AlignRight, numbers.significant(x1, digits=2))
        painter.drawText(below, side.AlignHCenter, across)

    def _draw_points(self, painter: QPainter, points: FitPoints, theme: Theme) -> None:
        colour = _colour_of(self._part, theme)
        across, up = self._dots(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.outline if self._is_curve else colour)
        for output in range(points.targets.shape[1]):
            for at in self._place(np.column_stack([across[:, output], up[:, output]])):
                painter.drawEllipse(at, _DOT, _DOT)
        if points.curve_x is not None and points.curve is not None:
            painter.setPen(QPen(colour, 2.0))
            for curve in points.curve.T:
                painter.drawPolyline(QPolygonF(self._place(np.column_stack([points.curve_x, curve]))))

    def _draw_diagonal(self, painter: QPainter, points: FitPoints, theme: Theme) -> None:
        (low, high), _ = self._ranges(points)
        painter.setPen(QPen(theme.outline, 1.0))
        painter.drawPolyline(QPolygonF(self._place(np.array([[low, low], [high, high]]))))

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(90, 60)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        points = self._points
        if points is None or not points.is_finite:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.secondary_font())
        self._draw_axes(painter, points, theme)
        painter.setClipRect(self._room().adjusted(-_DOT, -_DOT, _DOT, _DOT))
        if not self._is_curve:
            self._draw_diagonal(painter, points, theme)
        self._draw_points(painter, points, theme)


def _colour_of(part: PartName, theme: Theme) -> QColor:
    return {"train": theme.train, "validation": theme.validation, "test": theme.test}[part]


def _range(*values: FloatArray) -> tuple[float, float]:
    """From the smallest to the largest number, never nothing."""
    low, high = min(float(each.min()) for each in values), max(float(each.max()) for each in values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)
