"""The panel “Where δ comes from”: the sum that makes δ of the selected neuron, term by term."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.origin.panel import OriginPanel

    return OriginPanel(parent)


SPEC = PanelSpec(
    name="dock_origin",
    title=tr("Where δ comes from"),
    make=_make,
    workspaces={
        Workspace.EXPLORE: Region(1090, 80, 342, 330),
        Workspace.STEP: Region(968, 80, 464, 400),
    },
    least_width=300,
    guide="Where δ comes from",
    purpose=tr("BP1 or BP2 of the selected neuron as one sum with its numbers."),
    reads=("jacobian",),
)
