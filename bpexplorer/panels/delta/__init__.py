"""The panel “δ by layer”: a heatmap for each layer, or a dot for each sample and neuron."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.pages import PageSpec, ask_page
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make_heatmaps(parent: QWidget) -> Panel:
    from bpexplorer.panels.delta.panel import DeltaPanel

    return DeltaPanel(parent)


def _make_scatter(parent: QWidget) -> Panel:
    from bpexplorer.panels.delta.scatter import ScatterPanel

    return ScatterPanel(parent)


def _ask_scatter(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.delta.dots import ask

    return ask(picture, choice)


PAGES: Final = (
    PageSpec(
        name="heatmaps",
        title=tr("Heatmaps"),
        purpose=tr("δ of every neuron and sample as a colour, layer by layer."),
        make=_make_heatmaps,
    ),
    PageSpec(
        name="scatter",
        title=tr("Scatter"),
        purpose=tr("A dot for each sample and neuron: |δ| over the error, or over what can be saved of C."),
        make=_make_scatter,
        ask=_ask_scatter,
        guide="Influence, error and saving",
    ),
)


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.shared.paged import PagedPanel

    return PagedPanel("dock_delta", tr("δ by layer"), PAGES, parent, quiet=True)


SPEC = PanelSpec(
    name="dock_delta",
    title=tr("δ by layer"),
    make=_make,
    workspaces={
        Workspace.EXPLORE: Region(222, 648, 860, 222),
        Workspace.STEP: Region(8, 658, 1424, 212),
    },
    guide="Colours",
    purpose=tr("δ of every neuron for the samples looked at, one picture for each layer."),
    question=Question(ask=ask_page(PAGES), every=0.5),
)
