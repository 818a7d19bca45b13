"""The Help menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QWidget

from bpexplorer import __version__
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import Panel
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import ACTIONS, Actions
from bpexplorer.window.chrome.guide_text import WORDS, guide_text
from bpexplorer.window.commands.dialogs import texts

if TYPE_CHECKING:  # imported once it is asked for
    from bpexplorer.window.chrome.guide_window import GuideWindow

_GUIDE = "dialog_guide"

_LIBRARIES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "msgspec",
    "safetensors",
    "ziamath",
)


class HelpCommands(QObject):
    """Shows texts in windows beside the main one."""

    def __init__(self, actions: Actions, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._settings, self._window = actions, settings, window

    @guard
    def show_guide(self) -> None:
        """Show the user's guide where it speaks of the current panel: the one that has the keyboard."""
        floating = (
            dock
            for dock in self._window.findChildren(CardDock)
            if dock.isFloating() and dock.isActiveWindow()
        )
        at: QWidget | None = next(floating, None) or self._window.focusWidget()
        while at is not None and at.objectName() not in PANELS:
            at = at.parentWidget()
        if at is None:
            self.show_guide_at(None)
        else:
            self.show_guide_of(at)

    def show_guide_of(self, dock: QWidget) -> None:
        """Show the user's guide where it speaks of what a dock shows now."""
        panel = dock.findChild(Panel)
        in_sight = "" if panel is None else panel.guide
        self.show_guide_at(in_sight or PANELS[dock.objectName()].guide)

    def show_guide_at(self, heading: str | None) -> None:
        """Show the user's guide where it speaks of something: at this heading."""
        self._open_guide(heading)

    def explain_word(self, word: str) -> None:
        """Show the user's guide where it defines a word, which is marked everywhere."""
        self._open_guide(WORDS).search(word)

    def _open_guide(self, heading: str | None) -> "GuideWindow":
        from bpexplorer.window.chrome.guide_window import GuideWindow  # not before it is asked for

        guide = texts.shown_already(self._window, GuideWindow, _GUIDE)
        if guide is None:
            size = self._settings.guide_size
            guide = GuideWindow(self._window, tr("User's guide"), guide_text(), name=_GUIDE, size=size)
            guide.resized.connect(self._on_guide_resized)
            guide.show()
        if heading is not None:
            guide.go_to(heading)
        return guide

    @guard
    def _on_guide_resized(self, size: QSize) -> None:
        self._settings.guide_size = size

    @guard
    def show_shortcuts(self) -> None:
        """Show all keys, and what the mouse does."""
        keys = {name: self._actions[name].shortcut().toString() for name in ACTIONS}
        text = texts.shortcuts_text(keys)
        texts.show_text(
            self._window, tr("Keyboard and mouse"), text, name="dialog_shortcuts", size=(640, 640)
        )

    @guard
    def show_about(self) -> None:
        """Show version and libraries."""
        texts.show_text(
            self._window, tr("About Backprop Explorer"), _about(), name="dialog_about", size=(520, 460)
        )


def _about() -> str:
    rows = "\n".join(f"| {name} | {_version(name)} |" for name in _LIBRARIES)
    return tr(
        "# Backprop Explorer {version}\n\nBuild a neural network with the mouse, train "
        "it live, see the error signal of every neuron, and be the demon. MIT "
        "licence.\n\nBP1 to BP4 and the demon are those of Michael Nielsen's book "
        "*Neural Networks and Deep Learning*, chapter 2. The digits are the UCI "
        "*Optical Recognition of Handwritten Digits* data set.\n\n| Library | Version |\n"
        "|---|---|\n{rows}\n",
        version=__version__,
        rows=rows,
    )


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # brings all of `email`

    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
