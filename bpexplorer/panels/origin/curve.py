"""The curve of an activation, small, with the point where a neuron stands on it."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

_SIZE: Final = QSize(96, 60)
_DOT: Final = 3.5


class ActivationCurve(Spoken, QWidget):
    """Draws a against z, and the point of one neuron; without the point while that is still to be worked out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weighted_curve")
        self.setAccessibleName(tr("Curve of the activation"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._curve: tuple[FloatArray, FloatArray] | None = None
        self._point: tuple[float, float] | None = None
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_curve(
        self, curve: tuple[FloatArray, FloatArray] | None, point: tuple[float, float] | None
    ) -> None:
        """Show a curve of z and a, and a point of it."""
        self._curve, self._point = curve, point
        self.setToolTip(self.spoken())
        self.update()

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the neuron stands."""
        return self._point

    @override
    def spoken(self) -> str:
        if self._point is None:
            return tr("a against z.")
        z, a = (numbers.signed(each).strip() for each in self._point)
        return tr("a against z. Here z = {z} and a = {a}.", z=z, a=a)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=_SIZE)
    def sizeHint(self) -> QSize:
        return _SIZE * fonts.dpi_scale()

    @override
    @guard(returns=_SIZE)
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._curve is None:
            return
        theme, room = current_theme(), QRectF(self.rect()).adjusted(_DOT, _DOT, -_DOT, -_DOT)
        z, a = self._curve
        finite = np.isfinite(a)
        if not finite.any():
            return
        low, high = float(min(a[finite].min(), 0.0)), float(max(a[finite].max(), 0.0))
        across, up = float(z[-1] - z[0]), (high - low) or 1.0

        def place(at_z: float, at_a: float) -> QPointF:
            return QPointF(
                room.left() + (at_z - float(z[0])) / across * room.width(),
                room.bottom() - (at_a - low) / up * room.height(),
            )

        with QPainter(self) as painter:
            painter.setPen(QPen(theme.line, 1.0))
            zero = place(0.0, 0.0)
            x, y = round(zero.x()) + 0.5, round(zero.y()) + 0.5
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.secondary, 1.4))
            points = zip(z[finite].tolist(), a[finite].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([place(*each) for each in points]))
            if self._point is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.accent)
                painter.drawEllipse(place(*self._point), _DOT, _DOT)
