"""Counts what stands on the screen at once: controls, numbers, rows of tables. What is hovered adds nothing to it."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDial,
    QLabel,
    QLineEdit,
    QMenuBar,
    QScrollBar,
    QTabBar,
    QToolBar,
    QWidget,
)

from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.look.cards import QuietButton
from bpexplorer.look.segments import Segments
from bpexplorer.panels.shared.cell_grid import CellGrid

#: What takes clicks or keys.
_CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, QDial, QTabBar)
#: Names of things and formulas, not numbers about anything.
_ORDINALS = re.compile(
    r"\b(layers?|neurons?|samples?|class|step|epoch|output|seed|k =|j =) ?[\d,]+( → [\d,]+)?"
    r"|float\d\d|\d/√n|\d − a|ReLU\d|L[12]\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,.]*")


def controls(window: QWidget) -> list[QWidget]:
    """What can be clicked or typed into at once, outside toolbar, menus, canvas and tables."""
    found = [each for each in _seen(window) if _is_control(each) and not _is_further_position(each)]
    return [each for each in found if not any(_is_part_of(each, other) for other in found)]


def _is_further_position(each: QWidget) -> bool:
    """Whether this is one more position of a switch, which is one control, like a box of choices."""
    switch = each.parentWidget()
    return isinstance(switch, Segments) and each is not switch.findChild(QAbstractButton)


def toolbar_controls(window: QWidget) -> list[QWidget]:
    """The same on the toolbar, where the switch of workspaces counts as one."""
    found = []
    for bar in window.findChildren(QToolBar):
        inside = [each for each in bar.findChildren(QWidget) if _is_seen(each, window) and _is_control(each)]
        found += [each for each in inside if not any(_is_part_of(each, other) for other in inside)]
    return [each for each in found if not each.objectName().startswith("button_workspace_")]


def numbers(window: QWidget) -> list[str]:
    """The numbers that stand in words, outside toolbar, menus, canvas and cells; ordinals aren't numbers."""
    labels = [each for each in _seen(window) if isinstance(each, QLabel) and not _is_control(each)]
    return [number for label in labels for number in _NUMBER.findall(_ORDINALS.sub("", _plain(label.text())))]


def rows(window: QWidget) -> dict[str, int]:
    """How many rows each table has that can be seen."""
    found = {}
    for each in _seen(window, inside_tables=True):
        if isinstance(each, QAbstractItemView) and (model := each.model()) is not None:
            heights = [each.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
            found[each.objectName()] = sum(each.viewport().rect().intersects(rect) for rect in heights)
    return found


def _seen(window: QWidget, *, inside_tables: bool = False) -> Iterator[QWidget]:
    aside: tuple[type[QWidget], ...] = (QToolBar, QMenuBar, CanvasPanel, CellGrid)
    for each in window.findChildren(QWidget):
        if not _is_seen(each, window) or any(isinstance(other, aside) for other in _upwards(each, window)):
            continue
        if inside_tables or not any(isinstance(o, QAbstractItemView) for o in _upwards(each, window)):
            yield each


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()) if widget.isVisibleTo(window) else QRect()
    return not box.isEmpty() and not widget.visibleRegion().isEmpty() and window.rect().intersects(box)


def _upwards(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = widget
    while at is not None and at is not window:
        yield at
        at = at.parentWidget()


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar) or not widget.isEnabled():
        return False
    if isinstance(widget, QuietButton) and not widget.is_drawn:
        return False  # it takes no part in what is seen until the mouse comes near
    if isinstance(widget, QLabel):
        return bool(widget.property("leads"))
    return isinstance(widget, _CONTROLS)


def _is_part_of(widget: QWidget, other: QWidget) -> bool:
    return widget is not other and other.isAncestorOf(widget)


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)
