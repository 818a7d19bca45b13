"""Words that lead somewhere: to the panel, or the neuron, that shows why they are true."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import Ink, set_ink
from bpexplorer.look.tooltips import wrapped


class Lead(QObject):
    """Makes a label a link: underlined, in reach of Tab, followed by a click, Enter or Space. Its text stays plain.

    Parameters
    ----------
    ink : str
        The colour of the words while they lead nowhere.
    meaning : str
        What the tooltip says then.

    Words whose colour says something keep it: who shows them sets it anew after ``show``.
    """

    followed = Signal()

    def __init__(self, label: QLabel, *, ink: Ink = "secondary", meaning: str = "") -> None:
        super().__init__(label)
        self._label, self._ink, self._meaning = label, ink, meaning
        self._whereto = ""
        label.setToolTip(wrapped(meaning))
        label.installEventFilter(self)

    def show(self, whereto: str, *, meaning: str | None = None) -> None:
        """Say in the tooltip where the words lead; empty: nowhere now. ``meaning``: another one than before."""
        meaning = self._meaning if meaning is None else meaning
        if (whereto, meaning) == (self._whereto, self._meaning):
            return
        label, leads = self._label, bool(whereto)
        if leads != bool(self._whereto):
            label.setProperty("leads", leads)  # the style sheet underlines it
            label.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
            label.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
            set_ink(label, "accent" if leads else self._ink)
        self._whereto, self._meaning = whereto, meaning
        label.setToolTip(wrapped(whereto or self._meaning))
        label.setAccessibleDescription(whereto)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._whereto:
            return False
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            return event.button() is Qt.MouseButton.LeftButton  # else a dock would be dragged by it
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            if self._label.rect().contains(event.position().toPoint()):
                self.followed.emit()
            return True
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(event, QKeyEvent) and event.key() in keys:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # Space plays and pauses elsewhere
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.followed.emit()
                return True
        return False
