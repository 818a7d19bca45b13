"""The panel “Silence beside influence”: what δ says of each neuron, and what becomes of C and answers without it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.neurons.panel import NeuronsPanel

    return NeuronsPanel(parent)


def _ask(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.neurons.words import ask

    return ask(picture, choice)


SPEC = PanelSpec(
    name="dock_neurons",
    title=tr("Silence beside influence"),
    make=_make,
    least_width=300,
    least_height=200,
    guide="Which neurons carry the answer?",
    purpose=tr("RMS δ of each neuron beside what becomes of C and accuracy if it is silenced."),
    question=Question(ask=_ask, every=0.5),
)
