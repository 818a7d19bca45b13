"""How large a window may be, so that it and its frame fit the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

#: What a window manager may put around a window, which isn't known before that is on the screen.
FRAME = QSize(12, 48)


#: What stays visible of the window around a dialog that lies over it.
AROUND = QSize(32, 32)


def room_for(window: QWidget) -> QSize:
    """The room that a window's screen has for what is within its frame."""
    return window.screen().availableSize() - FRAME


def fit_over(dialog: QWidget, size: QSize, *, least: QSize | None = None) -> None:
    """Give a dialog this size, or as much of it as the window that it lies over has room for, or else the screen.

    It gets no less than ``least``.
    """
    parent = dialog.parentWidget()
    room = room_for(dialog) if parent is None else parent.window().size() - AROUND
    dialog.resize(size.boundedTo(room).expandedTo(least or QSize(0, 0)))
