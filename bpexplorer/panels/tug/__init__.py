"""The panel “Tug of war”: δ of one neuron for every sample of a set, sorted, and what they come to."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.tug.panel import TugPanel

    return TugPanel(parent)


def _ask(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.tug.words import ask

    return ask(picture, choice)


SPEC = PanelSpec(
    name="dock_tug",
    title=tr("Tug of war"),
    make=_make,
    least_width=300,
    least_height=200,
    guide="Which samples pull which way?",
    purpose=tr(
        "δ of the selected neuron for every sample, as arrows: training brings their mean to 0, not each."
    ),
    question=Question(ask=_ask, every=0.5),
)
