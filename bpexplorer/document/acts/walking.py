"""Acts of a walk through one step: to the next phase, back, to any of them. The step itself is taken by training."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity, Session, SessionState, Tool
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.translation import tr

_NO_WALK: Final = tr("Go to the workspace Step through first, and pause training.")

#: What colours show in a phase: a on the way forward, δ from BP1 on, and at last a with the new parameters.
_NEURONS: Final[Mapping[PhaseKind, NeuronQuantity]] = {
    PhaseKind.BATCH: NeuronQuantity.ACTIVATION,
    PhaseKind.FORWARD: NeuronQuantity.ACTIVATION,
    PhaseKind.COST: NeuronQuantity.ACTIVATION,
    PhaseKind.AFTER: NeuronQuantity.ACTIVATION,
}
_EDGES: Final[Mapping[PhaseKind, EdgeQuantity]] = {
    PhaseKind.HIDDEN_ERROR: EdgeQuantity.BLAME,
    PhaseKind.GRADIENT: EdgeQuantity.GRADIENT,
    PhaseKind.UPDATE: EdgeQuantity.CHANGE,
}


@dataclass(frozen=True, slots=True)
class WalkTo(SessionAct):
    """Show this phase of the step."""

    place: int

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        walk = state.walk
        if walk is None:
            return _NO_WALK
        if walk.is_taking or walk.is_over:
            return tr("The step is being made.") if walk.is_taking else tr("The next step is worked out.")
        if walk.is_taken and self.place != walk.place:
            return tr("This step is taken. The next phase begins with the next batch.")
        if self.place > walk.end:
            return tr("This step ends here: it leaves a number that isn't finite.")
        if self.place == len(walk.phases) - 1 and not walk.is_taken:
            return tr("What comes after the step is shown once it is taken.")
        return None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        walk = session.state.walk
        if walk is not None and picture is not None and self.place != walk.place:
            session.update(**seen_at(walk.at(self.place), session.state, picture.samples))


@dataclass(frozen=True, slots=True)
class NextPhase(SessionAct):
    """Show the next phase; after the last one, the first of the step that comes then."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        walk = state.walk
        if walk is not None and walk.is_before_taking and not walk.is_taking:
            return tr("All is worked out. Take this step, or go back.")
        if walk is not None and walk.is_taken and not walk.is_over:
            return None
        return WalkTo(0 if walk is None else walk.place + 1).refusal(spec, state, frame)

    def on_session(self, session: Session, picture: Picture | None) -> None:
        walk = session.state.walk
        if walk is not None and walk.is_taken:
            session.update(walk=replace(walk, is_over=True))
        elif walk is not None:
            WalkTo(walk.place + 1).on_session(session, picture)


@dataclass(frozen=True, slots=True)
class PhaseBack(SessionAct):
    """Show the phase before."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        walk = state.walk
        if walk is None:
            return _NO_WALK
        if walk.is_taken and not walk.is_over:
            return tr("The step is taken: no phase leads back from here.")
        if walk.place == 0:
            return tr("This is the first phase.")
        return WalkTo(walk.place - 1).refusal(spec, state, frame)

    def on_session(self, session: Session, picture: Picture | None) -> None:
        walk = session.state.walk
        if walk is not None:
            WalkTo(walk.place - 1).on_session(session, picture)


@dataclass(frozen=True, slots=True)
class TakeStep(SessionAct):
    """Let training make the step; what it did is shown then."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        walk = state.walk
        if walk is None:
            return _NO_WALK
        is_there = walk.is_before_taking and not (walk.is_taking or walk.is_over)
        return None if is_there else tr("Walk to the phase Update first.")

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if session.state.walk is not None:
            session.update(walk=replace(session.state.walk, is_taking=True))


@dataclass(frozen=True, slots=True)
class MyTurn(SessionAct):
    """Hide what each phase makes until it is worked out, or show it again."""

    on: bool

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return _NO_WALK if state.walk is None else None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if session.state.walk is not None:
            session.update(walk=replace(session.state.walk, is_my_turn=self.on))


@dataclass(frozen=True, slots=True)
class ShowWorkedOut(SessionAct):
    """Show what was hidden in this phase: it is worked out, or given up."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return _NO_WALK if state.walk is None else None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        walk = session.state.walk
        if walk is not None:
            session.update(walk=replace(walk, worked_out=walk.worked_out | {walk.place}))


def seen_at(walk: PhaseWalk, state: SessionState, samples: TracedSamples) -> dict[str, Any]:
    """What the session changes to at a phase of a walk: colours, and a neuron of the layer that the phase fills.

    A demon is let go of, as it tests a number of the phase before.
    """
    row = min(state.row, len(samples.rows) - 1)
    neuron, connection = _selected_at(walk, state, samples, row), None
    if neuron is not None and walk.phase.has_gradient and neuron.layer > 0:
        kept = state.connection
        is_into = kept is not None and kept.ends[1] == neuron
        connection = kept if is_into else _strongest_into(neuron, samples)
    return {
        "walk": walk,
        "neurons_by": _NEURONS.get(walk.phase.kind, NeuronQuantity.DELTA),
        "edges_by": _EDGES.get(walk.phase.kind, EdgeQuantity.WEIGHT),
        "selection": () if neuron is None else (neuron,),
        "connection": connection,
        "demon": None,
        "tool": Tool.SELECT if state.tool is Tool.DEMON else state.tool,
    }


def _selected_at(walk: PhaseWalk, state: SessionState, samples: TracedSamples, row: int) -> Neuron | None:
    """The neuron that a phase speaks of: the selected one if it is of the phase's layer, else one with much δ."""
    phase, primary = walk.phase, state.primary
    layer = phase.depth if phase.kind is PhaseKind.COST else phase.layer
    is_of_all = phase.kind is PhaseKind.BATCH or phase.has_gradient
    if layer is None or is_of_all or (primary is not None and primary.layer in (phase.layers or (layer,))):
        return primary
    return Neuron(layer, int(np.argmax(np.abs(samples.trace.deltas[layer - 1][row]))))


def _strongest_into(neuron: Neuron, samples: TracedSamples) -> Connection:
    gradient = samples.trace.grad_weights[neuron.layer - 1][neuron.index]
    return Connection(neuron.layer, neuron.index, int(np.argmax(np.abs(gradient))))
