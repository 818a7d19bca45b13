"""The workspaces: what each shows beside the panels whose entries name it, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.entries import PANELS

#: The object name of the dock that the network is drawn in.
NETWORK: Final = "dock_network"


@dataclass(frozen=True, slots=True)
class WorkspaceSpec:
    """A workspace's entry: where the network stands, None for nowhere, and behind whose tab a panel comes that it
    hasn't at first."""

    network: Region | None
    spare: str


#: Those that there are, in the order of the switch.
WORKSPACES: Final[Mapping[Workspace, WorkspaceSpec]] = {
    Workspace.EXPLORE: WorkspaceSpec(network=Region(222, 80, 860, 560), spare="dock_delta"),
    Workspace.STEP: WorkspaceSpec(network=Region(8, 180, 952, 470), spare="dock_update"),
    Workspace.TRAIN: WorkspaceSpec(network=None, spare="dock_metrics"),
}


def regions(workspace: Workspace) -> dict[str, Region]:
    """Where everything is that a workspace shows at first, by the names of the docks."""
    network = WORKSPACES[workspace].network
    placed = {} if network is None else {NETWORK: network}
    return placed | {
        spec.name: spec.workspaces[workspace] for spec in PANELS.values() if workspace in spec.workspaces
    }
