"""Panels that may be higher than their card."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


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
