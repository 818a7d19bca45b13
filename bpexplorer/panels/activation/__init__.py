"""The panel “Samples on the activation's curve”: where every sample's z lies, and how many where it is flat."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.activation.panel import ActivationPanel

    return ActivationPanel(parent)


def _ask(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.activation.words import ask

    return ask(picture, choice)


SPEC = PanelSpec(
    name="dock_activation",
    title=tr("Samples on the curve"),
    make=_make,
    least_width=240,
    least_height=190,
    guide="Where is the neuron saturated?",
    purpose=tr("The activation's curve of the selected neuron, with every sample's z on it."),
    question=Question(ask=_ask, every=0.5),
)
