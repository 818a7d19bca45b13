"""The panel “Update”: what the last step predicted and did, and how the selected weight or bias came by its change."""

from PySide6.QtWidgets import QWidget

from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.update.panel import UpdatePanel

    return UpdatePanel(parent)


SPEC = PanelSpec(
    name="dock_update",
    title=tr("Update"),
    make=_make,
    workspaces={Workspace.TRAIN: Region(1100, 80, 332, 200), Workspace.STEP: Region(968, 488, 464, 162)},
    least_width=300,
    guide="What did the step do?",
    purpose=tr(
        "What the last step predicted for C and what it did, and how one weight or bias came by its change."
    ),
    needs_step=True,
)
