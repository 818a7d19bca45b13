"""What assistive technology is told of a window: a walk over Qt's accessible interfaces."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QTabBar,
    QWidget,
)

#: What one acts on, whether or not keys lead there.
_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
)


def interface(widget: QWidget) -> QAccessibleInterface:
    """What a screen reader is given of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    return found


def name(widget: QWidget) -> str:
    return interface(widget).text(QAccessible.Text.Name)


def called(widget: QWidget) -> str:
    """What a control is called, apart from what it holds: on Linux Qt has the value of a choice for its name, and the
    label beside it says what it is.
    """
    labels = [each.text(QAccessible.Text.Name) for each, _ in interface(widget).relations()]
    if isinstance(widget, QComboBox):
        return " ".join(labels)
    return name(widget).strip() or " ".join(labels)


def controls(top: QWidget) -> Iterator[QWidget]:
    """All below a widget that one acts on or that takes the focus, shown or not; what Qt puts there itself is Qt's."""
    for widget in (top, *top.findChildren(QWidget)):
        if not _is_qts(widget) and (
            isinstance(widget, _CONTROLS) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            yield widget


def _is_qts(widget: QWidget) -> bool:
    """Whether it is a part that Qt has made for a widget of ours, and is said to be one: the list of a choice, say."""
    around = widget.parentWidget()
    if isinstance(around, QMenuBar) or (
        isinstance(around, QAbstractScrollArea) and around.viewport() is widget
    ):
        return True
    while around is not None and not isinstance(around, QComboBox | QAbstractSpinBox | QTabBar):
        around = around.parentWidget()
    return (
        around is not None
        or isinstance(widget, QHeaderView | QScrollBar)
        or widget.objectName().startswith("qt_")
    )


def nameless(top: QWidget) -> list[str]:
    """The controls whose name is missing, or is only what they hold now."""
    return [
        f"{type(each).__name__} {each.objectName()} in {_place(each)}"
        for each in controls(top)
        if not called(each)
    ]


def _place(widget: QWidget) -> str:
    around = widget.parentWidget()
    while around is not None and not around.objectName():
        around = around.parentWidget()
    return "" if around is None else around.objectName()
