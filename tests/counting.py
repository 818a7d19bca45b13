"""Counts what stands on the screen at once: controls, numbers, rows of tables. What is hovered adds nothing to it."""

import re
from collections.abc import Iterable, Iterator

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
from bpexplorer.look.widgets.cards import QuietButton
from bpexplorer.look.widgets.segments import Segments
from bpexplorer.window.drawing import is_seen

#: What takes clicks or keys.
_CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, QDial, QTabBar)
#: Which one it is, not how much there is of anything.
_ORDINALS = re.compile(
    r"\b(layers?|neurons?|samples?|class|step|epoch|output|seed|k =|j =) ?[\d,]+( → [\d,]+)?", re.IGNORECASE
)
#: Names and formulas with a digit in them.
_NAMES = re.compile(r"float\d\d|\d/√n|\d − a|ReLU\d|L[12]\b", re.IGNORECASE)
#: With its sign, separators and power; the sizes of a network, as 64-14-10-10, are one.
_NUMBER = re.compile(r"[−+×]?\d[\d,.]*(?:[-×]\d[\d,.]*)*")


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
        inside = [each for each in bar.findChildren(QWidget) if is_seen(each) and _is_control(each)]
        found += [each for each in inside if not any(_is_part_of(each, other) for other in inside)]
    return [each for each in found if not each.objectName().startswith("button_workspace_")]


def numbers(window: QWidget, *, with_ordinals: bool = False) -> list[str]:
    """The numbers that stand in words, outside toolbar, menus, canvas and cells."""
    texts = [each.text() for each in _seen(window) if isinstance(each, QLabel)]
    return numbers_in(texts, with_ordinals=with_ordinals)


def numbers_in(texts: Iterable[str], *, with_ordinals: bool = False) -> list[str]:
    """Each number once, as it is written; names and formulas hold none, and an ordinal counts if it is asked for."""
    plain = (_NAMES.sub("", re.sub(r"<[^>]*>", "", text)) for text in texts)
    return [n for text in plain for n in _NUMBER.findall(text if with_ordinals else _ORDINALS.sub("", text))]


def rows(window: QWidget) -> dict[str, int]:
    """How many rows each table has that can be seen."""
    found = {}
    for each in _seen(window, inside_tables=True):
        if isinstance(each, QAbstractItemView) and (model := each.model()) is not None:
            heights = [each.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
            found[each.objectName()] = sum(each.viewport().rect().intersects(rect) for rect in heights)
    return found


def _seen(window: QWidget, *, inside_tables: bool = False) -> Iterator[QWidget]:
    aside: tuple[type[QWidget], ...] = (QToolBar, QMenuBar, CanvasPanel)
    for each in window.findChildren(QWidget):
        if not is_seen(each) or any(isinstance(other, aside) for other in _upwards(each, window)):
            continue
        if inside_tables or not any(isinstance(o, QAbstractItemView) for o in _upwards(each, window)):
            yield each


def _upwards(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = widget
    while at is not None and at is not window:
        yield at
        at = at.parentWidget()


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar):
        return False
    if isinstance(widget, QuietButton) and not widget.is_drawn:
        return False  # it takes no part in what is seen until the mouse comes near
    if isinstance(widget, QLabel):
        return bool(widget.property("leads"))
    return isinstance(widget, _CONTROLS)


def _is_part_of(widget: QWidget, other: QWidget) -> bool:
    return widget is not other and other.isAncestorOf(widget)
