"""Places of a window by names that outlive it: things on the canvas, and widgets.

“neuron 2 1”, “edge 2 1 0” (into that neuron, from number 0 of the layer before), “control add 1” and “canvas” are on
the canvas; “popup” and “dialog” are what is open over the window; “panel dock_cost” is the inside of a dock. Anything
else is the object name of a widget.
"""

import random
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPoint, QRegularExpression, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from shiboken6 import isValid

from bpexplorer.canvas.layout import Control, Part
from bpexplorer.core.spec import Neuron
from bpexplorer.window.main_window import MainWindow
from tests.attack.anything.stage import dialogs

CANVAS, POPUP, DIALOG, PANEL = "canvas", "popup", "dialog", "panel"
#: A name that isn't Qt's.
_OWN_NAME = QRegularExpression("^(?!qt_).")
#: How far beside the middle of a neuron or button the mouse may come, in pixels.
_BESIDE = 14


@dataclass(frozen=True, slots=True)
class Place:
    """A widget, and a pixel of it. ``outer`` is what was named: Python lets go of a widget's children with it."""

    widget: QWidget
    at: QPoint
    outer: QWidget


def find(window: MainWindow, where: str, x: int, y: int) -> Place | None:
    """The place of this name, at so many thousandths of it; None if there is none that can be seen."""
    kind, *numbers = where.split(" ")
    on_canvas = _on_canvas(window, kind, numbers, x, y)
    if on_canvas is not None:
        viewport = window.canvas.view.viewport()
        return Place(viewport, on_canvas, viewport) if viewport.isVisible() else None
    outer = _outer(window, kind, numbers)
    if outer is None or not isValid(outer) or not outer.isVisible():
        return None
    at = QPoint(outer.width() * x // 1000, outer.height() * y // 1000)
    inner = outer.childAt(at) or outer
    return Place(inner, inner.mapFrom(outer, at), outer) if isValid(inner) else None


def _outer(window: MainWindow, kind: str, rest: list[str]) -> QWidget | None:
    if kind == POPUP:
        return QApplication.activePopupWidget()
    if kind == DIALOG:
        opened = dialogs()
        # In a file dialog files could be deleted and renamed, whosever they are.
        return opened[-1] if opened and not isinstance(opened[-1], QFileDialog) else None
    if kind == PANEL:
        dock = window.docks.get(rest[0])
        return None if dock is None else dock.body
    return named(window, kind)


def named(window: MainWindow, name: str) -> QWidget | None:
    """The widget of this name that can be seen, in the window or over it."""
    found = [window] if window.objectName() == name else window.findChildren(QWidget, name)
    return next((each for each in found if each.isVisible()), None)


def _on_canvas(window: MainWindow, kind: str, rest: list[str], x: int, y: int) -> QPoint | None:
    view = window.canvas.view
    spec = view.placement.spec
    beside = QPoint((x - 500) * _BESIDE // 500, (y - 500) * _BESIDE // 500)
    match kind, rest:
        case "canvas", []:
            return QPoint(view.viewport().width() * x // 1000, view.viewport().height() * y // 1000)
        case "neuron", [layer, index] if spec.has(Neuron(int(layer), int(index))):
            return view.neuron_position(int(layer), int(index)) + beside
        case "edge", [layer, index, source]:
            ends = Neuron(int(layer) - 1, int(source)), Neuron(int(layer), int(index))
            if all(map(spec.has, ends)):
                start, end = (view.neuron_position(each.layer, each.index) for each in ends)
                return start + (end - start) * x / 1000
        case "control", [part, layer] if Control(Part(part), int(layer)) in view.placement.controls:
            return view.control_position(Part(part), int(layer)) + beside
    return None


def draw_on_canvas(window: MainWindow, rng: random.Random) -> str:
    """A thing on the canvas, or the canvas itself."""
    placement = window.canvas.view.placement
    spec = placement.spec
    layer = rng.randrange(1, spec.depth + 1)
    index = rng.randrange(spec.sizes[layer])
    what = rng.random()
    if what < 0.45:
        layer = rng.randrange(spec.depth + 1)
        return f"neuron {layer} {rng.randrange(spec.sizes[layer])}"
    if what < 0.65:
        return f"edge {layer} {index} {rng.randrange(spec.sizes[layer - 1])}"
    if what < 0.9:
        control = rng.choice(list(placement.controls))
        return f"control {control.part.value} {control.layer}"
    return CANVAS


def seen(window: MainWindow, kinds: tuple[type[QWidget], ...]) -> list[QWidget]:
    """The widgets of these kinds that have a name and can be used now, in the order of their names."""
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QFileDialog):
        return []
    top = QApplication.activePopupWidget() or modal or window
    found = [
        each
        for kind in kinds
        for each in top.findChildren(kind, _OWN_NAME)
        if each.isVisible() and each.isEnabled()
    ]
    return sorted(found, key=QWidget.objectName)


BUTTONS, BOXES, FIELDS = (QAbstractButton,), (QComboBox,), (QAbstractSpinBox, QLineEdit)


def reaches(widget: QWidget) -> bool:
    """Whether mouse and keys reach a widget: what is open over the window keeps them from what lies below."""
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if popup is not None:
        return popup is widget or popup.isAncestorOf(widget)
    return modal is None or widget.window() is modal or widget.window().windowType() is Qt.WindowType.Popup


def answer_qt(*, agrees: bool) -> None:
    """Answer what a file dialog of Qt's asks, in a loop of its own in which the event that asked waits for the answer.

    What has come over it meanwhile, as a table's dialog does once the table is read, keeps the hand from it: that is
    closed by Escape first.
    """
    modal = QApplication.activeModalWidget()
    if modal is None:
        return
    asked = [each for each in QApplication.topLevelWidgets() if _is_of_qt(each) and each.isVisible()]
    if not asked:
        return
    box = cast(QMessageBox, asked[-1])
    if reaches(box):
        answer = QMessageBox.StandardButton.Yes if agrees else QMessageBox.StandardButton.No
        (box.button(answer) or box.buttons()[0]).click()
    else:
        QTest.keyClick(QApplication.activePopupWidget() or modal, Qt.Key.Key_Escape)


def _is_of_qt(widget: QWidget) -> bool:
    return (
        isinstance(widget, QMessageBox)
        and isinstance(widget.parent(), QFileDialog)
        and not widget.objectName()
    )
