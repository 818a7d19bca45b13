"""How the window looks: where its docks are, and its theme. Both are kept from one time to the next."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from bpexplorer.document.settings import THEMES, Settings
from bpexplorer.guard import guard
from bpexplorer.look.motion import reduce_motion
from bpexplorer.look.theme import apply_theme
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.window.chrome.actions import Actions
from bpexplorer.window.workspaces.switching import Workspaces


class Appearance(QObject):
    """Keeps the arrangement and the theme in the settings."""

    def __init__(
        self,
        window: QMainWindow,
        workspaces: Workspaces,
        actions: Actions,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._workspaces, self._settings = window, workspaces, settings
        #: What floats, until the window itself is on the screen.
        self._held_back: list[CardDock] = []
        self._theme_actions = {scheme: actions[f"action_theme_{scheme}"] for scheme in THEMES}
        self._theme_actions[settings.theme].setChecked(True)
        for action in self._theme_actions.values():
            action.triggered.connect(self._on_theme_triggered)
        self._still = actions["action_reduce_motion"]
        self._still.setChecked(settings.reduces_motion)
        self._still.triggered.connect(self._on_reduce_motion_triggered)
        reduce_motion(settings.reduces_motion)

    def restore(self) -> None:
        """Arrange the window as it was saved; where nothing was, it stays as it is."""
        if not self._settings.geometry.isEmpty():
            self._window.restoreGeometry(self._settings.geometry)
        self._workspaces.restore(self._window.size())
        if not self._window.isVisible():
            self._hold_back()

    def _hold_back(self) -> None:
        """Let what floats come up after the window: one that a window manager sees first, it leaves behind it."""
        self._held_back = self._floating()
        for each in self._held_back:
            each.hide()
            each.frame()
        self._window.installEventFilter(self)

    @guard
    def _bring_up(self) -> None:
        held_back, self._held_back = self._held_back, []
        for each in held_back:
            # The keyboard stays the window's.
            each.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            each.show()
            each.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)

    def save(self) -> None:
        """Keep the arrangement for the next time; that of a window that never came up is as it was."""
        if self._held_back:
            return
        self._settings.geometry = self._window.saveGeometry()
        self._workspaces.save()
        self._settings.write()

    def vanish(self) -> None:
        """Take the window and what floats beside it off the screen; they would outlast it else."""
        self._window.hide()
        for each in self._floating():
            each.hide()

    def _floating(self) -> list[CardDock]:
        """What belongs to the window and is a window of its own on the screen."""
        children = self._workspaces.area.findChildren(
            CardDock, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        return [each for each in children if each.isWindow() and each.isVisible()]

    @guard
    def _on_reduce_motion_triggered(self) -> None:
        self._settings.reduces_motion = self._still.isChecked()
        reduce_motion(self._still.isChecked())

    @guard
    def _on_theme_triggered(self) -> None:
        scheme = next(name for name, action in self._theme_actions.items() if action.isChecked())
        self._settings.theme = scheme
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, scheme)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            watched.removeEventFilter(self)
            # Qt sends this event just before it asks for the window.
            QTimer.singleShot(0, self._bring_up)
        return False
