"""Waiting until everything lies where it will stay: layouts within layouts have their turns one after another."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

_ROUNDS = 100


def places(around: QWidget) -> list[tuple[QWidget, QRect]]:
    """Where each visible widget within lies in its parent."""
    return [(each, each.geometry()) for each in around.findChildren(QWidget) if each.isVisible()]


def settle(around: QWidget) -> None:
    """Let layouts have their turns until nothing moves any more, nor needs another size.

    Where a layout within others needs less than before, these hear of it in rounds in which nothing moves.
    """
    before: list[tuple[QWidget, QRect, QSize]] | None = None
    for _ in range(_ROUNDS):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        now = [(each, place, each.minimumSizeHint()) for each, place in places(around)]
        if now == before:
            return
        before = now
    raise AssertionError(f"{around.objectName()} never comes to rest")


def lies_where_its_range_says(plot: Any) -> bool:
    """Whether what lies in a ``pg.PlotWidget`` has been moved already to where the range shown puts it."""
    box = plot.getPlotItem().getViewBox()
    (left, _), (_, top) = box.viewRange()
    corner = box.childGroup.transform().map(QPointF(left, top))
    return bool((corner - box.rect().topLeft()).manhattanLength() < 0.5)
