"""What each step predicted for C and what it did, and how large the learning rate may be."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.forecast import ForecastReading
from bpexplorer.core.training.rate_finder import RateFinding, find_rate
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.look.widgets.segments import Segments
from bpexplorer.panels.forecast import words
from bpexplorer.panels.forecast.finder_page import FinderPage
from bpexplorer.panels.forecast.steps_page import StepsPage
from bpexplorer.panels.panel import Kept, Panel
from bpexplorer.translation import tr

_DOCK: Final = "dock_forecast"
_STEPS, _FINDER = range(2)
_PAGES: Final = {words.EACH_STEP: words.EACH_MEANING, words.FINDER: words.FINDER_MEANING}


class ForecastPanel(Panel):
    """Two pages: each step as it comes, and the learning-rate finder on a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("forecast_panel", tr("Forecast over time"), parent)
        self._picture: Picture | None = None
        self._reading: ForecastReading | None = None
        #: The finder waits for a frame with the run.
        self._is_wanted = False
        #: The moment from which on it looks, or looked last.
        self._begun: Kept | None = None
        self._empty = EmptyState(*words.NOTHING_YET, parent=self)
        scroll = PanelScroll(self, name="forecast_scroll")
        page = scroll.page
        self._switch = Segments("forecast_switch", tr("What is shown"), _PAGES, page)
        self.steps, self.finder = StepsPage(page), FinderPage(page)
        self.finder.hide()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._switch)
        column.addWidget(self.steps, 1)
        column.addWidget(self.finder, 1)
        self._scroll = scroll
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(scroll)
        self._switch.chosen.connect(self._on_page_chosen)
        self.finder.find_requested.connect(self._on_find_requested)
        self.finder.cancel_requested.connect(self._on_cancel_requested)
        self.finder.rate_chosen.connect(self._on_rate_chosen)
        self.clear()

    @override
    def clear(self) -> None:
        self._picture = self._reading = None
        self._on_cancel_requested()
        self.steps.clear()
        self.finder.clear()
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        self.finder.show_frame(picture.frame)
        self._begin_finding(picture)
        self._show_note()

    @property
    @override
    def kept(self) -> Kept | None:
        return self.finder.kept if self._switch.place == _FINDER else None

    @override
    def show_session(self, state: SessionState) -> None:
        self._show_page(_FINDER if state.page_of(_DOCK) == words.FINDER_PAGE else _STEPS)

    @override
    def show_reading(self, reading: ForecastReading | None) -> None:
        if reading is None:
            return
        self._reading = reading
        self.steps.show_reading(reading)
        self._pages.setCurrentWidget(self._scroll)
        self._show_note()

    @override
    def show_progress(self, said: float) -> None:
        self.finder.show_progress(said)

    @override
    def show_result(self, result: RateFinding | None) -> None:
        self.finder.show_finding(result, self._begun)
        if self._picture is not None:  # which may be of another run by now
            self.finder.show_frame(self._picture.frame)
        self._show_note()

    def _show_note(self) -> None:
        if self._switch.place == _FINDER:
            self._tell_note(self.finder.note(None if self._picture is None else self._picture.frame))
        elif self._reading is not None:
            self._tell_note(words.title(self._reading))

    def _begin_finding(self, picture: Picture) -> None:
        run = picture.frame.run_state
        if self._is_wanted and run is not None:
            self._is_wanted = False
            self._set_needs_run(False)
            self._begun = Kept.of(picture.frame)
            self.job_requested.emit(partial(find_rate, run))

    def _show_page(self, place: int) -> None:
        self._switch.show_place(place)
        self.steps.setVisible(place == _STEPS)
        self.finder.setVisible(place == _FINDER)
        self._show_note()

    @guard
    def _on_page_chosen(self, place: int) -> None:
        self._show_page(place)
        self.act_requested.emit(ShowPage(_DOCK, words.FINDER_PAGE if place == _FINDER else None))

    @guard
    def _on_rate_chosen(self, rate: float) -> None:
        self.act_requested.emit(ChangeSettings({"learning_rate": rate}))

    @guard
    def _on_find_requested(self) -> None:
        self._is_wanted = True
        self._set_needs_run(True)
        if self._picture is not None:
            self._begin_finding(self._picture)

    @guard
    def _on_cancel_requested(self) -> None:
        self._is_wanted = False
        self._set_needs_run(False)
        self.work_cancelled.emit()
