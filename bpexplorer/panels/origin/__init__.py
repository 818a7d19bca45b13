"""The panel “Where δ comes from”: the sum that makes δ of the selected neuron, term by term."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.origin.panel import OriginPanel

    return OriginPanel(parent)


SPEC = PanelSpec(
    name="dock_origin",
    title="Where δ comes from",
    make=_make,
    area=Qt.DockWidgetArea.BottomDockWidgetArea,
    guide="Where δ comes from",
)
