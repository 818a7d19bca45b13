"""The panel “Gradient flow”: how δ goes back through the layers, and what the next step does."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.flow.panel import FlowPanel

    return FlowPanel(parent)


def _ask(picture: Picture, over: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.readings.flow import read_flow_in_slices

    run = picture.frame.run_state
    assert run is not None, "its question needs the run"
    return partial(read_flow_in_slices, run, over=over) if run.data.count(over) else None


SPEC = PanelSpec(
    name="dock_flow",
    title=tr("Gradient flow"),
    make=_make,
    workspaces={Workspace.TRAIN: Region(1100, 288, 332, 232)},
    least_width=300,
    guide="Where does δ fade?",
    purpose=tr(
        "How δ fades or grows from layer to layer, which neurons are held up, and what the next step does."
    ),
    question=Question(ask=_ask, every=0.5, needs_run=True),
)
