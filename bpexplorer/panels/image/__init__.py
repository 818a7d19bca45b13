"""The panel “Weights as images”: what each neuron of layer 1 weighs where samples are pictures."""

from PySide6.QtWidgets import QWidget

from bpexplorer.panels.panel import Panel, PanelSpec
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.image.panel import ImagePanel

    return ImagePanel(parent)


SPEC = PanelSpec(
    name="dock_image",
    title=tr("Weights as images"),
    make=_make,
    least_width=200,
    guide="What does a neuron look for in a picture?",
    purpose=tr("All weights into layer 1, a picture for each neuron, where samples are pictures."),
)
