"""Hears of everything that goes wrong in a process: exceptions, errors in the log, warnings of Qt's and of Python's."""

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

#: What Qt's offscreen platform says of itself, as in pyproject.toml, and where a dock is dragged.
_IGNORED = (
    "This plugin does not support propagateSizeHints",
    "This plugin does not support raise",
    "This plugin does not support grabbing the keyboard",
    "This plugin does not support grabbing the mouse",
    # QTest's own, of a key that is let go where the press has closed what it went to.
    "Keyboard event not accepted by receiving widget",
)
_HARMLESS = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


class Watch:
    """Collects what went wrong, from now to the end of the process, as texts."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        logging.getLogger().addHandler(_Log(self.heard.append))
        qInstallMessageHandler(self._on_qt_message)
        sys.unraisablehook = lambda each: self._note("unraisable", each.exc_value)
        threading.excepthook = lambda each: self._note("a thread", each.exc_value)
        warnings.filterwarnings("error")
        # ziamath 0.13 reads its font by a function that the standard library wants to drop.
        warnings.filterwarnings("ignore", message="path is deprecated", category=DeprecationWarning)

    def _note(self, where: str, error: BaseException | None) -> None:
        told = "" if error is None else "".join(traceback.format_exception(error))
        self.heard.append(f"{where} failed\n{told}")

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in _HARMLESS and not any(each in text for each in _IGNORED):
            self.heard.append(f"Qt: {text}\n{''.join(traceback.format_stack(limit=12)[:-1])}")


class _Log(logging.Handler):
    def __init__(self, tell: Callable[[str], Any]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage()
        if record.exc_info is not None and record.exc_info[1] is not None:
            told += "\n" + "".join(traceback.format_exception(record.exc_info[1]))
        self._tell(told)
