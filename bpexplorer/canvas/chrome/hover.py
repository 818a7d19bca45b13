"""The label beside the mouse that says what is under it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from bpexplorer.canvas.layout import Hit
from bpexplorer.look import fonts
from bpexplorer.translation import tr

_AWAY = QPoint(14, 18)
#: Pixels; a longer text goes on in another line.
_WIDEST = 300


class HoverLabel(QLabel):
    """Follows the mouse inside its parent. Unlike a tooltip it shows at once, and its number stays live.

    A long text goes on in another line.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hover_label")
        self.setAccessibleName(tr("Under the mouse"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(
            "QLabel#hover_label { background: palette(base); color: palette(text); border: 1px solid palette(mid);"
            " border-radius: 5px; padding: 3px 7px; }"
        )
        self._at = QPoint()
        self._parent = parent
        self.hide()

    def place(self, position: QPoint) -> None:
        """Stand beside a point of the parent, and inside the parent."""
        self._at = position
        self._settle()

    def set_text(self, text: str) -> bool:
        """Show a text, nothing if it is empty; says whether that is another one."""
        if text == self.text():
            return False
        self.setText(text)
        self.setVisible(bool(text))
        self._settle()
        return True

    def show_text(self, text: str, position: QPoint) -> None:
        """Show a text beside a point."""
        self.set_text(text)
        self.place(position)

    def _settle(self) -> None:
        room = self._parent.rect().adjusted(4, 4, -4, -4)
        self.setWordWrap(False)
        widest = min(round(_WIDEST * fonts.dpi_scale()), room.width())
        if self.sizeHint().width() > widest:
            self.setWordWrap(True)
            self.resize(widest, self.heightForWidth(widest))
        else:
            self.adjustSize()
        x = max(min(self._at.x() + _AWAY.x(), room.right() - self.width()), room.left())
        below = self._at.y() + _AWAY.y()
        above = self._at.y() - _AWAY.y() - self.height()
        self.move(x, below if below + self.height() <= room.bottom() else max(above, room.top()))


class UnderMouse:
    """What the mouse is over, in words beside it; a sentence that was said stands there until the mouse moves.

    Parameters
    ----------
    words : callable
        What lies at a place, in words; empty for nothing.
    tell : callable
        Told of each new text.
    """

    def __init__(self, label: HoverLabel, words: Callable[[Hit], str], tell: Callable[[str], None]) -> None:
        self._label, self._words, self._tell = label, words, tell
        self._hit: Hit = None
        self._said = ""

    def show(self, hit: Hit, at: QPoint) -> None:
        """Speak of what is there from now on."""
        self._hit, self._said = hit, ""
        self._label.place(at)
        self.refresh()

    def say(self, text: str, at: QPoint) -> None:
        """Say a sentence."""
        self._said = text
        self._label.show_text(text, at)
        self._tell(text)

    def refresh(self) -> None:
        """Keep to the newest numbers."""
        text = self._said or self._words(self._hit)
        if self._label.set_text(text):
            self._tell(text)

    @property
    def text(self) -> str:
        """What stands beside the mouse; empty if nothing does."""
        return self._label.text()
