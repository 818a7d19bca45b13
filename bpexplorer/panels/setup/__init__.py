"""The panel “Build”: data, cost, start, training, and the selected neuron."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.setup.panel import BuildPanel

    return BuildPanel(parent)


SPEC = PanelSpec(
    name="dock_build", title="Build", make=_make, area=Qt.DockWidgetArea.LeftDockWidgetArea, guide="Build"
)
