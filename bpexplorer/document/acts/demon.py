"""Acts on the demon: where it stands, and its Δz."""

from abc import abstractmethod
from dataclasses import dataclass, replace

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.dz import FIRST_DZ, against, clamped, stepped
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Demon, Pin, Scope, Session, SessionState
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class ArmDemon(SessionAct):
    """Put the demon on a neuron, with the |Δz| that it has had, against δ; None stands for the selected one.

    A pinned one that stands there already comes to the step shown; elsewhere it stays on its network, as long as that
    has the structure of the one shown.
    """

    neuron: Neuron | None = None

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        neuron = self.neuron or state.primary
        if neuron is None:
            return tr("Select a neuron first, for the demon to stand on.")
        if neuron.layer > 0 and state.walk is not None and not state.walk.has_delta(neuron.layer):
            return tr("The walk hasn't reached δ of this neuron yet.")
        if neuron.layer == 0:
            return tr("An input has no weighted input z: the demon needs a neuron of layer 1 or later.")
        return None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        state = session.state
        neuron, demon = self.neuron or state.primary, state.demon
        assert neuron is not None, "it is refused without one"
        if demon is not None and demon.neuron == neuron:
            session.update(demon=_renewed(demon, picture), selection=(neuron,), connection=None)
            return
        size, scope = (demon.dz, demon.scope) if demon is not None else (FIRST_DZ, Scope.SAMPLE)
        pin = None if demon is None else _pin_of(demon, neuron, picture)
        where = Demon(neuron, size, scope, pin)
        session.arm(neuron, against(_delta_at(where, state, picture), size), pin)


@dataclass(frozen=True, slots=True)
class PutToTest(SessionAct):
    """Let the demon test δ of the selected neuron, as it is at the step shown: Δz goes downhill, and isn't 0."""

    #: Of the cost of which samples δ is.
    scope: Scope

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return ArmDemon().refusal(spec, state, frame)

    def on_session(self, session: Session, picture: Picture | None) -> None:
        state = session.state
        assert state.primary is not None, "it is refused without one"
        size = (state.demon.dz if state.demon is not None else 0.0) or FIRST_DZ
        where = Demon(state.primary, size, self.scope)
        session.arm(state.primary, against(_delta_at(where, state, picture), size), scope=self.scope)


class _WithDemon(SessionAct):
    """Something with the demon that is there."""

    __slots__ = ()

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return tr("There is no demon. Put it on a neuron first.") if state.demon is None else None


class _OnDemon(_WithDemon):
    """A change of the demon's own settings."""

    __slots__ = ()

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if session.state.demon is not None:
            session.update(demon=self.changed(session.state.demon, session.state, picture))

    @abstractmethod
    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        """The demon afterwards."""


@dataclass(frozen=True, slots=True)
class SetDz(_OnDemon):
    """Let Δz be this, as far as it reaches."""

    dz: float

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, dz=clamped(self.dz))


@dataclass(frozen=True, slots=True)
class StepDz(_OnDemon):
    """Move Δz by so many steps along round numbers; finely, by a tenth of them."""

    steps: int
    fine: bool = False

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, dz=stepped(demon.dz, self.steps, fine=self.fine))


@dataclass(frozen=True, slots=True)
class HalveDz(_OnDemon):
    """Halve Δz."""

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, dz=demon.dz / 2)


@dataclass(frozen=True, slots=True)
class ZeroDz(_OnDemon):
    """Set Δz to zero."""

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, dz=0.0)


@dataclass(frozen=True, slots=True)
class TurnAgainstDelta(_OnDemon):
    """Give Δz the sign with which δ predicts that the cost falls."""

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, dz=against(_delta_at(demon, state, picture), demon.dz))


@dataclass(frozen=True, slots=True)
class ChooseScope(_OnDemon):
    """Change the cost of the selected sample, or of all samples of the probe."""

    scope: Scope

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, scope=self.scope)


@dataclass(frozen=True, slots=True)
class FollowTraining(_OnDemon):
    """Perturb the network that is shown, on the selected neuron; or stay pinned to the one of this step."""

    follow: bool

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        reason = _OnDemon.refusal(self, spec, state, frame)
        if reason is None and not self.follow and frame is None:
            return tr("There is no network to pin the demon to yet. Try again in a moment.")
        return reason

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        if not self.follow:
            return demon if picture is None else replace(demon, pin=Pin(picture.frame, demon.neuron))
        primary = state.primary
        on_selected = primary is not None and primary.layer > 0
        return replace(demon, pin=None, neuron=primary if on_selected and primary else demon.neuron)


@dataclass(frozen=True, slots=True)
class RenewDemon(_OnDemon):
    """Let a pinned demon perturb the network of the step shown, and stay on that."""

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return _renewed(demon, picture)


@dataclass(frozen=True, slots=True)
class ReleaseDemon(_WithDemon):
    """Let the demon go, and take the select tool."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.release()


def _renewed(demon: Demon, picture: Picture | None) -> Demon:
    """The demon, on the network of the step shown if it is pinned."""
    if demon.follow or picture is None or not picture.frame.spec.has(demon.neuron):
        return demon
    return replace(demon, pin=Pin(picture.frame, demon.neuron))


def _pin_of(demon: Demon, neuron: Neuron, picture: Picture | None) -> Pin | None:
    """Where a pinned demon stays when it is put on another neuron; None if it follows training."""
    if demon.pin is None or picture is None:
        return None
    frame = demon.pin.frame
    return Pin(frame if frame.spec.sizes == picture.frame.spec.sizes else picture.frame, neuron)


def _delta_at(demon: Demon, state: SessionState, picture: Picture | None) -> float:
    """δ as the demon reads it: of one of the fixed samples, unless one of a list is looked at; 0 if it isn't known.

    In a walk through a step it is of that step's batch.
    """
    if state.walk is not None and demon.pin is None:
        deltas = state.walk.reading.samples.trace.deltas[demon.neuron.layer - 1][:, demon.neuron.index]
        return float(deltas.mean() if demon.scope is Scope.BATCH else deltas[min(state.row, len(deltas) - 1)])
    if picture is None:
        return 0.0
    frame, neuron = (
        (picture.frame, demon.neuron) if demon.pin is None else (demon.pin.frame, demon.pin.neuron)
    )
    if not frame.spec.has(neuron):
        return 0.0
    if demon.scope is Scope.BATCH:
        return float(frame.trace.deltas[neuron.layer - 1][:, neuron.index].mean())
    row, samples = state.sample, frame.samples(SampleSource.PROBE)
    if state.source is SampleSource.HARDEST:
        row, samples = state.hardest_sample, frame.samples(SampleSource.HARDEST)
    if samples is None or samples.listed not in (None, state.hardest):
        return 0.0
    deltas = samples.trace.deltas[neuron.layer - 1][:, neuron.index]
    return float(deltas[min(row, len(deltas) - 1)])
