"""The update panel: what a step predicted and did, and how the selected weight or bias came by its change."""

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.update import UpdateReading
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.looking import ChooseSample
from bpexplorer.document.picture import Picture
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.pill import Pill, batch_of
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.look.widgets.segments import Segments
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.update import words
from bpexplorer.panels.update.parameter_page import ParameterPage, Reach
from bpexplorer.panels.update.step_page import StepPage
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.translation import tr

_NOTHING_YET = (tr("No step yet"), tr("Press Play or Step: the update of that step appears here."))
_PAGES = {
    tr("Whole step"): tr("What the step predicted for C and what C did."),
    tr("One weight or bias"): tr(
        "How one parameter comes by its change: that of the selected connection or neuron."
    ),
}
_STEP, _PARAMETER, _NONE = range(3)
#: So that the verdict on the step is in sight in the smallest window (logical pixels).
_LEAST_HEIGHT = 106


class UpdatePanel(Panel):
    """Two pages: the whole step, and one weight or bias of it. Measures the ratio of every step that it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("update_panel", tr("Update"), parent)
        self._picture: Picture | None = None
        self._trail = RatioTrail()
        self._pill = Pill(parent=self)
        self._pill.setObjectName("update_pill")
        #: May be moved into the title line of a dock.
        self.title_controls: QWidget = self._pill
        self._empty = EmptyState(*_NOTHING_YET, parent=self)
        self._scroll = PanelScroll(self, name="update_scroll")
        self._scroll.setMinimumHeight(round(_LEAST_HEIGHT * fonts.dpi_scale()))
        page = self._scroll.page
        self._switch = Segments("update_switch", tr("What is shown of the step"), _PAGES, page)
        self._step = StepPage(page)
        self._parameter = ParameterPage(page)
        self._still_to_come = label("update_still_to_come", page)
        self._still_to_come.setText("\n".join(words.STILL_TO_COME))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._switch)
        column.addWidget(self._step, 1)
        column.addWidget(self._parameter, 1)
        column.addWidget(self._still_to_come)
        self._parameter.hide()
        self._still_to_come.hide()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        self._switch.chosen.connect(self._on_page_chosen)
        self._step.verdict_followed.connect(self._on_verdict_followed)
        self._parameter.sample_chosen.connect(self._on_sample_chosen)
        self.clear()

    @override
    def clear(self) -> None:
        self._picture, self._trail = None, RatioTrail()
        self._pill.show_whose(None)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @override
    def content(self) -> Content:
        if self._picture is None:
            return Content(tables=())
        shown = next((page for page in (self._step, self._parameter) if not page.isHidden()), None)
        return Content(tables=() if shown is None else shown.tables())

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        reading = picture.update
        # Frames have no step until it is asked for; what was shown stays until one comes.
        if reading is None:
            return
        is_same = (
            before is not None
            and before.update is reading
            and before.session == picture.session
            and before.frame.stuck == picture.frame.stuck
        )
        if is_same and self._picture is not None:
            return
        self._picture = picture
        self._trail = self._trail.after(reading)
        self._pill.show_whose(batch_of(reading.batch.size))
        held = picture.frame.held
        self._tell_note(words.title(reading, held=None if held is None else held.neuron))
        self._pages.setCurrentWidget(self._scroll)
        self._show_page(picture, reading)

    def _show_page(self, picture: Picture, reading: UpdateReading) -> None:
        walk = picture.session.walk
        self._switch.setVisible(walk is None)
        page = self._switch.place if walk is None else _page_of(walk)
        self._step.setVisible(page == _STEP)
        self._parameter.setVisible(page == _PARAMETER)
        self._still_to_come.setVisible(page == _NONE)
        if page == _NONE:
            return
        if page == _STEP:
            is_stuck = picture.frame.stuck is not None
            self._step.show_reading(reading, self._trail, with_costs=walk is not None, is_stuck=is_stuck)
        elif reading.parameter is None:
            self._parameter.show_nothing(picture.session.primary)
        else:
            session = picture.session
            is_looked_at = session.source is SampleSource.BATCH
            reach = Reach.WHOLE
            if walk is not None and not walk.has_update:
                reach = Reach.GRADIENT if walk.has_gradient else Reach.SHARES
            self._parameter.show_reading(reading, picture.row if is_looked_at else -1, reach=reach)

    @guard
    def _on_page_chosen(self, place: int) -> None:
        if self._picture is not None and self._picture.update is not None:
            self._show_page(self._picture, self._picture.update)

    @guard
    def _on_verdict_followed(self) -> None:
        self.dock_requested.emit("dock_forecast")

    @guard
    def _on_sample_chosen(self, place: int) -> None:
        self.act_requested.emit(ChooseSample(place, SampleSource.BATCH))


def _page_of(walk: PhaseWalk) -> int:
    """What a walk through a step shows of the update: nothing yet, one parameter, and at last the whole step."""
    if walk.is_taken:
        return _STEP
    return _PARAMETER if walk.phase.has_gradient else _NONE
