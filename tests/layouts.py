"""Waiting until everything lies where it will stay: layouts within layouts have their turns one after another."""

from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication, QWidget

_ROUNDS = 100


def places(around: QWidget) -> list[tuple[QWidget, QRect]]:
    """Where each visible widget within lies in its parent."""
    return [(each, each.geometry()) for each in around.findChildren(QWidget) if each.isVisible()]


def settle(around: QWidget) -> None:
    """Let layouts have their turns until nothing moves any more."""
    before: list[tuple[QWidget, QRect]] | None = None
    for _ in range(_ROUNDS):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if (now := places(around)) == before:
            return
        before = now
    raise AssertionError(f"{around.objectName()} never comes to rest")
