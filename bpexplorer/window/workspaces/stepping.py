"""Step through: begins a walk through the next step when the workspace is entered, takes the step, ends the walk."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.traced_samples import BatchFate, SampleSource
from bpexplorer.document.acts.walking import seen_at
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr
from bpexplorer.window.commands.offers import Offer
from bpexplorer.window.commands.training_commands import TrainingCommands
from bpexplorer.window.frame_requests import FrameRequests
from bpexplorer.window.intake import FrameIntake
from bpexplorer.window.workspaces.switching import Workspaces

#: Which panel has the sum of a phase.
_SUMS: Final[Mapping[PhaseKind, str]] = {
    PhaseKind.BATCH: "dock_forward",
    PhaseKind.FORWARD: "dock_forward",
    PhaseKind.COST: "dock_forward",
    PhaseKind.OUTPUT_ERROR: "dock_origin",
    PhaseKind.HIDDEN_ERROR: "dock_origin",
    PhaseKind.GRADIENT: "dock_origin",
    PhaseKind.UPDATE: "dock_origin",
}
#: What is said of a walk is about this, until it goes on.
WALKING: Final = "walking"
_EDITED: Final = tr(
    "The project has changed, so the phases of this step are dropped. Here is the next step as it is now."
)
_TRAINED: Final = tr(
    "Training went on, so the phases of this step are dropped. Pause it to walk through the next step."
)
_ANOTHER: Final = tr("A step was made, so the phases of the one before are dropped. Here is the next one.")


class StepThrough(QObject):
    """While its workspace is shown and training pauses, there is a walk; what it looks at is put back at the end.

    Nothing here changes the run but the act `TakeStep`, by which training makes the step that it makes next anyway.
    """

    #: Offer: what became of a walk, or of the sample that was looked at.
    offered = Signal(object)
    #: Once everybody knows that the step is to be taken.
    _take_requested = Signal()

    def __init__(
        self,
        document: NetworkDocument,
        workspaces: Workspaces,
        training: TrainingCommands,
        requests: FrameRequests,
        intake: FrameIntake,
    ) -> None:
        super().__init__(workspaces)
        self._document, self._session = document, document.session
        self._workspaces, self._training = workspaces, training
        self._requests, self._intake = requests, intake
        #: What the walk itself has selected last.
        self._selected: object = None
        workspaces.changed.connect(self._on_workspace_changed)
        intake.taken.connect(self._on_frame_taken)
        training.begun.connect(self._on_training_begun)
        training.called_off.connect(self._on_training_called_off)
        document.plan_changed.connect(self._on_plan_changed)
        self._session.changed.connect(self._on_session_changed)
        self._take_requested.connect(training.step_batch, Qt.ConnectionType.QueuedConnection)

    @property
    def _before(self) -> SessionState | None:
        """What was looked at when the workspace was entered; None outside of it."""
        return self._session.aside

    @property
    def is_settled(self) -> bool:
        """Whether nothing is under way: there is a walk, or none is to be."""
        walk = self._session.state.walk
        return self._before is None or (walk is not None and not (walk.is_over or walk.is_taking))

    @property
    def former(self) -> SessionState:
        """What is looked at without the walk: what its end brings back, and what files keep."""
        state = self._session.state
        return state if self._before is None else replace(state, **self._put_back(self._before))

    def end(self) -> None:
        """End the walk, of which nobody needs to hear: the project that it is of is closed."""
        if self._before is not None:
            self._session.update(walk=None)

    def begin_anew(self) -> None:
        """Another project is open: what was looked at before was another one's."""
        if self._workspaces.current is Workspace.STEP:
            self._session.aside = self._session.state
            self._requests.look_ahead(True)

    # Begin and end

    @guard
    def _on_workspace_changed(self, workspace: Workspace) -> None:
        if workspace is Workspace.STEP:
            self._session.aside = self._session.state
            frame = self._intake.frame
            if frame is not None and frame.state is RunState.PLAYING:
                self._training.pause()
            self._requests.look_ahead(True)
        elif self._before is not None:
            self._leave(self._before)

    def _leave(self, before: SessionState) -> None:
        self._session.aside = None
        self._session.update(**self._put_back(before))
        self._requests.look_ahead(False)

    def _put_back(self, before: SessionState) -> dict[str, Any]:
        """What the session changes to when the walk ends."""
        # Who has selected another neuron here goes on with that one.
        is_own = self._session.state.selection != self._selected
        selected = {} if is_own else {"selection": before.selection, "connection": before.connection}
        return {
            "walk": None,
            "source": before.source,
            "batch_sample": before.batch_sample,
            "neurons_by": before.neurons_by,
            "edges_by": before.edges_by,
            "demon": before.demon,
            "tool": before.tool,
            **selected,
        }

    def _begin(self, frame: Frame) -> None:
        ahead, samples, state = frame.ahead, frame.last_batch, self._session.state
        assert ahead is not None
        assert samples is not None
        is_entering, number = state == self._before, _number_of(frame, state)
        found = [] if number is None else (samples.rows == number).nonzero()[0].tolist()
        looked_at: dict[str, Any] = {"source": SampleSource.BATCH, "batch_sample": found[0] if found else 0}
        is_my_turn = state.walk is not None and state.walk.is_my_turn
        seen = seen_at(PhaseWalk(ahead, is_my_turn=is_my_turn), replace(state, **looked_at), samples)
        self._session.update(**looked_at, **seen)
        if is_entering and not found:
            self.offered.emit(Offer(_not_among(state, shown=len(samples.rows)), "info", (), WALKING))

    def _drop(self, why: str, *, goes_on: bool = True) -> None:
        """End a walk; unless training ``goes_on``, another one begins as soon as it can."""
        walk = self._session.state.walk
        if walk is not None and not walk.is_over:
            self._session.update(walk=None if goes_on else replace(walk, is_over=True))
            if walk.place:
                self.offered.emit(Offer(why, "info", (), WALKING))

    # What happens meanwhile

    @guard
    def _on_frame_taken(self, frame: Frame) -> None:
        if self._before is None:
            return
        walk = self._session.state.walk
        if walk is not None and walk.is_taking and self._is_being_taken(frame, walk):
            return
        if walk is not None and frame.state is RunState.PLAYING:
            self._drop(_TRAINED)
        elif walk is not None and frame.step != (walk.step if walk.is_taken else walk.step - 1):
            self._drop(_ANOTHER, goes_on=False)
        walk = self._session.state.walk
        is_resting = frame.state in (RunState.PAUSED, RunState.DIVERGED)
        if (walk is None or walk.is_over) and is_resting and frame.ahead is not None:
            self._begin(frame)

    def _is_being_taken(self, frame: Frame, walk: PhaseWalk) -> bool:
        """Whether training makes the step that is to be taken; if it has made it, show what came of it."""
        if frame.state is RunState.DIVERGED and frame.step < walk.step:
            # The next walk ends in the phase in which the step fails.
            self._session.update(walk=replace(walk, is_over=True))
            return True
        shown, is_resting = frame.shown_step, frame.state is not RunState.PLAYING
        is_known = shown is not None and shown.fate is BatchFate.TAKEN and frame.ahead is None
        if frame.step == walk.step and is_resting and is_known and frame.last_batch is not None:
            self._session.update(**seen_at(walk.at(walk.end), self._session.state, frame.last_batch))
        return frame.step <= walk.step

    @guard
    def _on_training_begun(self) -> None:
        walk = self._session.state.walk
        if walk is not None and walk.is_taking:
            self._requests.look_ahead(False)  # what is shown next is the step that was taken

    @guard
    def _on_training_called_off(self) -> None:
        walk = self._session.state.walk
        if walk is not None and walk.is_taking:
            self._session.update(walk=replace(walk, is_taking=False))

    @guard
    def _on_plan_changed(self, new: Plan, old: Plan) -> None:
        # Where a layer stands on the canvas is nothing of the step.
        is_only_moved = new != old and replace(new, offsets=()) == replace(old, offsets=())
        if self._before is not None and not is_only_moved:
            self._drop(_EDITED, goes_on=False)
            # Neurons may have other places now: who leaves keeps what is selected then.
            self._selected = None

    @guard
    def _on_session_changed(self, state: SessionState, old: SessionState) -> None:
        if self._before is None:
            return
        walk = state.walk
        if (walk is None) != (old.walk is None) or (walk is not None and walk.is_over):
            self._requests.look_ahead(True)
        elif walk is not None and old.walk is not None and walk.is_taking and not old.walk.is_taking:
            self._take_requested.emit()
        if walk != old.walk:
            self._selected = state.selection
        if walk is not None and (old.walk is None or walk.phase is not old.walk.phase):
            self._bring_to_front(walk)

    def _bring_to_front(self, walk: PhaseWalk) -> None:
        """Let the sum of the phase be in front, of those that share a place; what is closed stays closed."""
        name = _SUMS.get(walk.phase.kind)
        if name is not None and not self._workspaces.area.docks[name].isHidden():
            self._workspaces.reveal(name)


def _number_of(frame: Frame, state: SessionState) -> int | None:
    """The number in the training set of the sample that is looked at; None if it isn't one of that set."""
    samples = frame.samples(state.source) if state.walk is None else state.walk.reading.samples
    if samples is None or samples.part != "train":
        return None
    return int(samples.rows[min(state.row, len(samples.rows) - 1)])


def _not_among(state: SessionState, *, shown: int) -> str:
    return tr(
        "Sample {sample} isn't among the {count} of the next batch: showing row 0 of them.",
        sample=numbers.count(state.row),
        count=numbers.count(shown),
    )
