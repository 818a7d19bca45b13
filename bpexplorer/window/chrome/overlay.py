"""Lays the message bar over the canvas, so that a message pushes nothing aside."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard

#: From the edges of what it lies over; at the top the strip or title line stays free.
SIDE, TOP = 12, 40


_MOVING = (
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.LayoutRequest,
)


class MessageOverlay(QObject):
    """Keeps a bar at the top of the canvas while that can be seen, else of all the panels.

    Parameters
    ----------
    bar, canvas, stage : QWidget
        The bar is a child of the stage, on which the canvas lies.
    """

    def __init__(self, bar: QWidget, canvas: QWidget, stage: QWidget) -> None:
        super().__init__(bar)
        self._bar, self._canvas, self._stage = bar, canvas, stage
        for each in (bar, canvas, stage):
            each.installEventFilter(self)
        # As a window is taken apart, the canvas may go before the bar.
        canvas.destroyed.connect(self.deleteLater)

    def _place(self) -> None:
        over = self._canvas if self._canvas.isVisible() else self._stage
        corner = over.mapTo(self._stage, QPoint(0, 0))
        # Where the panels scroll, the canvas may have scrolled away: the message stays in sight.
        x, y = max(corner.x(), 0) + SIDE, max(corner.y(), 0) + TOP
        width = min(over.width(), self._stage.width()) - 2 * SIDE
        height = self._bar.heightForWidth(width) if self._bar.hasHeightForWidth() else 0
        place = QRect(x, y, width, max(height, self._bar.minimumSizeHint().height()))
        if place != self._bar.geometry():
            self._bar.setGeometry(place)
        self._bar.raise_()

    @override
    @guard(returns=False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and not self._bar.isHidden():
            self._place()
        return False
