"""The panel “Work without reuse”: one gradient with backpropagation and without."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel, PanelSpec, Question
from bpexplorer.translation import tr


def _make(parent: QWidget) -> Panel:
    from bpexplorer.panels.reuse.panel import ReusePanel

    return ReusePanel(parent)


def _ask(picture: Picture, counted: Any) -> Callable[[], Any] | None:
    from bpexplorer.panels.reuse.panel import count

    return None if picture.frame.spec == counted else partial(count, picture.frame.spec)


SPEC = PanelSpec(
    name="dock_reuse",
    title=tr("Work without reuse"),
    make=_make,
    guide="2. What is δ for?",
    purpose=tr("One gradient with backpropagation and without: counted, and measured."),
    question=Question(ask=_ask, every=0.0),
)
