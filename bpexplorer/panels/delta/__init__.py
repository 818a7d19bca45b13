"""The panel “δ by layer”: a heatmap for each layer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.delta.panel import DeltaPanel

    return DeltaPanel(parent)


SPEC = PanelSpec(
    name="dock_delta",
    title="δ by layer",
    make=_make,
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    guide="Colours",
)
