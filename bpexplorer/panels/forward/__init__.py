"""The panel “Where z, a and C come from”: the sums of the way forward, for one sample."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.forward.panel import ForwardPanel

    return ForwardPanel(parent)


SPEC = PanelSpec(
    name="dock_forward",
    title=tr("Where z, a and C come from"),
    make=_make,
    workspaces={Workspace.STEP: Region(968, 80, 464, 400)},
    least_width=300,
    guide="One step, slowly",
    purpose=tr("In a walk through one step: how the selected neuron comes by z and a, and the outputs by C."),
)
