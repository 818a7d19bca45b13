"""The workspaces: what each shows beside the panels whose entries name it, and where."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.workspaces.tiling import GAP

#: The object names of the docks that the network is drawn in, and that a lesson has.
NETWORK: Final = "dock_network"
LESSON: Final = "dock_lesson"


@dataclass(frozen=True, slots=True)
class Raised:
    """What stands beside the card of a lesson: the one panel that it speaks of, ``is_wide`` if it needs the whole width
    below the network, and perhaps another one ``below`` the network."""

    panel: str
    below: str = ""
    is_wide: bool = False

    @property
    def panels(self) -> frozenset[str]:
        """All of them."""
        return frozenset(filter(None, (self.panel, self.below)))


#: While no lesson is played.
NO_CARD: Final = Raised("dock_origin")


@dataclass(frozen=True, slots=True)
class WorkspaceSpec:
    """A workspace's entry: where the network stands, None for nowhere, and behind whose tab a panel comes that it
    hasn't at first."""

    network: Region | None
    spare: str


#: Those that there are, in the order of the switch.
WORKSPACES: Final[Mapping[Workspace, WorkspaceSpec]] = {
    Workspace.LEARN: WorkspaceSpec(network=Region(376, 80, 700, 790), spare=NO_CARD.panel),
    Workspace.EXPLORE: WorkspaceSpec(network=Region(222, 80, 860, 560), spare="dock_delta"),
    Workspace.STEP: WorkspaceSpec(network=Region(8, 180, 952, 470), spare="dock_update"),
    Workspace.TRAIN: WorkspaceSpec(network=None, spare="dock_metrics"),
}


def suited(data: TrainingData) -> frozenset[str]:
    """Of the panels that are only for some data, those that these data suit."""
    return frozenset(spec.name for spec in PANELS.values() if spec.suits is not None and spec.suits(data))


def special(workspace: Workspace) -> frozenset[str]:
    """The panels that stand in a workspace for some data only."""
    return frozenset(
        spec.name for spec in PANELS.values() if spec.suits is not None and workspace in spec.workspaces
    )


def regions(
    workspace: Workspace, suited: Container[str] = (), *, narrow: bool = False, raised: Raised = NO_CARD
) -> dict[str, Region]:
    """Where everything is that a workspace shows at first, by the names of the docks.

    Of the panels that are only for some data, it shows those in ``suited``; all others give way to them. ``narrow``: in
    a narrow window. In Learn, a card says what is ``raised``.
    """
    if workspace is Workspace.LEARN:
        return _lesson_regions(raised, narrow=narrow)
    network = WORKSPACES[workspace].network
    placed = {} if network is None else {NETWORK: network}
    here = [spec for spec in PANELS.values() if workspace in spec.workspaces]
    placed |= {spec.name: spec.workspaces[workspace] for spec in here if spec.suits is None}
    for spec in here:
        if spec.suits is None or spec.name not in suited:
            continue
        region = spec.narrow.get(workspace) if narrow else None
        region = region or spec.workspaces[workspace]
        placed = {name: _beside(region, each) for name, each in placed.items()} | {spec.name: region}
    return placed


def _lesson_regions(raised: Raised, *, narrow: bool) -> dict[str, Region]:
    """The card at the left, the network beside it, and the panel at the right; or below, where it needs the width."""
    placed = {LESSON: Region(8, 80, 360, 790)}
    if raised.is_wide or narrow:
        height = 372 if raised.is_wide else 470
        below = Region(376, 80 + height + GAP, 1056, 790 - height - GAP)
        return placed | {NETWORK: Region(376, 80, 1056, height), raised.panel: below}
    placed |= {NETWORK: Region(376, 80, 700, 790), raised.panel: Region(1084, 80, 348, 790)}
    if raised.below:
        placed |= {NETWORK: Region(376, 80, 700, 560), raised.below: Region(376, 648, 700, 222)}
    return placed


def _beside(taken: Region, region: Region) -> Region:
    """What is left of a region to the left of a place that is taken, or above it."""
    if (
        taken.x >= region.right
        or region.x >= taken.right
        or taken.y >= region.bottom
        or region.y >= taken.bottom
    ):
        return region
    if taken.x > region.x:
        return replace(region, width=taken.x - GAP - region.x)
    return replace(region, height=taken.y - GAP - region.y)
