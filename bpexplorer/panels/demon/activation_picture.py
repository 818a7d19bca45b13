"""The neuron's own activation over z, with the step that Δz makes on it, as a small picture."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.pill import Pill, Whose
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.panels.shared.plots.lines import line_pen
from bpexplorer.translation import tr

WIDTH = 88
#: Pixels: around the curve, the line of words below it, the dots.
_MARGIN, _LINE, _DOT = 6.0, 18.0, 3.5


class ActivationPicture(Spoken, QWidget):
    """a over z: a hollow dot where the neuron is, and a full one where Δz takes it. It is of one sample, always."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demon_activation")
        self.setAccessibleName(tr("The neuron's activation"))
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._reading: DemonReading | None = None
        self._pinned = False
        self._whose = Pill(parent=self)
        self._whose.setObjectName("demon_activation_whose")
        self._whose.setMaximumWidth(self._whose.minimumSizeHint().width())
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_reading(self, reading: DemonReading | None, whose: Whose | None) -> None:
        """Draw a reading, or nothing."""
        self._reading = reading
        self._whose.show_whose(None if reading is None else whose)
        says = "" if reading is None else demon_words.activation(reading)
        self.setToolTip(
            wrapped(tr("The neuron's own activation over z. {says}.", says=says))
            if reading is not None
            else ""
        )
        self.update()

    def show_pinned(self, pinned: bool) -> None:
        """Grey what is of another network than the one on screen."""
        if pinned != self._pinned:
            self._pinned = pinned
            self.update()

    def points(self) -> tuple[FloatArray, QPointF, QPointF] | None:
        """The curve, shape (points, 2), and the dots before and with Δz, in pixels; None without a curve."""
        reading = self._reading
        if reading is None:
            return None
        before, after = reading.activation_change
        across, up = np.asarray(reading.curve_dz), np.asarray(reading.curve_a)
        drawn = np.isfinite(up)
        if not (drawn.any() and np.isfinite([before, after]).all()):
            return None
        x, y = self._scales(across, up[drawn])
        curve = np.column_stack([x(across[drawn]), y(up[drawn])])
        return curve, QPointF(float(x(0.0)), float(y(before))), QPointF(float(x(reading.dz)), float(y(after)))

    def _scales(self, across: FloatArray, up: FloatArray):  # type: ignore[no-untyped-def]
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - _LINE)
        low, high = float(up.min()), float(up.max())
        span, reach = (high - low) or 1.0, float(across[-1] - across[0]) or 1.0
        return (
            lambda dz: room.left() + room.width() * (dz - across[0]) / reach,
            lambda a: room.bottom() - room.height() * (a - low) / span,
        )

    @override
    def spoken(self) -> str:
        return "" if self._reading is None else demon_words.activation(self._reading)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(WIDTH, 46))
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 46)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._whose.adjustSize()
        self._whose.move(0, self.height() - self._whose.height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        field = QRectF(self.rect()).adjusted(0.0, 0.0, 0.0, -_LINE)
        painter.fillRect(field, theme.field)
        painter.setPen(theme.secondary)
        beside = self._whose.width() + 4.0
        below = QRectF(beside, field.bottom(), self.width() - beside, _LINE)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, tr("a over z"))
        points = self.points()
        if points is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        curve, before, after = points
        line, demon = (theme.outline, theme.outline) if self._pinned else (theme.text, theme.demon)
        painter.setPen(line_pen(line, width=1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(*np.ascontiguousarray(curve.T)))
        painter.setPen(QPen(demon, 1.5))
        painter.setBrush(theme.panel)
        painter.drawEllipse(before, _DOT, _DOT)
        painter.setBrush(demon)
        painter.drawEllipse(after, _DOT, _DOT)
