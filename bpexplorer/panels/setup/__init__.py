"""The panel “Set-up”: data, network, cost, training, initialisation, when to stop, and what is selected."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.setup.panel import SetupPanel

    return SetupPanel(parent)


SPEC = PanelSpec(
    name="dock_setup",
    title="Set-up",
    make=_make,
    workspaces={Workspace.EXPLORE: Region(8, 80, 206, 790), Workspace.TRAIN: Region(8, 80, 280, 790)},
    guide="Set-up",
)
