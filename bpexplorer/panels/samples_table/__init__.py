"""The panel “Samples”: every sample of a set in a table."""

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


PAGES: Final = (
    PageSpec(
        name="samples",
        title=tr("Samples"),
        purpose=tr("Every sample of a set: its class, its C and δ, and its share of the gradient."),
        make=_make_table,
        ask=_ask_table,
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
    guide="Every sample in a table",
    purpose=tr("Every sample in a table, sorted by C, δ, class or its share of the gradient."),
    question=Question(ask=ask_page(PAGES), every=1.0),
)
