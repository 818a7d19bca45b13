"""Panels that may be higher than their card."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from bpexplorer.guard import guard


class PanelScroll(QScrollArea):
    """Scrolls its ``page``, on the card's own colour and without a frame.

    What scrolls is made in ``page``: made elsewhere and moved there, it would be styled once more.

    Parameters
    ----------
    name : str
        Object name.
    sideways : bool
        Whether it may scroll to the left and right, too; else the page is as wide as there is room.
    """

    def __init__(self, parent: QWidget, *, name: str, sideways: bool = False) -> None:
        super().__init__(parent)
        self._sideways = sideways
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Keys lead to what is in it, which is then scrolled into sight; by itself it is no place to be.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QWidget(self.viewport())
        self.setWidget(self.page)
        # Qt makes both paint the window's colour; they stand on the card's.
        self.page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    # WORKAROUND: a page that Qt fits (`setWidgetResizable`) is fitted anew from within each of its changes of size. One
    # that needs less height where the bar takes some of its width comes and goes with the bar until the stack is full.
    def _fit(self) -> None:
        """Give the page a size that follows from the room around it, whatever the bars are like now."""
        page, room = self.page, self.maximumViewportSize()
        least = page.minimumSizeHint()
        beside, below = (
            self.verticalScrollBar().sizeHint().width(),
            self.horizontalScrollBar().sizeHint().height(),
        )
        has_beside = has_below = False
        for _ in range(3):  # each of both bars may make the other necessary
            free = QSize(room.width() - beside * has_beside, room.height() - below * has_below)
            has_below = has_below or (self._sideways and least.width() > free.width())
            width = max(free.width(), least.width())
            needed = page.heightForWidth(width) if page.hasHeightForWidth() else least.height()
            has_beside = has_beside or needed > free.height()
        if self._sideways:  # left to Qt, the bar of a former width may stay where it isn't needed any more
            policies = Qt.ScrollBarPolicy
            self.setHorizontalScrollBarPolicy(
                policies.ScrollBarAlwaysOn if has_below else policies.ScrollBarAlwaysOff
            )
        page.resize(width, max(free.height(), needed))

    @override
    @guard(returns=QSize())
    def sizeHint(self) -> QSize:
        # Qt's, of a page that it fits.
        line = self.fontMetrics().height()
        return self.page.sizeHint().boundedTo(QSize(36 * line, 24 * line))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self._fit()
        return super().event(event)
