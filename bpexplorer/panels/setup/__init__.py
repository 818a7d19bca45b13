"""The panel “Set-up”: data, network, cost, training, initialisation, when to stop, and what is selected."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.setup.panel import SetupPanel

    return SetupPanel(parent)


SPEC = PanelSpec(
    name="dock_setup", title="Set-up", make=_make, area=Qt.DockWidgetArea.LeftDockWidgetArea, guide="Set-up"
)
