"""The panel “Weights as images”: the weights of layer 1 where samples are pictures, and a sheet to draw one on."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.pages import PageSpec, ask_page
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make_weights(parent: QWidget) -> Panel:
    from bpexplorer.panels.image.panel import ImagePanel

    return ImagePanel(parent)


def _make_sketch(parent: QWidget) -> Panel:
    from bpexplorer.panels.image.sketch import SketchPage

    return SketchPage(parent)


def _ask_sketch(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.image.asking import ask

    return ask(picture, choice)


PAGES: Final = (
    PageSpec(
        name="weights",
        title=tr("Weights"),
        purpose=tr("All weights into layer 1, a picture for each neuron."),
        make=_make_weights,
    ),
    PageSpec(
        name="sketch",
        title=tr("Draw a picture"),
        short=tr("Draw"),
        purpose=tr("A picture of your own: classified while you draw it, and added to the data if you want."),
        make=_make_sketch,
        ask=_ask_sketch,
        guide="A picture of your own",
    ),
)


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.shared.paged import PagedPanel

    return PagedPanel("dock_image", tr("Weights as images"), PAGES, parent)


SPEC = PanelSpec(
    name="dock_image",
    title=tr("Weights as images"),
    make=_make,
    least_width=200,
    least_height=200,
    guide="What does a neuron look for in a picture?",
    purpose=tr(
        "All weights into layer 1, a picture for each neuron, where samples are pictures; and a sheet to draw one."
    ),
    question=Question(ask=ask_page(PAGES), every=0.05),
)
