"""The panel “Slices of the cost”: C along −∇C, and in random directions beside it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.slices.panel import SlicesPanel

    return SlicesPanel(parent)


def _ask(picture: Picture, _choice: Any) -> Callable[[], Any]:
    from bpexplorer.core.readings.laboratory.slices import read_slices

    run = picture.frame.run_state
    assert run is not None, "its question needs the run"
    return partial(read_slices, run)


SPEC = PanelSpec(
    name="dock_slices",
    title=tr("Slices of the cost"),
    make=_make,
    least_width=240,
    least_height=170,
    guide="How far does the slope hold?",
    purpose=tr("C of the training set along −∇C over η, with its tangent, against random directions."),
    question=Question(ask=_ask, every=2.0, needs_run=True),
)
