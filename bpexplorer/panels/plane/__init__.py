"""The panel “Plane”: what a neuron makes of every input, with the samples on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.plane.panel import PlanePanel

    return PlanePanel(parent)


def _ask(picture: Picture, shown: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.readings.plane import read_plane

    frame = picture.frame
    if not can_be_mapped(frame.spec.inputs):
        return None
    is_there = shown is not None and frame.spec.has(shown)
    return partial(
        read_plane,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        step=frame.step,
        shown=shown if is_there else None,
        maps=picture.maps,
    )


def _suits(data: TrainingData) -> bool:
    return can_be_mapped(data.inputs)


SPEC = PanelSpec(
    name="dock_plane",
    title=tr("Plane"),
    make=_make,
    workspaces={Workspace.EXPLORE: Region(752, 80, 330, 560)},
    narrow={Workspace.EXPLORE: Region(8, 464, 206, 406)},
    suits=_suits,
    least_width=200,
    guide="What does a neuron make of the plane?",
    purpose=tr("What a neuron, or the whole network, makes of every input, with the samples on it."),
    question=Question(ask=_ask, every=0.1),
)
