"""The panel “Where δ comes from”: the sum that makes δ of the selected neuron, and other ways to look at it."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.pages import PageSpec, ask_page
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make_sum(parent: QWidget) -> Panel:
    from bpexplorer.panels.origin.panel import OriginPanel

    return OriginPanel(parent)


def _make_waterfall(parent: QWidget) -> Panel:
    from bpexplorer.panels.origin.waterfall_page import WaterfallPanel

    return WaterfallPanel(parent)


def _make_layer(parent: QWidget) -> Panel:
    from bpexplorer.panels.origin.layer_page import LayerPanel

    return LayerPanel(parent)


def _ask_layer(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.origin.layer_rows import ask

    return ask(picture, choice)


#: The ways to look at it, in the order of the switch.
PAGES: Final = (
    PageSpec(
        name="sum",
        title=tr("Worked sum"),
        short="Σ",
        purpose=tr("The terms with their numbers, and what they come to."),
        make=_make_sum,
    ),
    PageSpec(
        name="waterfall",
        title=tr("Waterfall"),
        short="▟",
        purpose=tr("The largest terms one after the other, what they leave, what the slope lets pass."),
        make=_make_waterfall,
        guide="Why is this δ small?",
    ),
    PageSpec(
        name="layer",
        title=tr("Whole layer"),
        short="≡",
        purpose=tr("Every neuron of the layer: its sum, its slope, its δ, and why that is small."),
        make=_make_layer,
        ask=_ask_layer,
        guide="Why is this δ small?",
    ),
)


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.shared.paged import PagedPanel

    return PagedPanel("dock_origin", tr("Where δ comes from"), PAGES, parent, quiet=True)


SPEC = PanelSpec(
    name="dock_origin",
    title=tr("Where δ comes from"),
    make=_make,
    workspaces={
        Workspace.EXPLORE: Region(1090, 80, 342, 330),
        Workspace.STEP: Region(968, 80, 464, 400),
    },
    least_width=300,
    guide="Where δ comes from",
    purpose=tr("BP1 or BP2 of the selected neuron as one sum with its numbers."),
    reads=("jacobian",),
    question=Question(ask=ask_page(PAGES), every=0.25),
)
