"""The panel “Cost”: the curves of this run and of earlier ones."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.cost.panel import CostPanel

    return CostPanel(parent)


SPEC = PanelSpec(
    name="dock_cost",
    title=tr("Cost"),
    make=_make,
    workspaces={Workspace.EXPLORE: Region(1090, 734, 342, 136), Workspace.TRAIN: Region(296, 80, 796, 440)},
    least_width=240,
    guide="Train",
    purpose=tr("Cost or accuracy over the epochs, of this run and of earlier ones."),
)
