"""What has to be said outside their modules of the pages of a panel that has several (``panels/shared/paged.py``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.panels.panel import Panel

Ask = Callable[[Picture, Any], Callable[[], Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSpec:
    """A page's entry.

    ``name`` ends the object name of its entry in the switch, ``title`` is what stands there, ``short`` what stands on
    the switch itself where that is narrow, and ``purpose`` says in a sentence what it shows. ``make`` takes the parent,
    and imports what it makes. ``ask`` is what the page has measured (see ``Question.ask``), of its own ``choice``.
    ``guide`` is the heading of the guide that explains it, where that isn't the panel's.
    """

    name: str
    title: str
    purpose: str
    make: Callable[[QWidget], Panel]
    short: str = ""
    ask: Ask | None = None
    guide: str = ""


def ask_page(pages: Sequence[PageSpec]) -> Ask:
    """The question of a panel of these pages: that of the page in sight, if it has one."""
    by_name = {page.name: page.ask for page in pages}

    def ask(picture: Picture, choice: tuple[str, Any]) -> Callable[[], Any] | None:
        name, of_page = choice
        asked = by_name[name]
        return None if asked is None else asked(picture, of_page)

    return ask
