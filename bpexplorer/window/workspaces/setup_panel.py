"""What Set-up is in each workspace: which of its sections are open, and whether it runs epochs at its foot."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject

from bpexplorer.document.settings import Settings
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.window.commands.training_commands import TrainingCommands
from bpexplorer.window.workspaces.switching import Workspaces

#: The sections that are open until the user opens or closes any.
FIRST_OPEN: Final[Mapping[Workspace, frozenset[str]]] = {Workspace.TRAIN: frozenset({"training"})}


class SetupInWorkspaces(QObject):
    """Opens the sections as they were left in the workspace that is shown, and keeps what the user opens there."""

    def __init__(
        self, panel: SetupPanel, workspaces: Workspaces, training: TrainingCommands, settings: Settings
    ) -> None:
        super().__init__(panel)
        self._panel, self._workspaces, self._settings = panel, workspaces, settings
        workspaces.changed.connect(self._on_workspace_changed)
        panel.open_sections_changed.connect(self._on_open_sections_changed)
        panel.run_requested.connect(training.run_again)
        training.epochs_chosen.connect(panel.show_epochs)
        panel.show_epochs(training.epochs)
        self._on_workspace_changed(workspaces.current)

    @guard
    def _on_workspace_changed(self, workspace: Workspace) -> None:
        kept = self._settings.open_sections(workspace)
        self._panel.open_only(FIRST_OPEN.get(workspace, ()) if kept is None else kept)
        self._panel.show_foot(runs_epochs=workspace is Workspace.TRAIN)

    @guard
    def _on_open_sections_changed(self, names: frozenset[str]) -> None:
        self._settings.keep_open_sections(self._workspaces.current, names)
