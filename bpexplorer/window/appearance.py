"""How the window looks: where its docks are, and its theme. Both are kept from one time to the next."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from bpexplorer.document.settings import THEMES, Settings
from bpexplorer.guard import guard
from bpexplorer.look.cards import CardDock
from bpexplorer.look.theme import apply_theme
from bpexplorer.window import docks
from bpexplorer.window.actions import Actions


class Appearance(QObject):
    """Keeps the arrangement and the theme in the settings."""

    def __init__(
        self,
        window: QMainWindow,
        cards: Mapping[str, CardDock],
        actions: Actions,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._cards, self._actions, self._settings = window, cards, actions, settings
        self._theme_actions = {scheme: actions[f"action_theme_{scheme}"] for scheme in THEMES}
        self._theme_actions[settings.theme].setChecked(True)
        for action in self._theme_actions.values():
            action.triggered.connect(self._on_theme_triggered)

    def restore(self) -> None:
        """Arrange the window as it was saved; where nothing was, it stays as it is."""
        if not self._settings.geometry.isEmpty():
            self._window.restoreGeometry(self._settings.geometry)
        if not self._settings.docks.isEmpty():
            self._window.restoreState(self._settings.docks, docks.ARRANGEMENT_VERSION)

    def save(self) -> None:
        """Keep the arrangement for the next time."""
        self._settings.geometry = self._window.saveGeometry()
        self._settings.docks = self._window.saveState(docks.ARRANGEMENT_VERSION)

    @guard
    def reset(self) -> None:
        """Put all docks where they are at first."""
        docks.arrange(self._window, self._cards)

    @guard
    def _on_theme_triggered(self) -> None:
        scheme = next(name for name, action in self._theme_actions.items() if action.isChecked())
        self._settings.theme = scheme
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, scheme)
