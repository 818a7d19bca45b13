"""When the start page is shown, what becomes of a choice on it, and when it goes."""

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.lessons.catalogue import Left
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.window.chrome.actions import ACTIONS, Actions
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.start.beginnings import Beginning, Example
from bpexplorer.window.workspaces.switching import Workspaces

if TYPE_CHECKING:  # what is seen of it is imported once it is to be seen
    from bpexplorer.window.start.page import StartPage

#: What the user can do in the window and still come back to the page: what asks first, and what is about the look.
_STAYS_FOR = frozenset(
    {
        "action_new",
        "action_open",
        "action_open_data",
        "action_open_lesson",
        "action_guide",
        "action_shortcuts",
        "action_report",
        "action_about",
        "action_start_page",
        "action_presentation",
        "action_theme_system",
        "action_theme_light",
        "action_theme_dark",
        "action_reduce_motion",
    }
)


class StartPages(QObject):
    """Shows the start page over the window. It is made each time, and deleted as it closes."""

    #: The name of a lesson was chosen.
    lesson_chosen = Signal(str)
    #: It lies over the window now.
    shown = Signal()

    def __init__(
        self,
        window: QWidget,
        stage: QWidget,
        actions: Actions,
        files: FileCommands,
        workspaces: Workspaces,
        asker: Asker,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._stage = window, stage
        self._actions, self._files = actions, files
        self._workspaces, self._asker, self._settings = workspaces, asker, settings
        #: While it lies over the window.
        self.page: StartPage | None = None
        #: What had the keyboard before.
        self._before: QWidget | None = None
        for name in ACTIONS:
            if name not in _STAYS_FOR:
                actions[name].triggered.connect(self.close)
        # What happens to files shows behind the page, and so do messages about them.
        for happened in (
            files.project_opened,
            files.project_restored,
            files.own_data.taken,
            files.failed,
            files.offered,
        ):
            happened.connect(self.close)

    def show_at_start(self) -> None:
        """Show it unless the user doesn't want it at start."""
        if self._settings.shows_start_page:
            self.show()

    @guard
    def show(self) -> None:
        """Show it, or give it the keyboard if it is there."""
        from bpexplorer.window.start.page import StartPage
        from bpexplorer.window.start.recent import look_at

        if self.page is not None:
            self.page.take_keyboard()
            return
        window, recent = self._window, self._settings.recent_files
        self._before = window.focusWidget()
        page = StartPage(self._stage, window, recent=recent, shown_at_start=self._settings.shows_start_page)
        page.chosen.connect(self._on_chosen)
        page.lesson_chosen.connect(self.lesson_chosen)
        page.close_requested.connect(self.close)
        page.shown_at_start_changed.connect(self._on_shown_at_start_changed)
        self.page = page
        page.raise_()
        page.show()
        page.take_keyboard()
        self.shown.emit()
        if recent:
            self._asker.ask(partial(look_at, recent), then=self._on_looked, lane=Lane.JOBS)

    @guard
    def show_left(self, left: Mapping[str | Path, Left]) -> None:
        """Say how far lessons had got."""
        if self.page is not None:
            self.page.show_left(left)

    @guard
    def close(self) -> None:
        """Close it, and give the keyboard back."""
        page, self.page = self.page, None
        if page is None:
            return
        page.hide()
        page.deleteLater()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @guard
    def _on_looked(self, written: Mapping[Path, float | None] | None) -> None:
        if written is not None and self.page is not None:
            self.page.show_files(written, time.time())

    @guard
    def _on_chosen(self, chosen: object) -> None:
        if isinstance(chosen, Path):
            self._files.open_recent(chosen)
        elif isinstance(chosen, Beginning) and isinstance(chosen.begins, Example):
            self._files.begin(chosen.begins.preset, partial(self._arrange, chosen.begins))
        elif isinstance(chosen, Beginning):
            self._actions.trigger(str(chosen.begins))

    def _arrange(self, example: Example) -> None:
        """Lead to where the example is looked at."""
        self._workspaces.show(example.workspace)
        self._workspaces.reveal(example.dock)
        keyboard = self._window.findChild(QWidget, example.keyboard)
        if keyboard is not None:
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)

    @guard
    def _on_shown_at_start_changed(self, wanted: bool) -> None:
        self._settings.shows_start_page = wanted
