"""The panel “Samples”: every sample of a set in a table, one of them value by value, and the inputs."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.pages import PageSpec, ask_page
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make_table(parent: QWidget) -> Panel:
    from bpexplorer.panels.samples_table.table_page import SamplesPage

    return SamplesPage(parent)


def _ask_table(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.samples_table.words import ask

    return ask(picture, choice)


def _make_one(parent: QWidget) -> Panel:
    from bpexplorer.panels.samples_table.one_page import OneSamplePage

    return OneSamplePage(parent)


def _ask_one(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.samples_table.one_words import ask

    return ask(picture, choice)


def _make_inputs(parent: QWidget) -> Panel:
    from bpexplorer.panels.samples_table.inputs_page import InputsPage

    return InputsPage(parent)


def _ask_inputs(picture: Picture, choice: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.samples_table.inputs_words import ask

    return ask(picture, choice)


PAGES: Final = (
    PageSpec(
        name="samples",
        title=tr("Samples"),
        purpose=tr("Every sample of a set: its class, its C and δ, and its share of the gradient."),
        make=_make_table,
        ask=_ask_table,
    ),
    PageSpec(
        name="one",
        title=tr("One sample"),
        purpose=tr("The values of the sample that is looked at, and what if one of them were another."),
        make=_make_one,
        ask=_ask_one,
        guide="What if a value were another?",
    ),
    PageSpec(
        name="inputs",
        title=tr("Inputs"),
        purpose=tr("Each input: its column and scaling, and its share of the gradient."),
        make=_make_inputs,
        ask=_ask_inputs,
        guide="What if a value were another?",
    ),
)


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.shared.paged import PagedPanel

    return PagedPanel("dock_samples_table", tr("Samples"), PAGES, parent)


SPEC = PanelSpec(
    name="dock_samples_table",
    title=tr("Samples"),
    make=_make,
    least_width=300,
    least_height=200,
    guide="Every sample in a table",
    purpose=tr(
        "Which samples drive learning: every sample in a table, sorted by C, δ, class or its share of the gradient."
    ),
    question=Question(ask=ask_page(PAGES), every=1.0),
)
