"""The panel “Phases”: the phases of one step beside each other, and which of them is shown."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.phases.panel import PhasesPanel

    return PhasesPanel(parent)


SPEC = PanelSpec(
    name="dock_phases",
    title=tr("Phases of one step"),
    make=_make,
    workspaces={Workspace.STEP: Region(8, 80, 952, 92)},
    least_width=300,
    guide="One step, slowly",
    purpose=tr("The phases of the next step, from its batch to the update, to walk through one by one."),
    needs_step=True,
)
