"""The panel “Equation”: how δ of the selected neuron is made, and what it is used for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.equation.panel import EquationPanel

    return EquationPanel(parent)


SPEC = PanelSpec(
    name="dock_equations",
    title="Equation",
    make=_make,
    area=Qt.DockWidgetArea.BottomDockWidgetArea,
    guide="2. What is δ for?",
)
