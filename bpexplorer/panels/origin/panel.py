"""Where δ of the selected neuron comes from: the equation, its terms, and what they come to."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.children.outside import ChildCommand, ChildError
from bpexplorer.core.readings.jacobian import JacobianReading, has_jacobian
from bpexplorer.core.readings.origin import OriginReading
from bpexplorer.core.spec import Neuron
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.demon import PutToTest
from bpexplorer.document.acts.jacobian import ShowJacobian
from bpexplorer.document.acts.looking import Follow, GoBack, PointAt
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed, Scope
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.origin import words
from bpexplorer.panels.origin.body import OriginBody
from bpexplorer.panels.origin.jacobian import words as jacobian_words
from bpexplorer.panels.origin.jacobian.apart import NOT_BEGUN
from bpexplorer.panels.origin.rows import FIRST, origin_table
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.project.plan import Plan
from bpexplorer.project.training_apart import command, record_of
from bpexplorer.translation import tr

if TYPE_CHECKING:
    from bpexplorer.panels.origin.jacobian.page import JacobianPage

#: The equation, two terms, and what all of them come to.
_LEAST_HEIGHT: Final = 224


class OriginPanel(Panel):
    """BP1 or BP2 of the selected neuron as one worked sum, for the selected sample or on average."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("origin_panel", tr("Where δ comes from"), parent)
        self._picture: Picture | None = None
        self._is_mean = self._is_whole = False
        self._first = FIRST
        self.setMinimumHeight(round(_LEAST_HEIGHT * fonts.dpi_scale()))
        scroll = PanelScroll(self, name="origin_scroll")
        self._message = label("origin_message", scroll.page)
        self._body = OriginBody(scroll.page)
        #: The whole Jacobian, made when it is first asked for.
        self._jacobian: JacobianPage | None = None
        self._plan: Plan | None = None
        #: For how many epochs to train without the sum, once a frame brings the run to begin from.
        self._epochs_wanted = 0
        page = QVBoxLayout(scroll.page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._message)
        page.addWidget(self._body)
        page.addStretch(1)
        self._page = page
        self._scroll_page = scroll.page
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        body = self._body
        body.pill.chosen.connect(self._on_pill_chosen)
        body.more.clicked.connect(self._on_more_clicked)
        body.table.chosen.connect(self._on_neuron_chosen)
        body.table.pointed.connect(self._on_row_pointed)
        body.foot.chosen.connect(self._on_neuron_chosen)
        body.foot.dock_requested.connect(self.dock_requested)
        body.test.clicked.connect(self._on_test_clicked)
        body.back.clicked.connect(self._on_back_clicked)
        body.act_requested.connect(self.act_requested)
        body.whole_jacobian.clicked.connect(self._on_whole_jacobian_clicked)
        self.clear()

    @override
    def clear(self) -> None:
        self._picture = None
        self._is_mean = self._is_whole = False
        self._epochs_wanted = 0
        self._set_needs_run(False)
        self.work_cancelled.emit()
        if self._jacobian is not None:
            self._jacobian.training.clear()
        self._show_nothing(None)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._plan = plan

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        self._begin_training(picture)
        if picture.jacobian is not None and picture.origin is not None:
            self._show_jacobian(picture, picture.jacobian, picture.origin)
            return
        if _awaits_jacobian(picture):
            return
        was_jacobian = self._jacobian is not None and not self._jacobian.isHidden()
        if (
            not was_jacobian
            and before is not None
            and before.origin is picture.origin
            and _differ_in_dz(before, picture)
        ):
            if before.demon is not picture.demon:
                self._show_test(picture)
            return
        walk, primary = picture.session.walk, picture.session.primary
        if picture.origin is None:
            self._show_nothing(primary)
        elif walk is not None and primary is not None and not _is_shown(walk, primary):
            self._show_nothing(primary)
            self._message.setText(words.still_to_come(primary, walk))
        else:
            # What the mouse is on stays under it while training goes on.
            is_same = before is not None and before.session == picture.session
            self._show_origin(picture, picture.origin, keeps=is_same)
            if not is_same:
                self._fit_rows()

    def _show_jacobian(self, picture: Picture, reading: JacobianReading, origin: OriginReading) -> None:
        if self._jacobian is None:
            from bpexplorer.panels.origin.jacobian.page import JacobianPage  # few ask for it, at no start

            page = self._jacobian = JacobianPage(self._scroll_page)
            self._page.insertWidget(self._page.count() - 1, page, 1000)
            page.act_requested.connect(self.act_requested)
            page.dock_requested.connect(self.dock_requested)
            page.training.train_requested.connect(self._on_train_requested)
            page.training.cancel_requested.connect(self._on_cancel_requested)
        self._body.hide()
        self._message.hide()
        self._jacobian.show_picture(picture, reading, words.choices(origin)[0])
        self._jacobian.fit(self.width(), self.height())
        self._jacobian.show()
        self.guide = jacobian_words.GUIDE
        step = words.step_of(origin)
        self._tell_note(
            jacobian_words.title_words(reading, step), jacobian_words.shorter_title_words(reading, step)
        )

    def _hide_jacobian(self) -> None:
        self.guide = ""
        if self._jacobian is not None:
            self._jacobian.hide()

    # Training without the sum

    @guard
    def _on_train_requested(self, epochs: int) -> None:
        self._epochs_wanted = epochs
        self._set_needs_run(True)
        if self._picture is not None:
            self._begin_training(self._picture)

    @guard
    def _on_cancel_requested(self) -> None:
        self._epochs_wanted = 0
        self._set_needs_run(False)
        self.work_cancelled.emit()

    def _begin_training(self, picture: Picture) -> None:
        """Begin to train without the sum if that is wanted, and the frame brings the run to begin from."""
        run, plan, epochs = picture.frame.run_state, self._plan, self._epochs_wanted
        if not epochs or run is None or plan is None:
            return
        self._epochs_wanted = 0
        self._set_needs_run(False)
        self.job_requested.emit(partial(command, plan, run, epochs))

    @override
    def show_result(self, result: ChildCommand | bytes | ChildError | None) -> None:
        page = self._jacobian
        if page is None:
            return
        if isinstance(result, ChildCommand):
            self.child_requested.emit(result)
        elif isinstance(result, bytes):
            page.training.show_end(None)
        else:
            page.training.show_end(result or ChildError(NOT_BEGUN))

    @override
    def show_progress(self, said: Any) -> None:
        if self._jacobian is not None:
            self._jacobian.training.show_record(record_of(said))

    # One neuron

    def _show_nothing(self, neuron: Neuron | None) -> None:
        self._hide_jacobian()
        self._body.hide()
        self._message.setText(words.why_empty(neuron))
        self._message.show()
        self._tell_note("")

    def _show_origin(self, picture: Picture, reading: OriginReading, *, keeps: bool = False) -> None:
        frame, view = picture.frame, self._body.table
        names = frame.data.output_names
        table = origin_table(
            reading,
            mean=self._is_mean,
            whole=self._is_whole,
            first=self._first,
            names=names if reading.layer == frame.spec.depth else (),
            connection=picture.session.connection,
            keep=view.table.shown if keeps and view.is_pointed else None,
        )
        session, walk = picture.session, picture.session.walk
        is_hidden = walk is not None and walk.hides_delta(reading.neuron.layer)
        self._body.show_reading(
            reading,
            replace(table, hides_terms=is_hidden),
            mean=self._is_mean,
            whole=self._is_whole,
            can_test=not (session.tests_elsewhere or is_hidden),
        )
        self._show_test(picture)
        self._body.show_way_back(session.came_from[-1] if session.came_from else None)
        self._body.player.offer(table if walk is not None and not is_hidden else None)
        self._body.foot.hide_results(is_hidden)
        self._message.hide()
        self._hide_jacobian()
        self._body.show()
        self._body.whole_jacobian.setVisible(walk is None and has_jacobian(frame.spec, reading.neuron.layer))
        self._tell_note(words.title_words(reading), words.shorter_title_words(reading))
        self._fit_rows(fewer_only=True)

    def _show_test(self, picture: Picture) -> None:
        reading, demon = picture.origin, picture.demon
        is_here = (
            picture.session.walk is not None
            and demon is not None
            and reading is not None
            and demon.neuron == reading.neuron
        )
        self._body.show_test(demon if is_here else None)

    def _fit_rows(self, *, fewer_only: bool = False) -> None:
        """Show so many terms that what they come to stays in sight."""
        first = self._body.rows_in(self.width(), self.height())
        if first < self._first or (first > self._first and not fewer_only):
            self._first = first
            self._show_again()

    def _show_again(self) -> None:
        picture = self._picture
        if picture is not None and picture.origin is not None and picture.jacobian is None:
            self._show_origin(picture, picture.origin)

    @guard
    def _on_whole_jacobian_clicked(self) -> None:
        self.act_requested.emit(ShowJacobian(True))

    @guard
    def _on_pill_chosen(self, place: int) -> None:
        self._is_mean = bool(place)
        self._show_again()

    @guard
    def _on_more_clicked(self) -> None:
        self._is_whole = not self._is_whole
        self._show_again()

    @guard
    def _on_neuron_chosen(self, neuron: Neuron) -> None:
        self.act_requested.emit(Follow(neuron))

    @guard
    def _on_row_pointed(self, row: int | None) -> None:
        picture, table = self._picture, self._body.table.table
        if row is None or picture is None or picture.origin is None:
            self.act_requested.emit(PointAt(None))
            return
        here, there = picture.origin.neuron, table.neuron(row)
        is_edge = there.layer != here.layer
        neurons = (here,) if here == there else (here, there)
        self.act_requested.emit(PointAt(Pointed(neurons, is_edge, table.in_words(row))))

    @guard
    def _on_back_clicked(self) -> None:
        self.act_requested.emit(GoBack())

    @guard
    def _on_test_clicked(self) -> None:
        self.act_requested.emit(PutToTest(Scope.BATCH if self._is_mean else Scope.SAMPLE))
        # In a walk through a step the demon comes below the number itself.
        if self._picture is None or self._picture.session.walk is None:
            self.dock_requested.emit("dock_demon")

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._jacobian is not None:
            self._jacobian.fit(event.size().width(), event.size().height())
        if not self._body.isHidden():
            self._fit_rows()


def _awaits_jacobian(picture: Picture) -> bool:
    """Whether the whole Jacobian is looked at, and comes with the next picture: nobody could see it so far."""
    session = picture.session
    return (
        session.jacobian is not None
        and session.walk is None
        and session.primary is not None
        and has_jacobian(picture.frame.spec, session.primary.layer)
    )


def _is_shown(walk: PhaseWalk, neuron: Neuron) -> bool:
    """Whether a walk through a step has come to the sum of a neuron, be its result there or still to be worked out."""
    return walk.has_delta(neuron.layer) or walk.hides_delta(neuron.layer)


def _differ_in_dz(one: Picture, other: Picture) -> bool:
    """Whether the sessions of two pictures are the same but for Δz, of which the sum knows nothing."""
    return one.session.without_dz == other.session.without_dz
