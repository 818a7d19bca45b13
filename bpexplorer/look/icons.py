"""The icons by what they stand for, in the colours of the theme. Never animated."""

from collections.abc import Mapping
from functools import lru_cache

import qtawesome
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QAbstractButton
from qtawesome.iconic_font import IconicFont

from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

#: What the program shows with an icon, and the glyph of the Phosphor font that shows it.
ICONS: Mapping[str, str] = {
    "add": "plus",
    "batch": "stack",
    "close": "x",
    "connect": "share-network",
    "copy": "copy",
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
    "locked": "lock-simple",
    "more": "dots-three",
    "new": "file-plus",
    "open": "folder-open",
    "pause": "pause-fill",
    "pin": "push-pin",
    "play": "play-fill",
    "redo": "arrow-clockwise",
    "refit": "arrows-in-line-vertical",
    "remove": "minus",
    "reset": "skip-back",
    "save": "floppy-disk",
    "search": "magnifying-glass",
    "seed": "dice-five",
    "select": "cursor",
    "settings": "gear-six",
    "step": "skip-forward",
    "undo": "arrow-counter-clockwise",
    "warning": "warning",
    "zoom_in": "magnifying-glass-plus",
    "zoom_out": "magnifying-glass-minus",
}


@lru_cache(maxsize=1)
def _font() -> IconicFont:
    # qtawesome.icon() would read all of its eleven fonts, 60 ms of the start; one is enough.
    return IconicFont(*(font for font in qtawesome._BUNDLED_FONTS if font[0] == "ph"))


def icon(name: str, theme: Theme | None = None, *, color: QColor | None = None) -> QIcon:
    """Give an icon in the colour of text (or `color`), grey where it is disabled.

    Raises
    ------
    KeyError
        There is no icon of that name in `ICONS`.
    """
    theme = current_theme() if theme is None else theme
    drawn: QIcon = _font().icon(
        f"ph.{ICONS[name]}",
        color=(theme.text if color is None else color).name(),
        color_disabled=theme.disabled.name(),
    )
    return drawn


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
