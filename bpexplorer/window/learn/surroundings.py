"""What a lesson does around its card: an outline, what is hidden, and the bar that leads back to it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.entries import PANELS
from bpexplorer.window.learn.bar import LessonBar
from bpexplorer.window.learn.outline import Outline

if TYPE_CHECKING:
    from bpexplorer.lessons.player import Play
    from bpexplorer.window.main_window import MainWindow


class Surroundings(QObject):
    """Changes the window for a lesson, and puts it back."""

    back_requested = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._outline: Outline | None = None
        self._bar: LessonBar | None = None
        self._hidden: frozenset[str] = frozenset()

    def outline(self, name: str) -> None:
        """Outline the control of this name, or nothing."""
        if self._outline is not None:
            self._outline.end()
            self._outline = None
        control = self._find(name) if name else None
        if control is not None:
            self._outline = Outline(control)

    def _find(self, name: str) -> QWidget | None:
        shown = [each for each in self._window.findChildren(QWidget, name) if each.isVisible()]
        buttons = [each for each in self._window.findChildren(QWidget, f"button_{name}") if each.isVisible()]
        return next(iter([*shown, *buttons]), None)

    def show_play(self, play: "Play | None") -> None:
        """Show the bar that leads back to this lesson, or none."""
        if self._bar is None and play is not None:
            self._bar = LessonBar(self._window.stage)
            self._bar.back_requested.connect(self.back_requested)
            self._window.stage.put_above(self._bar)
        if self._bar is not None:
            self._bar.show_play(play)

    def hide(self, names: frozenset[str]) -> None:
        """Do without these panels and actions, and no others, until `restore`."""
        self.restore()
        self._hidden = names
        self._window.workspaces.withhold(names & PANELS.keys())
        self._show(False)

    def restore(self) -> None:
        """Show everything again."""
        self.outline("")
        self.show_play(None)
        self._show(True)
        self._hidden = frozenset()
        self._window.workspaces.withhold(frozenset())

    def _show(self, is_shown: bool) -> None:
        for name in self._hidden:
            if name in PANELS:
                self._window.docks[name].toggleViewAction().setVisible(is_shown)
            else:
                self._window.actions_by_name[name].setVisible(is_shown)
