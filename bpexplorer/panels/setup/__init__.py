"""The panel “Set-up”: data, network, cost, training, initialisation, when to stop, and what is selected."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.setup.panel import SetupPanel

    return SetupPanel(parent)


def _ask(picture: Picture, over: Any) -> Callable[[], Any] | None:
    from bpexplorer.core.readings.gradient import read_gradient

    if over is None:
        return None
    frame = picture.frame
    return partial(
        read_gradient,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        over=over,
        step=frame.step,
        edit=frame.edit_number,
    )


SPEC = PanelSpec(
    name="dock_setup",
    title=tr("Set-up"),
    make=_make,
    workspaces={Workspace.EXPLORE: Region(8, 80, 206, 790), Workspace.TRAIN: Region(8, 80, 280, 790)},
    least_width=184,
    guide="Set-up",
    purpose=tr("Data, network, cost, training, initialisation, when to stop, and what is selected."),
    question=Question(ask=_ask),
)
