"""What the ⋯ of a panel, or a right click on it, offers: copies and files, another workspace, its page in the guide."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from bpexplorer.connecting import connect_qt
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.panels.panel import Content
from bpexplorer.project.kinds import PIXELS, TABLE, VECTORS, FileKind
from bpexplorer.project.table_csv import csv_text
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import Trigger
from bpexplorer.window.commands.exchange import Exchange
from bpexplorer.window.commands.help_commands import HelpCommands
from bpexplorer.window.panels_made import PanelsMade
from bpexplorer.window.workspaces import WORKSPACES
from bpexplorer.window.workspaces.switching import Workspaces


class PanelMenu(QObject):
    """The menu of one dock, made when it is asked for."""

    def __init__(
        self,
        dock: CardDock,
        panels: PanelsMade,
        exchange: Exchange,
        workspaces: Workspaces,
        help_: HelpCommands,
    ) -> None:
        super().__init__(dock)
        self._dock, self._panels, self._exchange = dock, panels, exchange
        self._workspaces, self._help = workspaces, help_
        dock.menu_requested.connect(self._on_menu_requested)
        dock.menu_requested_at.connect(self._on_menu_requested_at)

    def menu(self) -> QMenu:
        """Make the menu, for what the panel shows now; it goes away with its last use."""
        menu = QMenu(self._dock.window())
        menu.setObjectName(f"{self._dock.objectName()}_menu")
        menu.setAccessibleName(tr("More for {dock}", dock=self._dock.windowTitle()))
        menu.setToolTipsVisible(True)
        menu.addActions(self._panels[self._dock.objectName()].menu_actions)
        menu.addSeparator()
        has_tables = bool(self._content().tables)
        self._add(menu, "copy_picture", tr("Copy picture"), self._copy_picture)
        self._add(menu, "copy_table", tr("Copy table"), self._copy_table, enabled=has_tables)
        self._add(menu, "save_content", tr("Save as PNG, SVG or CSV…"), self._save)
        menu.addSeparator()
        self._add_workspaces(menu.addMenu(tr("Show in")))
        self._add(menu, "close_panel", tr("Close"), self._dock.close)
        menu.addSeparator()
        self._add(menu, "explain_panel", tr("What am I looking at? (F1)"), self._explain)
        return menu

    def _add_workspaces(self, menu: QMenu) -> None:
        menu.setObjectName(f"{self._dock.objectName()}_workspaces")
        menu.setAccessibleName(menu.title())
        for workspace in WORKSPACES:
            if workspace is not self._workspaces.current:
                show_there = partial(self._show_in, workspace)
                self._add(menu, f"show_in_{workspace.value}", workspace.title, show_there)

    @staticmethod
    def _add(menu: QMenu, name: str, text: str, call: Callable[[], object], *, enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setEnabled(enabled)
        Trigger(action, call)

    def _content(self) -> Content:
        return self._panels[self._dock.objectName()].content()

    def _copy_picture(self) -> None:
        from bpexplorer.panels.shared.content import image_of

        QGuiApplication.clipboard().setImage(image_of(self._content().picture or self._dock))

    def _copy_table(self) -> None:
        # A spreadsheet takes tabs for the edges of cells.
        QGuiApplication.clipboard().setText(csv_text(self._content().tables, delimiter="\t"))

    def _save(self) -> None:
        from bpexplorer.panels.shared.content import png_of, svg_of

        content = self._content()
        picture = content.picture or self._dock
        made: Mapping[FileKind, Callable[[], bytes]] = {
            PIXELS: lambda: png_of(picture),
            VECTORS: lambda: svg_of(picture),
        }
        if content.tables:
            made = {**made, TABLE: lambda: csv_text(content.tables).encode()}
        self._exchange.save_content(self._dock.windowTitle(), made)

    def _show_in(self, workspace: Workspace) -> None:
        self._workspaces.show(workspace)
        self._dock.show()
        self._dock.raise_()

    def _explain(self) -> None:
        self._help.show_guide_of(self._dock)

    @guard
    def _on_menu_requested(self) -> None:
        below = self._dock.more.mapToGlobal(QPoint(0, self._dock.more.height()))
        self._dock.more.setDown(True)
        self._open(below).aboutToHide.connect(self._on_menu_hidden)

    @guard
    def _on_menu_requested_at(self, place: QPoint) -> None:
        self._open(place)

    def _open(self, place: QPoint) -> QMenu:
        menu = self.menu()
        connect_qt(menu, "aboutToHide()", menu, "deleteLater()")
        menu.popup(place)
        return menu

    @guard
    def _on_menu_hidden(self) -> None:
        self._dock.more.setDown(False)
