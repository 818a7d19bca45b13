"""Brings the lesson's document to the state of a card, and knows whether it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.types import FloatArray
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import Demon, EdgeQuantity, JacobianView, NeuronQuantity, Tool
from bpexplorer.guard import guard
from bpexplorer.lessons.begin import project_of, steps_of
from bpexplorer.lessons.lesson import Card, Lesson, State, View
from bpexplorer.lessons.stage import Progress, Standing
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Play, SetSpeed
from bpexplorer.project.project import Project
from bpexplorer.window.intake import FrameIntake


@dataclass(slots=True, eq=False)
class _Wanted:
    """The state that the document was brought to, or is on its way to."""

    state: State
    project: Project
    #: Of the run when it is there.
    steps: int
    generation: int
    #: Whether training has been seen on its way there.
    is_under_way: bool = False
    #: The parameters there, once they were copied.
    reached: FloatArray | None = None


class SettingUp(QObject):
    """Opens the project of a state and trains it in the training thread, at full speed; nothing waits for it.

    Parameters
    ----------
    open_project : callable
        Opens a project as the lesson's own.
    speed : callable
        How fast the user lets training go; None for full speed.
    """

    #: The network stands otherwise to the card, or has come nearer.
    changed = Signal()

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        intake: FrameIntake,
        open_project: Callable[[Project], object],
        speed: Callable[[], float | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._live, self._intake = document, live, intake
        self._open_project, self._speed = open_project, speed
        self._wanted: _Wanted | None = None
        self._is_at_full_speed = False
        intake.taken.connect(self._on_frame_taken)
        document.plan_changed.connect(self._on_plan_changed)

    @property
    def has_document(self) -> bool:
        """Whether what is open is what was opened for a card."""
        return self._wanted is not None and self._wanted.generation == self._document.generation

    def forget(self) -> None:
        """No card is played any more."""
        self._wanted = None
        self._slow_down()

    def set_up(self, lesson: Lesson, card: Card, *, anew: bool = False) -> None:
        """Bring the document to the card's state, unless it is there or on its way, and look where the card looks."""
        state, wanted = lesson.state(card.state), self._wanted
        is_kept = (
            not anew
            and wanted is not None
            and wanted.state == state
            and self.standing is not Standing.CHANGED
        )
        if not is_kept:
            self._bring(state)
        self.look(card.view)
        self.changed.emit()

    def _bring(self, state: State) -> None:
        project = project_of(state)
        self._wanted = None  # what is opened now is nobody's change
        self._open_project(project)
        self._wanted = _Wanted(state, project, steps_of(state, project), self._document.generation)
        if state.epochs:
            self._is_at_full_speed = True
            self._live.post(SetSpeed(None))
            self._live.post(Play(until_epoch=state.epochs))

    def look(self, view: View) -> None:
        """Look where a view looks."""
        session = self._document.session
        changes: dict[str, Any] = {"source": SampleSource.PROBE, "tool": Tool.SELECT, "curtain": view.curtain}
        if view.sample is not None:
            changes["sample"] = view.sample
        if view.neuron is not None:
            neuron = Neuron(*view.neuron)
            changes |= {"selection": (neuron,), "mapped": neuron, "connection": None}
            if view.source is not None:
                changes["connection"] = Connection(neuron.layer, neuron.index, view.source)
            changes["demon"] = None if view.dz is None else Demon(neuron, view.dz)
        else:
            changes["demon"] = None
        is_whole = view.jacobian is not None
        changes["jacobian"] = JacobianView(without_sum=view.jacobian == "without_sum") if is_whole else None
        changes["pages"] = () if view.page is None else (view.page,)
        if view.neurons_by is not None:
            changes["neurons_by"] = NeuronQuantity(view.neurons_by)
        if view.edges_by is not None:
            changes["edges_by"] = EdgeQuantity(view.edges_by)
        session.update(**changes)

    # How it stands

    @property
    def standing(self) -> Standing:
        """How the network stands to the state that was asked for last."""
        wanted, document = self._wanted, self._document
        if wanted is None or document.generation != wanted.generation or not document.undo_stack.is_clean:
            return Standing.CHANGED
        plan, (run, step) = document.plan, document.place
        ours = wanted.project.plan
        if (plan.spec, plan.config, plan.data) != (ours.spec, ours.config, ours.data):
            return Standing.CHANGED
        if run != wanted.project.state.run or step > wanted.steps:
            return Standing.CHANGED
        frame = self._intake.frame
        is_playing = frame is not None and frame.run == run and frame.state is RunState.PLAYING
        if step < wanted.steps:
            return Standing.CHANGED if wanted.is_under_way and not is_playing else Standing.COMING
        is_known = frame is not None and frame.edit_number == document.posted
        return Standing.THERE if is_known else Standing.COMING

    @property
    def progress(self) -> Progress | None:
        """How far training is; None if the state needs none."""
        wanted, frame = self._wanted, self._intake.frame
        if wanted is None or not wanted.steps:
            return None
        is_ours = frame is not None and frame.edit_number == self._document.posted
        return Progress(frame.epoch if frame is not None and is_ours else 0, wanted.state.epochs)

    def is_there(self, state: TrainerState) -> bool:
        """Whether a copy of the run is just that of the card's state, to the last number."""
        wanted = self._wanted
        if wanted is None or self.standing is not Standing.THERE:
            return False
        ours = wanted.project.plan
        is_same = (state.spec, state.config, state.step) == (ours.spec, ours.config, wanted.steps)
        if not is_same or state.held is not None or state.mask is not None:
            return False
        numbers = state.parameters.flat
        if not wanted.steps:
            return np.array_equal(numbers, wanted.project.state.parameters.flat)
        if wanted.reached is None:
            wanted.reached = numbers.copy()
        return np.array_equal(numbers, wanted.reached)

    # What happens

    @guard
    def _on_frame_taken(self, frame: Frame) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        is_playing = frame.state is RunState.PLAYING
        if frame.edit_number == self._document.posted and (is_playing or frame.step):
            wanted.is_under_way = True
        if not is_playing and wanted.is_under_way:
            self._slow_down()
        self.changed.emit()

    @guard
    def _on_plan_changed(self, _new: object, _old: object) -> None:
        if self._wanted is not None:
            self.changed.emit()

    def _slow_down(self) -> None:
        """Let training go as fast as the user has it again."""
        if self._is_at_full_speed:
            self._is_at_full_speed = False
            self._live.post(SetSpeed(self._speed()))
