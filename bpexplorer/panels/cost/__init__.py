"""The panel “Cost”: the curves of this run and of earlier ones."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.cost.panel import CostPanel

    return CostPanel(parent)


SPEC = PanelSpec(
    name="dock_cost", title="Cost", make=_make, area=Qt.DockWidgetArea.RightDockWidgetArea, guide="Train"
)
