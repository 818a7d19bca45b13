"""Tells everything that shows the project, alike, what is decided and what is looked at; numbers come with pictures."""

from PySide6.QtCore import QObject

from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.guard import guard
from bpexplorer.window.chrome.action_states import update_actions
from bpexplorer.window.chrome.actions import Actions
from bpexplorer.window.chrome.toolbar import TopBar
from bpexplorer.window.panels_made import PanelsMade


class Views(QObject):
    """The canvas, the toolbar, the menus, and the panels that there are so far."""

    def __init__(
        self,
        document: NetworkDocument,
        canvas: CanvasPanel,
        top_bar: TopBar,
        panels: PanelsMade,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._actions = document, actions
        self._canvas, self._top_bar, self._panels = canvas, top_bar, panels
        document.pending.changed.connect(self.show_pending)
        document.session.changed.connect(self._on_session_changed)
        document.session.pointed_changed.connect(self._on_pointed_changed)
        panels.made.connect(self._on_panel_made)

    def clear(self) -> None:
        """Begin afresh: another project is open now."""
        self._canvas.clear()
        for panel in self._panels.there.values():
            panel.clear()
        self._top_bar.clear()

    @guard
    def show_plan(self) -> None:
        """Show what is decided."""
        plan, prepared = self._document.plan, self._document.prepared
        self._canvas.show_plan(plan.spec, plan.offsets, prepared.training, prepared)
        for panel in self._panels.there.values():
            panel.show_plan(plan, prepared)
        self._top_bar.show_plan(plan)
        self.show_pending()
        self._update_actions()

    @guard
    def show_pending(self) -> None:
        """Show what waits for a restart."""
        pending = self._document.pending
        for panel in self._panels.there.values():
            panel.show_pending(pending.choices, pending.outlook)
        self._canvas.show_choices(pending.choices.in_words(self._document.plan), pending.outlook)

    @guard
    def show_choices(self) -> None:
        """Let every control show what is, not what was asked for."""
        self.show_plan()
        for panel in self._panels.there.values():
            panel.show_session(self._document.session.state)

    @guard
    def _on_panel_made(self, name: str) -> None:
        """Let a new panel know what the others know already."""
        panel, document = self._panels[name], self._document
        panel.show_plan(document.plan, document.prepared)
        panel.show_pending(document.pending.choices, document.pending.outlook)
        panel.show_session(document.session.state)

    def _update_actions(self) -> None:
        update_actions(self._actions, self._document.plan.spec, self._document.session.state)

    @guard
    def _on_pointed_changed(self, pointed: Pointed | None) -> None:
        self._canvas.view.show_pointed(pointed)
        for panel in self._panels.there.values():
            panel.show_pointed(pointed)

    @guard
    def _on_session_changed(self, state: SessionState, _old: SessionState) -> None:
        self._canvas.show_session(state)
        for panel in self._panels.there.values():
            panel.show_session(state)
        self._update_actions()
