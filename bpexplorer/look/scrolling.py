"""Panels that may be higher than their card."""

from PySide6.QtCore import QEvent, QObject, Qt
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
        #: The page is being fitted to the room there is.
        self._is_fitting = False
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        # Keys lead to what is in it, which is then scrolled into sight; by itself it is no place to be.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = QWidget(self.viewport())
        self.setWidget(self.page)
        # Qt makes both paint the window's colour; they stand on the card's.
        self.page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # WORKAROUND: Qt fits the page anew from within each of its changes of size. A page that needs less height
        # when the bar takes some of its width would come and go with the bar until the stack is full.
        if self._is_fitting:
            return False
        self._is_fitting = True
        try:
            return super().eventFilter(watched, event)
        finally:
            self._is_fitting = False
