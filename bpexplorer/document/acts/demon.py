"""Acts on the demon: where it stands, and its Δz."""

from abc import abstractmethod
from dataclasses import dataclass, replace

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.dz import FIRST_DZ, against, clamped, stepped
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Demon, Scope, Session, SessionState


@dataclass(frozen=True, slots=True)
class ArmDemon(SessionAct):
    """Put the demon on a neuron, with the |Δz| that it has had, against δ; None stands for the selected one.

    One that stands there already comes to the newest step.
    """

    neuron: Neuron | None = None

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        neuron = self.neuron or state.primary
        if neuron is None:
            return "Select a neuron first, for the demon to stand on."
        if neuron.layer == 0:
            return "An input has no weighted input z: the demon needs a neuron of layer 1 or later."
        return None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        state = session.state
        neuron, demon = self.neuron or state.primary, state.demon
        assert neuron is not None, "it is refused without one"
        if demon is not None and demon.neuron == neuron:
            session.renew_demon()
        else:
            size, scope = (demon.dz, demon.scope) if demon is not None else (FIRST_DZ, Scope.SAMPLE)
            session.arm(neuron, against(_delta_at(neuron, scope, state, picture), size))


class _WithDemon(SessionAct):
    """Something with the demon that is there."""

    __slots__ = ()

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return "There is no demon. Put it on a neuron first." if state.demon is None else None


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
        return replace(demon, dz=against(_delta_at(demon.neuron, demon.scope, state, picture), demon.dz))


@dataclass(frozen=True, slots=True)
class ChooseScope(_OnDemon):
    """Change the cost of the selected sample, or of all samples of the probe."""

    scope: Scope

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, scope=self.scope)


@dataclass(frozen=True, slots=True)
class FollowTraining(_OnDemon):
    """Perturb the network that is shown, or stay pinned to this one."""

    follow: bool

    def changed(self, demon: Demon, state: SessionState, picture: Picture | None) -> Demon:
        return replace(demon, follow=self.follow)


@dataclass(frozen=True, slots=True)
class RenewDemon(_WithDemon):
    """Let a pinned demon perturb the network of the newest step."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.renew_demon()


@dataclass(frozen=True, slots=True)
class ReleaseDemon(_WithDemon):
    """Let the demon go, and take the select tool."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.release()


def _delta_at(neuron: Neuron, scope: Scope, state: SessionState, picture: Picture | None) -> float:
    """δ as the demon reads it there, of the probe whatever is looked at; 0 as long as it isn't known."""
    if picture is None:
        return 0.0
    reading = picture.demon
    if reading is not None and reading.neuron == neuron:
        return reading.delta  # of the network that it is pinned to
    frame = picture.frame
    if not frame.spec.has(neuron):
        return 0.0
    deltas = frame.trace.deltas[neuron.layer - 1][:, neuron.index]
    return float(deltas.mean() if scope is Scope.BATCH else deltas[min(state.sample, len(deltas) - 1)])
