"""The panel “Hardest samples”: those with the largest C, as tiles."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.samples.panel import SamplesPanel

    return SamplesPanel(parent)


def _ask(picture: Picture, listing: Any) -> Callable[[], Any]:
    from bpexplorer.core.readings.samples import read_hardest

    frame = picture.frame
    return partial(
        read_hardest,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        part=listing.part,
        cell=listing.cell,
        wrong=listing.wrong,
        step=frame.step,
        edit=frame.edit_number,
    )


SPEC = PanelSpec(
    name="dock_samples",
    title=tr("Hardest samples"),
    make=_make,
    workspaces={Workspace.TRAIN: Region(804, 528, 628, 342)},
    least_width=300,
    guide="Which samples are the hardest?",
    purpose=tr("The samples that the network gets most wrong, each as a tile."),
    question=Question(ask=_ask, every=0.5),
)
