"""The panel “Gradient check”: the gradients of backpropagation beside numerical ones."""

from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.checks.panel import ChecksPanel

    return ChecksPanel(parent)


SPEC = PanelSpec(
    name="dock_checks",
    title=tr("Gradient check"),
    make=_make,
    least_width=300,
    least_height=200,
    guide="Is the gradient right?",
    purpose=tr("Every ∂C/∂w of backpropagation beside numerical ones: complex step and central differences."),
)
