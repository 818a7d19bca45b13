"""An asker for tests of those who ask."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class PromptAsker(QObject):
    """Answers at once, in the same thread."""

    answered = Signal(str, object)

    def ask(self, key: str, question: Callable[..., Any]) -> None:
        self.answered.emit(key, question())
