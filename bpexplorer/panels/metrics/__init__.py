"""The panel “Metrics”: how good the network is over a whole set."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.metrics.panel import MetricsPanel

    return MetricsPanel(parent)


def _ask(picture: Picture, part: Any) -> Callable[[], Any]:
    from bpexplorer.core.readings.metrics import read_metrics

    frame = picture.frame
    return partial(read_metrics, frame.trained_network, frame.data, part=part, step=frame.step)


SPEC = PanelSpec(
    name="dock_metrics",
    title=tr("Metrics"),
    make=_make,
    workspaces={Workspace.TRAIN: Region(296, 528, 500, 342)},
    guide="How good is it?",
    purpose=tr(
        "How good the network is over a whole set: which classes are taken for which, "
        "or how near numbers come."
    ),
    question=Question(ask=_ask),
)
