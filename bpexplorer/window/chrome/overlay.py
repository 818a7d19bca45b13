"""Lays the message bar over the canvas, so that a message pushes nothing aside."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QDockWidget, QWidget
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard

#: From the edges of what it lies over.
MARGIN = 12
_MOVING = (
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.LayoutRequest,
)


class MessageOverlay(QObject):
    """Keeps a bar at the foot of the canvas while that can be seen, else of the largest panel.

    There it hides neither what is chosen at the heads nor the names of layers and panels, and of the canvas its legend
    before any neuron.

    Parameters
    ----------
    bar, stage : QWidget
        The bar is a child of the stage, on which canvas and panels lie.
    canvas : sequence of QWidget
        The view of the network, and the legend below it.
    panels : sequence of QDockWidget
    """

    def __init__(
        self, bar: QWidget, canvas: Sequence[QWidget], panels: Sequence[QDockWidget], stage: QWidget
    ) -> None:
        super().__init__(bar)
        self._bar, self._canvas, self._panels, self._stage = bar, canvas, panels, stage
        for each in (bar, *canvas, stage, *panels):
            each.installEventFilter(self)
        # As a window is taken apart, what it lies over may go before the bar.
        for each in (*canvas, *panels):
            connect_qt(each, "destroyed()", self, "deleteLater()")

    def _over(self) -> Sequence[QWidget]:
        canvas = [each for each in self._canvas if each.isVisible()]
        if canvas:
            return canvas
        shown = [
            each for each in self._panels if not each.visibleRegion().isEmpty() and not each.isFloating()
        ]
        return [max(shown, key=lambda each: each.width() * each.height(), default=self._stage)]

    def _place(self) -> None:
        stage, room = self._stage.rect(), QRect()
        for each in self._over():
            room |= QRect(each.mapTo(self._stage, QPoint(0, 0)), each.size())
        # Where the panels scroll, some of it may have scrolled away: the message stays in sight.
        room &= stage
        if room.isEmpty():
            room = stage
        width = room.width() - 2 * MARGIN
        height = max(
            self._bar.heightForWidth(width) if self._bar.hasHeightForWidth() else 0,
            self._bar.minimumSizeHint().height(),
        )
        top = max(room.bottom() + 1 - MARGIN - height, 0)
        place = QRect(room.left() + MARGIN, top, width, height)
        if place != self._bar.geometry():
            self._bar.setGeometry(place)
        self._bar.raise_()

    @override
    @guard(returns=False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and not self._bar.isHidden():
            self._place()
        return False
