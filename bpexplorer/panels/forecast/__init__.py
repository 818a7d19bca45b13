"""The panel “Forecast over time”: what each step predicted for C and what it did, and how large η may be."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.forecast.panel import ForecastPanel

    return ForecastPanel(parent)


def _ask(picture: Picture, _choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.readings.forecast import read_forecast_in_slices

    frame = picture.frame
    if frame.shown_step is None:  # one that has it comes once it is asked for
        return None
    return partial(read_forecast_in_slices, frame.shown_step, frame.data, run=frame.run)


SPEC = PanelSpec(
    name="dock_forecast",
    title=tr("Forecast over time"),
    make=_make,
    least_width=300,
    least_height=212,
    guide="How large may η be?",
    purpose=tr(
        "−η‖g‖² against ΔC for each step, on the batch and the training set, and a learning-rate finder."
    ),
    question=Question(ask=_ask, every=0.1),
    needs_step=True,
)
