"""The menu bar, as a table of action names; None is a separator."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import WORKSPACE_ACTIONS, Actions

Entry = str | None | tuple[str, str]

#: (title, object name, entries). A pair (title, object name) is a submenu that somebody else fills.
MENUS: Sequence[tuple[str, str, Sequence[Entry]]] = (
    (
        tr("&File"),
        "menu_file",
        (
            "action_new",
            "action_open",
            "action_open_data",
            "action_columns",
            "action_reload_data",
            "action_open_lesson",
            (tr("Open &recent"), "menu_recent"),
            "action_recover",
            None,
            "action_save",
            "action_save_as",
            None,
            "action_import_weights",
            "action_export_weights",
            "action_export_history",
            "action_export_predictions",
            "action_export_worksheets",
            None,
            "action_quit",
        ),
    ),
    (
        tr("&Edit"),
        "menu_edit",
        (
            "action_undo",
            "action_redo",
            "action_back",
            None,
            "action_select_all",
            "action_select_layer",
            "action_let_go",
            None,
            "action_remove_selected",
            None,
            "action_draw_points",
            "action_draw_picture",
        ),
    ),
    (
        tr("&View"),
        "menu_view",
        (
            *WORKSPACE_ACTIONS.values(),
            None,
            "action_fit",
            "action_zoom_in",
            "action_zoom_out",
            "action_refit",
            None,
            (tr("&Panels"), "menu_panels"),
            "action_reset_layout",
            None,
            "action_presentation",
            (tr("&Theme"), "menu_theme"),
            "action_reduce_motion",
        ),
    ),
    (
        tr("&Network"),
        "menu_network",
        (
            "ask_origin",
            "ask_demon",
            "ask_why_small",
            "ask_image",
            "action_neuron_back",
            None,
            "action_add_neuron",
            "action_remove_selected",
            "action_freeze",
            "action_unfreeze",
            "action_reinitialise",
            None,
            "action_insert_layer",
            "action_remove_layer",
            None,
            "tool_connect",
        ),
    ),
    (
        tr("&Train"),
        "menu_train",
        (
            "action_play",
            "action_step",
            "action_step_epoch",
            "action_run_epochs",
            None,
            "action_find_rate",
            None,
            "action_phase_next",
            "action_phase_back",
            "action_phase_take",
            None,
            "action_reset",
            "action_new_seed",
            "action_restore_best",
        ),
    ),
    (
        tr("&Demon"),
        "menu_demon",
        (
            "tool_demon",
            "action_demon_here",
            None,
            "action_demon_against",
            "action_demon_halve",
            "action_demon_zero",
            None,
            "action_demon_release",
        ),
    ),
    (
        tr("&Help"),
        "menu_help",
        (
            "action_start_page",
            "action_palette",
            None,
            "action_guide",
            "action_shortcuts",
            None,
            "action_report",
            "action_about",
        ),
    ),
)


def build_menus(window: QMainWindow, actions: Actions) -> dict[str, QMenu]:
    """Fill the window's menu bar; all menus by object name, also those that are still empty."""
    menus: dict[str, QMenu] = {}
    for title, name, entries in MENUS:
        menu = menus[name] = _menu(window.menuBar().addMenu(title), name)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, tuple):
                menus[entry[1]] = _menu(menu.addMenu(entry[0]), entry[1])
            else:
                menu.addAction(actions[entry])
    for name in ("action_theme_system", "action_theme_light", "action_theme_dark"):
        menus["menu_theme"].addAction(actions[name])
    return menus


class RecentMenu(QObject):
    """Lists the recent files in a menu, each time it is shown."""

    #: The path of a file was chosen.
    chosen = Signal(Path)

    def __init__(self, menu: QMenu, settings: Settings) -> None:
        super().__init__(menu)
        self._menu, self._settings = menu, settings
        menu.aboutToShow.connect(self._on_about_to_show)
        menu.triggered.connect(self._on_triggered)

    @guard
    def _on_about_to_show(self) -> None:
        self._menu.clear()
        for path in self._settings.recent_files:
            action = self._menu.addAction(path.name)
            action.setToolTip(str(path))
            action.setData(str(path))
        self._menu.setEnabled(not self._menu.isEmpty())

    @guard
    def _on_triggered(self, entry: QAction) -> None:
        self.chosen.emit(Path(entry.data()))


def _menu(menu: QMenu, name: str) -> QMenu:
    menu.setObjectName(name)
    menu.setAccessibleName(menu.title().replace("&", ""))
    menu.setToolTipsVisible(True)
    return menu
