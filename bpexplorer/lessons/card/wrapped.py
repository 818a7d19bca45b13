"""Buttons as wide as there is room, whose words wrap."""

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard


class WrappedButton(QAbstractButton):
    """Is as high as its words need at its width; a click, Space or Return presses it.

    A subclass says how high that is (``heightForWidth``), and paints.
    """

    #: How wide it would be, and is at least.
    usual_width: ClassVar[int] = 280
    least_width: ClassVar[int] = 120

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    @guard(returns=True)
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(self.usual_width, self.heightForWidth(self.usual_width))

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(self.least_width, self.heightForWidth(max(self.least_width, self.width())))

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
