"""What lies over a widget whose numbers aren't those that are asked about any more: they stay readable, but pale."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.theme import current_theme

#: How much of what lies below is left.
_LEFT = 0.35


class Veil(QWidget):
    """Lies over all of a widget once it is shown; the mouse reaches what is below."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)

    def set_shown(self, shown: bool) -> None:
        """Pale what lies below, or let it be seen as it is."""
        if shown:
            self.setGeometry(self._over.rect())
            self.raise_()
        self.setVisible(shown)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return False

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        paint = QColor(current_theme().panel)
        paint.setAlphaF(1.0 - _LEFT)
        QPainter(self).fillRect(self.rect(), paint)
