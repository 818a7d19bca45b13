"""The ratio actual / predicted over the last steps, as a small line."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.panels.update.words import TRAIL_MEANING, trail_words
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: The ratios at its lower and upper edge; those beyond are drawn there.
LOW, HIGH = -0.5, 1.5
#: Where lines are: C follows its tangent; C stays as it was.
_LINES: Final = (1.0, 0.0)
#: A point that no other is near to.
_DOT = 1.5
_LEAST = QSize(36, 28)
_GAP = 3.0


class Sparkline(QWidget):
    """Draws a RatioTrail, each step that was measured at its place among the last steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("update_ratios")
        self.setToolTip(wrapped(TRAIL_MEANING))
        self.setFont(fonts.text_font(fonts.SMALLEST))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._trail = RatioTrail()
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.show_trail(self._trail)

    @property
    def trail(self) -> RatioTrail:
        """What is shown."""
        return self._trail

    def show_trail(self, trail: RatioTrail) -> None:
        """Show other steps."""
        self._trail = trail
        self.setAccessibleName(tr("actual / predicted, {trail_words}", trail_words=trail_words(trail)))
        self.update()

    def content(self) -> ValueTable:
        """The points as a table."""
        return ValueTable(
            tr("actual / predicted over the steps"),
            (tr("step"), tr("actual / predicted")),
            self._trail.points,
        )

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    def _room(self) -> QRectF:
        left = self.fontMetrics().horizontalAdvance("0") + _GAP
        return QRectF(self.rect()).adjusted(left, 2.0, -2.0, -2.0)

    def _y(self, ratio: float, room: QRectF) -> float:
        share = (min(max(ratio, LOW), HIGH) - LOW) / (HIGH - LOW)
        return room.bottom() - share * room.height()

    @override
    @guard(returns=_LEAST)
    def minimumSizeHint(self) -> QSize:
        return _LEAST

    @override
    @guard(returns=_LEAST)
    def sizeHint(self) -> QSize:
        return QSize(64, 32)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, room = current_theme(), self._room()
        if not self._trail.has_line:  # two lines without a curve would look like a picture of something
            return
        with QPainter(self) as painter:
            painter.setPen(theme.secondary)
            height = self.fontMetrics().height()
            for line in _LINES:
                y = self._y(line, room)
                text = QRectF(0.0, y - height / 2.0, room.left(), height)
                painter.drawText(
                    text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), f"{line:g}"
                )
            painter.setPen(QPen(theme.line, 1.0))
            for line in _LINES:
                y = round(self._y(line, room)) + 0.5
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            self._draw_points(painter, room, theme)

    def _draw_points(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        shown = self._trail.shown
        newest, span = shown[-1][0], self._trail.span
        points = [
            QPointF(room.right() - (newest - step) / (span - 1) * room.width(), self._y(ratio, room))
            for step, ratio in shown
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.train, 1.2))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.train)
        # Few points are each marked; of many, the newest.
        for point in points if len(points) <= 12 else points[-1:]:
            painter.drawEllipse(point, _DOT + 0.5, _DOT + 0.5)
