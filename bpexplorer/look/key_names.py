"""What a pressed key is called."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def key_name(event: QKeyEvent) -> str:
    """The key with its modifiers, as Qt names it in every language: ``Ctrl+A``, ``Shift+PgUp``."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.keyCombination().key()
    return QKeySequence(modifiers.value | key.value).toString(QKeySequence.SequenceFormat.PortableText)
