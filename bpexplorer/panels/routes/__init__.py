"""The panel “Routes”: the terms of which δ is the sum."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.routes.panel import RoutesPanel

    return RoutesPanel(parent)


SPEC = PanelSpec(
    name="dock_routes",
    title="Routes",
    make=_make,
    area=Qt.DockWidgetArea.BottomDockWidgetArea,
    guide="Be the demon",
)
