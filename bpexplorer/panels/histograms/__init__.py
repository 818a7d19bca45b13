"""The panel “Histograms”: how many values of each layer lie where."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.histograms.panel import HistogramsPanel

    return HistogramsPanel(parent)


def _ask(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.readings.laboratory.histograms import read_histograms

    run, (counted, over) = picture.frame.run_state, choice
    assert run is not None, "its question needs the run"
    has_samples = run.data.count(over) > 0
    return partial(read_histograms, run, counted=counted, over=over) if has_samples else None


SPEC = PanelSpec(
    name="dock_histograms",
    title=tr("Histograms"),
    make=_make,
    least_width=240,
    least_height=150,
    guide="How are the numbers spread?",
    purpose=tr(
        "How many weights, z, a, δ, gradients or updates of each layer lie where: every value is counted."
    ),
    question=Question(ask=_ask, every=0.5, needs_run=True),
)
