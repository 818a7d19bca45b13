"""The outline of the control that a card asks its reader to use. It takes no mouse and no room."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import RADIUS
from bpexplorer.look.theme import current_theme

WIDTH = 2.0
#: From the control, if there is room around it.
_AWAY = 3


class Outline(QWidget):
    """Lies over one control, within what that lies in, until it is ended."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control.parentWidget() or control)
        self.setObjectName("lesson_outline")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._control = control
        control.installEventFilter(self)
        connect_qt(control, "destroyed()", self, "deleteLater()")
        self._follow()

    def end(self) -> None:
        """Outline nothing any more."""
        self._control.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _follow(self) -> None:
        within = self.parentWidget()
        assert within is not None, "it was made in one"
        self.setGeometry(self._control.geometry().adjusted(-_AWAY, -_AWAY, _AWAY, _AWAY) & within.rect())
        self.setVisible(self._control.isVisibleTo(within))
        self.raise_()

    @override
    @guard(returns=False)
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        return False

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().accent, WIDTH))
        inset = WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
