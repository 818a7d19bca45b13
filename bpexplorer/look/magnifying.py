"""Shows everything larger for a while, and then exactly as before.

What is made, measured or painted from then on asks `bpexplorer.look.fonts` for its sizes. What a widget was given once,
a font, a width, an icon, is made larger here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHeaderView, QToolBar, QWidget
from shiboken6 import isValid

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, apply_magnification, theme_notifier

#: The largest size of a widget that was given none: Qt's QWIDGETSIZE_MAX, which PySide6 doesn't name.
_UNLIMITED: Final = (1 << 24) - 1


@dataclass(frozen=True, slots=True)
class _Size:
    """Something that a widget can be given: of which widgets, how it is read, given, and made larger."""

    of: type[QWidget] | tuple[type[QWidget], ...]
    read: Callable[[Any], Any]
    give: Callable[[Any, Any], object]
    times: Callable[[Any, float], Any]


def _larger_font(font: QFont, factor: float) -> QFont:
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * factor)
    return larger


def _larger(length: int, factor: float) -> int:
    return length if length >= _UNLIMITED else round(length * factor)


def _larger_size(size: QSize, factor: float) -> QSize:
    return QSize(_larger(size.width(), factor), _larger(size.height(), factor))


#: The largest size first: a least one that is larger would be cut to it.
_SIZES: Sequence[_Size] = (
    _Size(QWidget, QWidget.maximumSize, QWidget.setMaximumSize, _larger_size),
    _Size(QWidget, QWidget.minimumSize, QWidget.setMinimumSize, _larger_size),
    _Size(QAbstractButton, QAbstractButton.iconSize, QAbstractButton.setIconSize, _larger_size),
    _Size(QToolBar, QToolBar.iconSize, QToolBar.setIconSize, _larger_size),
    _Size(QHeaderView, QHeaderView.defaultSectionSize, QHeaderView.setDefaultSectionSize, _larger),
)


class Magnifier(QObject):
    """Makes everything in all windows larger, and takes it back. Windows themselves keep their size.

    What is made meanwhile is made in the larger size, and keeps its fixed sizes; its fonts are taken back.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._factor = 1.0
        #: What was given, and what it was made.
        self._sizes: list[tuple[QWidget, _Size, Any, Any]] = []
        self._fonts: dict[QWidget, tuple[QFont, QFont]] = {}
        # Qt takes all fonts back that widgets have been given since they were first shown, as a style sheet comes.
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def magnify(self, factor: float) -> None:
        """Show everything so many times larger than it was meant to be."""
        self._factor = factor
        apply_magnification(_application(), factor, self._enlarge)
        QTimer.singleShot(0, self, _fit_anew)

    def restore(self) -> None:
        """Show everything as it was meant to be."""
        apply_magnification(_application(), 1.0, self._shrink)
        # Not before everything has its style: by that, too, some of them tell their size.
        self._take_back_fonts()
        QTimer.singleShot(0, self, _fit_anew)

    def _enlarge(self) -> None:
        for widget in _application().allWidgets():
            if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
                font = QFont(widget.font())
                self._fonts[widget] = font, _larger_font(font, self._factor)
            if widget.isWindow() or getattr(widget, "measures_itself", False):
                continue
            for size in _SIZES:
                if isinstance(widget, size.of):
                    before = size.read(widget)
                    after = size.times(before, self._factor)
                    if after != before:
                        size.give(widget, after)
                        self._sizes.append((widget, size, before, after))

    def _shrink(self) -> None:
        sizes, self._sizes = self._sizes, []
        for widget, size, before, after in sizes:
            if isValid(widget):
                now = size.read(widget)
                # Meanwhile it may have been given another one, made for the larger text.
                size.give(widget, before if now == after else size.times(now, 1.0 / self._factor))

    def _take_back_fonts(self) -> None:
        given, self._fonts = self._fonts, {}
        for widget in _application().allWidgets():
            if widget in given:
                widget.setFont(given[widget][0])
            elif widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
                widget.setFont(_larger_font(widget.font(), 1.0 / self._factor))

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        if fonts.magnification() == 1.0:
            return
        for widget, (_before, after) in self._fonts.items():
            if isValid(widget):
                widget.setFont(after)


@guard
def _fit_anew() -> None:
    """Let everything decide anew what it has room for, even where it stays as large as it was."""
    for widget in _application().allWidgets():
        if not widget.isWindow() and widget.isVisible():
            QApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
