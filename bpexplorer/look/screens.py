"""How large a window may be, so that it and its frame fit the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

#: What a window manager may put around a window, which isn't known before that is on the screen.
FRAME = QSize(12, 48)


def room_for(window: QWidget) -> QSize:
    """The room that a window's screen has for what is within its frame."""
    return window.screen().availableSize() - FRAME
