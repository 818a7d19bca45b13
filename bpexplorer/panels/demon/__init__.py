"""The panel “Demon”: Δz on one neuron, what δ predicts of it and what happens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.demon.panel import DemonPanel

    return DemonPanel(parent)


SPEC = PanelSpec(
    name="dock_demon",
    title="Demon",
    make=_make,
    area=Qt.DockWidgetArea.RightDockWidgetArea,
    guide="Be the demon",
)
