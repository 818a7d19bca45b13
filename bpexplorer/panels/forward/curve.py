"""An activation's curve, and the point of one neuron on it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

#: Logical pixels: the room, around the curve, and the point's radius.
_WIDTH, _HEIGHT, _MARGIN, _POINT = 150, 84, 8.0, 4.0


class ActivationCurve(Spoken, QWidget):
    """a over z, with axes through 0."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("forward_curve")
        self.setAccessibleName(tr("The activation's curve"))
        self.setToolTip(tr("a over z: the point is this neuron for this sample."))
        scale = fonts.dpi_scale()
        self.setFixedSize(round(_WIDTH * scale), round(_HEIGHT * scale))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sum: WeightedSum | None = None
        self._has_point = True
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_sum(self, worked: WeightedSum | None, *, has_point: bool = True) -> None:
        """Show another neuron's point, or only the curve that it will stand on."""
        self._sum, self._has_point = worked, has_point
        self.update()

    @override
    def spoken(self) -> str:
        if self._sum is None or not self._has_point:
            return ""
        z, a = (numbers.signed(value).strip() for value in (self._sum.z, self._sum.a))
        return tr("z {z}, a {a}", z=z, a=a)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sum is None or self._sum.curve is None:
            return
        zs, values = self._sum.curve
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        if not np.isfinite([low, high]).all() or low == high:
            return
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        first, last = float(zs[0]), float(zs[-1])

        def place(z: float, a: float) -> QPointF:
            return QPointF(
                room.left() + (z - first) / (last - first) * room.width(),
                room.bottom() - (a - low) / (high - low) * room.height(),
            )

        theme = current_theme()
        with QPainter(self) as painter:
            painter.setPen(QPen(theme.line, 1.0))
            painter.drawLine(place(first, 0.0), place(last, 0.0))
            painter.drawLine(place(0.0, low), place(0.0, high))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.secondary, 1.5))
            painter.drawPolyline(
                QPolygonF([place(z, a) for z, a in zip(zs.tolist(), values.tolist(), strict=True)])
            )
            if self._has_point:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.accent)
                painter.drawEllipse(place(self._sum.z, self._sum.a), _POINT, _POINT)
