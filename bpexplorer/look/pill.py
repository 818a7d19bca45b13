"""Whose the numbers beside it are: a disc for one sample, a grid for many, and the words."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import Theme, current_theme, theme_notifier


@dataclass(frozen=True, slots=True)
class Whose:
    """To what a number belongs: to one sample, or to many, of which it is a mean unless it says otherwise."""

    words: str
    many: bool = False


THIS_SAMPLE = Whose("this sample")
TRAINING_SET = Whose("training set", many=True)


def fixed_samples(count: int) -> Whose:
    """The samples that are shown whatever is trained on: ``32 fixed samples``."""
    return Whose(f"{numbers.count(count)} fixed samples", many=True)


def batch_of(count: int) -> Whose:
    """The samples of one step: ``batch of 20``."""
    return Whose(f"batch of {numbers.count(count)}", many=True)


class Pill(QWidget):
    """Says on a panel whose its numbers are: ``● this sample`` or ``▥ 32 fixed samples``.

    The marks are drawn, so that no font needs to have them. Where there is no room for the words the mark stays, and
    the tooltip has them.
    """

    _MARK, _GAP, _SIDE, _HEIGHT = 7.0, 5.0, 7.0, 18.0

    def __init__(self, whose: Whose | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whose: Whose | None = None
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.show_whose(whose)

    @property
    def whose(self) -> Whose | None:
        """What is said now."""
        return self._whose

    def show_whose(self, whose: Whose | None) -> None:
        """Say whose the numbers are; None: there are none."""
        self.setVisible(whose is not None)
        if whose == self._whose:
            return
        self._whose = whose
        words = whose.words if whose is not None else ""
        self.setToolTip(f"The numbers here: {words}" if words else "")
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def _beside_words(self) -> float:
        return (2.0 * self._SIDE + self._MARK + self._GAP) * fonts.dpi_scale()

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        words = self._whose.words if self._whose is not None else ""
        width = self._beside_words() + self.fontMetrics().horizontalAdvance(words)
        return QSize(round(width) + 1, round(self._HEIGHT * fonts.dpi_scale()))

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        width = (2.0 * self._SIDE + self._MARK) * fonts.dpi_scale()
        return QSize(round(width), self.sizeHint().height())

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._whose is None:
            return
        theme, unit = current_theme(), fonts.dpi_scale()
        ink = theme.text if self._whose.many else theme.accent
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.field if self._whose.many else theme.accent_soft)
        room = QRectF(self.rect())
        painter.drawRoundedRect(room, room.height() / 2.0, room.height() / 2.0)
        mark = self._MARK * unit
        box = QRectF(self._SIDE * unit, (room.height() - mark) / 2.0, mark, mark)
        _draw_mark(painter, box, many=self._whose.many, pen=QPen(ink, unit))
        words = room.adjusted(box.right() + self._GAP * unit, 0.0, -self._SIDE * unit + 1.0, 0.0)
        metrics = self.fontMetrics()
        text = metrics.elidedText(self._whose.words, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.setPen(ink)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _draw_mark(painter: QPainter, box: QRectF, *, many: bool, pen: QPen) -> None:
    """Draw a disc for one sample; for many a square of columns, as samples stand in a heatmap."""
    if not many:
        painter.setBrush(pen.color())
        painter.drawEllipse(box)
        return
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    for share in (1.0 / 3.0, 2.0 / 3.0):
        x = box.left() + share * box.width()
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
