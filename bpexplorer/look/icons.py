"""The icons by what they stand for, in the colours of the theme. Never animated.

They are glyphs of Phosphor Icons, version 2.1.1 (MIT licence, in the folder ``glyphs``). A font of icons through a
library would cost the program a fifth of its start.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

#: What the program shows with an icon, and the glyph in the folder ``glyphs`` that shows it.
ICONS: Mapping[str, str] = {
    "add": "plus",
    "batch": "stack",
    "close": "x",
    "connect": "share-network",
    "data": "database",
    "demon": "lightning-fill",
    "empty": "chart-line",
    "epoch": "repeat",
    "error": "warning-octagon",
    "export": "export",
    "fit": "arrows-out",
    "frozen": "snowflake",
    "help": "question",
    "import": "download-simple",
    "info": "info",
    "more": "dots-three",
    "new": "file-plus",
    "open": "folder-open",
    "pause": "pause-fill",
    "play": "play-fill",
    "redo": "arrow-clockwise",
    "refit": "arrows-in-line-vertical",
    "remove": "minus",
    "reset": "skip-back",
    "save": "floppy-disk",
    "search": "magnifying-glass",
    "seed": "dice-five",
    "select": "cursor",
    "step": "skip-forward",
    "undo": "arrow-counter-clockwise",
    "warning": "warning",
}


_GLYPHS = Path(__file__).parent / "glyphs"


@cache
def _glyph(name: str) -> str:
    return (_GLYPHS / f"{ICONS[name]}.svg").read_text(encoding="utf-8")


class _GlyphEngine(QIconEngine):
    """Draws a glyph in one colour, and in another where the icon is disabled: sharp at every size."""

    def __init__(self, name: str, color: QColor, disabled: QColor) -> None:
        super().__init__()
        self._name, self._color, self._disabled = name, color, disabled

    @override
    @guard(returns=None)
    def clone(self) -> "_GlyphEngine":
        return _GlyphEngine(self._name, self._color, self._disabled)

    @override
    @guard
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        color = self._disabled if mode is QIcon.Mode.Disabled else self._color
        svg = _glyph(self._name).replace("currentColor", color.name())
        QSvgRenderer(svg.encode()).render(painter, QRectF(rect))

    @override
    @guard(returns=None)
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that a window squeezes to nothing still asks
            return QPixmap()
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn


def icon(name: str, theme: Theme | None = None, *, color: QColor | None = None) -> QIcon:
    """Give an icon in the colour of text (or `color`), grey where it is disabled.

    Raises
    ------
    KeyError
        There is no icon of that name in `ICONS`.
    """
    theme = current_theme() if theme is None else theme
    _glyph(name)
    return QIcon(_GlyphEngine(name, theme.text if color is None else color, theme.disabled))


def set_icon(target: QAbstractButton | QAction, name: str, *, color_role: str = "text") -> None:
    """Give a button or action an icon that follows the theme; called again, it takes another one."""
    tint = target.findChild(_Tint)
    if tint is None:
        tint = _Tint(target)
    tint.show(name, color_role)


class _Tint(QObject):
    """Keeps the icon of its parent in the colours of the theme."""

    def __init__(self, target: QAbstractButton | QAction) -> None:
        super().__init__(target)
        self._target = target
        self._name = ""
        self._color_role = "text"
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show(self, name: str, color_role: str) -> None:
        self._name, self._color_role = name, color_role
        self._on_theme_changed(current_theme())

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._target.setIcon(icon(self._name, theme, color=theme.colors()[self._color_role]))
