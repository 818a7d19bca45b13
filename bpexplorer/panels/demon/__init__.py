"""The panel “Demon”: Δz on one neuron, what δ predicts of it and what happens."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.demon.panel import DemonPanel

    return DemonPanel(parent)


SPEC = PanelSpec(
    name="dock_demon",
    title=tr("Demon"),
    make=_make,
    workspaces={Workspace.EXPLORE: Region(1090, 418, 342, 308)},
    least_width=300,
    guide="Be the demon",
    purpose=tr("Adds Δz to one neuron, and compares what δ predicts with what the cost does."),
)
