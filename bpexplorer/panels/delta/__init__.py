"""The panel “δ by layer”: a heatmap for each layer."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.delta.panel import DeltaPanel

    return DeltaPanel(parent)


SPEC = PanelSpec(
    name="dock_delta",
    title=tr("δ by layer"),
    make=_make,
    workspaces={
        Workspace.EXPLORE: Region(222, 648, 860, 222),
        Workspace.STEP: Region(8, 658, 1424, 212),
    },
    guide="Colours",
    purpose=tr("δ of every neuron for the samples looked at, one picture for each layer."),
)
