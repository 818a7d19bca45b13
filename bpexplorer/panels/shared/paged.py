"""A panel of several pages, each a panel by itself: ways to show one thing, of which one is in sight.

A page that isn't shown is neither drawn nor measured nor told anything, and is made when it is first chosen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.cards import QuietButton
from bpexplorer.look.widgets.choice_menu import ChoiceMenu
from bpexplorer.panels.pages import PageSpec
from bpexplorer.panels.panel import Content, P, Panel
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr


class PageSwitch(QuietButton):
    """Says which page is shown; a click opens the list of them.

    One that is ``quiet`` is drawn only while another page than the first is shown, or mouse or keyboard are near; while
    the first is shown, which the panel's title says, it is no wider than its arrow.
    """

    #: The name of the page that its user wants.
    chosen = Signal(str)

    def __init__(self, name: str, pages: Sequence[PageSpec], parent: QWidget, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self._quiet, self._first = quiet, pages[0].name
        self._pages: Mapping[str, PageSpec] = {page.name: page for page in pages}
        self.setObjectName(name)
        set_role(self, "switch")
        self.setFont(fonts.secondary_font())
        entries = {page.name: (page.name, page.title, page.purpose) for page in pages}
        self._menu = ChoiceMenu(f"{name}_menu", tr("Show as"), entries, self)
        self._menu.chosen.connect(self._on_menu_chosen)
        # A menu of Qt's own would hold everything up until it is closed.
        self.clicked.connect(self._on_clicked)
        self.show_page(pages[0].name)

    @property
    @override
    def is_drawn(self) -> bool:
        return not self._quiet or self._menu.value != self._first or super().is_drawn

    def show_page(self, name: str) -> None:
        """Say that this page is shown."""
        page = self._pages[name]
        self._menu.show_value(name)
        self.setText(self._text_of(page))
        self.updateGeometry()
        self.setAccessibleName(tr("Shown as: {title}", title=page.title))
        self.setToolTip(wrapped(tr("Shown as: {title}", title=page.title) + f"\n{page.purpose}"))

    @guard
    def _on_clicked(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @guard
    def _on_menu_chosen(self, name: str) -> None:
        self.chosen.emit(name)

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        if self._quiet:
            return super().sizeHint()
        # As wide as for the longest text, so that nothing beside it moves.
        texts = map(self._text_of, self._pages.values())
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        return super().sizeHint() + QSize(widest - self.fontMetrics().horizontalAdvance(self.text()), 0)

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _text_of(self, page: PageSpec) -> str:
        """What stands on it while a page is shown."""
        return "▾" if self._quiet and page.name == self._first else f"{page.short or page.title} ▾"


class _Relay(QObject):
    """Tells a panel by name which of its pages says something: what isn't in sight is kept until it is."""

    def __init__(self, name: str, page: Panel, panel: "PagedPanel") -> None:
        super().__init__(page)
        self._name, self._panel = name, panel
        page.note_changed.connect(self._on_note_changed)
        page.choice_changed.connect(self._on_choice_changed)
        page.job_requested.connect(self._on_job_requested)
        page.child_requested.connect(self._on_child_requested)
        page.needs_changed.connect(self._on_needs_changed)

    @guard
    def _on_note_changed(self, _note: str) -> None:
        self._panel.take_note(self._name)

    @guard
    def _on_choice_changed(self) -> None:
        self._panel.take_choice(self._name)

    @guard
    def _on_job_requested(self, job: object) -> None:
        self._panel.take_job(self._name, job)

    @guard
    def _on_child_requested(self, command: object) -> None:
        self._panel.take_child(self._name, command)

    @guard
    def _on_needs_changed(self) -> None:
        self._panel.take_needs()


class PagedPanel(Panel):
    """Shows the page that the session names, or else the first; and the first in a walk through a step, of which the
    others know nothing.

    Parameters
    ----------
    dock : str
        The name of its dock. Its own begins likewise: that of ``dock_delta`` is called ``delta_pages``, and its switch
        ``delta_switch``.
    quiet : bool
        Whether the switch is drawn only while it is needed, or mouse or keyboard are near.
    """

    def __init__(
        self,
        dock: str,
        accessible_name: str,
        pages: Sequence[PageSpec],
        parent: QWidget | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        name = dock.removeprefix("dock_")
        super().__init__(f"{name}_pages", accessible_name, parent)
        self._dock = dock
        self._specs = {page.name: page for page in pages}
        self._pages: dict[str, Panel] = {}
        self._first = self._shown = pages[0].name
        self._picture: Picture | None = None
        #: The picture that each page has drawn last, and what the others have missed.
        self._drawn: dict[str, Picture | None] = {}
        self._plan: tuple[Plan, PreparedData] | None = None
        self._pending: tuple[Choices, Outlook] | None = None
        self._session: SessionState | None = None
        #: The page whose job is under way.
        self._at_work = self._shown
        self.switch = PageSwitch(f"{name}_switch", pages, self, quiet=quiet)
        self.switch.chosen.connect(self._on_switch_chosen)
        self.title_controls = self.switch
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._page(self._shown))
        self._show_what_it_has()

    @property
    def shown(self) -> str:
        """The name of the page in sight."""
        return self._shown

    @override
    def page(self, kind: type[P]) -> P:
        for name in self._specs:
            page = self._page(name)  # made if it isn't there yet
            if isinstance(page, kind):
                return page
        return super().page(kind)

    def _show(self, name: str) -> None:
        if name == self._shown:
            return
        page = self._page(name)
        self._shown = name
        self.switch.show_page(name)
        self._tell(page)
        self._stack.setCurrentWidget(page)
        self._show_what_it_has()
        self.show_overtaken(False)
        self._draw()
        self._tell_note(page.note, page.shorter_note)
        self.choice_changed.emit()

    def _page(self, name: str) -> Panel:
        if name not in self._pages:
            page = self._pages[name] = self._specs[name].make(self)
            self._stack.addWidget(page)
            self._drawn[name] = None
            self._connect(name, page)
        return self._pages[name]

    def _tell(self, page: Panel) -> None:
        """Tell a page what it has missed while it wasn't in sight."""
        if self._plan is not None:
            page.show_plan(*self._plan)
        if self._pending is not None:
            page.show_pending(*self._pending)
        if self._session is not None:
            page.show_session(self._session)

    def _connect(self, name: str, page: Panel) -> None:
        for ours, theirs in (
            (self.edit_requested, page.edit_requested),
            (self.act_requested, page.act_requested),
            (self.dock_requested, page.dock_requested),
            (self.action_requested, page.action_requested),
            (self.work_cancelled, page.work_cancelled),
        ):
            theirs.connect(ours)
        _Relay(name, page, self)

    def _draw(self) -> None:
        picture, before = self._picture, self._drawn[self._shown]
        if picture is not None and picture is not before:
            self._drawn[self._shown] = picture
            self._pages[self._shown].show_picture(picture, before)

    def take_note(self, name: str) -> None:
        """A page has another note."""
        if name == self._shown:
            page = self._pages[name]
            self._tell_note(page.note, page.shorter_note)

    def take_choice(self, name: str) -> None:
        """A page wants something else measured."""
        if name == self._shown:
            self.choice_changed.emit()

    def take_job(self, name: str, job: object) -> None:
        """A page has a job to be done."""
        self._at_work = name
        self.job_requested.emit(job)

    def take_child(self, name: str, command: object) -> None:
        """A page has a child to be started."""
        self._at_work = name
        self.child_requested.emit(command)

    def take_needs(self) -> None:
        """A page needs the whole run in its frames, or no longer does."""
        self._set_needs_run(any(page.needs_run for page in self._pages.values()))

    def _show_what_it_has(self) -> None:
        """Have what the menu of the dock begins with, of the page in sight."""
        self.menu_actions = self._pages[self._shown].menu_actions

    @property
    def guide(self) -> str:  # type: ignore[override]
        """The heading of the guide about the page in sight: what the page shows now, or what it is for."""
        return self._pages[self._shown].guide or self._specs[self._shown].guide

    @property
    @override
    def choice(self) -> tuple[str, Any]:
        return self._shown, self._pages[self._shown].choice

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if before is None:
            self._drawn = dict.fromkeys(self._drawn)
        self._draw()

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._plan = plan, prepared
        self._pages[self._shown].show_plan(plan, prepared)

    @override
    def show_pending(self, choices: Choices, outlook: Outlook) -> None:
        self._pending = choices, outlook
        self._pages[self._shown].show_pending(choices, outlook)

    @override
    def show_session(self, state: SessionState) -> None:
        self._session = state
        self.switch.setVisible(state.walk is None)
        named = state.page_of(self._dock)
        shown = named if named in self._specs and state.walk is None else self._first
        if shown == self._shown:
            self._pages[shown].show_session(state)
        else:
            self._show(shown)

    @override
    def show_pointed(self, pointed: Pointed | None) -> None:
        self._pages[self._shown].show_pointed(pointed)

    @override
    def clear(self) -> None:
        self._picture = None
        self._drawn = dict.fromkeys(self._drawn)
        for page in self._pages.values():
            page.clear()

    @override
    def content(self) -> Content:
        return self._pages[self._shown].content()

    @override
    def show_reading(self, reading: Any) -> None:
        self._pages[self._shown].show_reading(reading)

    @override
    def show_progress(self, said: Any) -> None:
        self._pages[self._at_work].show_progress(said)

    @override
    def show_result(self, result: Any) -> None:
        self._pages[self._at_work].show_result(result)

    @guard
    def _on_switch_chosen(self, name: str) -> None:
        self.act_requested.emit(ShowPage(self._dock, None if name == self._first else name))
