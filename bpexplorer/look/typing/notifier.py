"""Tells when a number was taken that a person typed."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication


class TypingNotifier(QObject):
    """Tells that a field has taken a number: what was refused there is mended."""

    #: The field's accessible name.
    taken = Signal(str)


def typing_notifier() -> TypingNotifier:
    """The notifier of this application; it lives as long as the application does."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    known = app.findChild(TypingNotifier, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return TypingNotifier(app) if known is None else known
