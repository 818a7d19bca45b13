"""Acts that change what of the whole Jacobian is looked at. Nothing of the network is changed by them."""

from dataclasses import dataclass, replace

from bpexplorer.core.readings.jacobian import SupposedPair
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import JacobianView, Session


@dataclass(frozen=True, slots=True)
class ShowJacobian(SessionAct):
    """Look at the whole Jacobian of the selected neuron's layer, or at the sum of that neuron alone."""

    shown: bool

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if self.shown != (session.state.jacobian is not None):
            session.update(jacobian=JacobianView() if self.shown else None)


@dataclass(frozen=True, slots=True)
class CrossOutSum(SessionAct):
    """Let δ with the term k = j alone stand beside the right one, or not; the whole Jacobian is looked at then."""

    crossed_out: bool

    def on_session(self, session: Session, picture: Picture | None) -> None:
        view = session.state.jacobian or JacobianView()
        session.update(jacobian=replace(view, without_sum=self.crossed_out))


@dataclass(frozen=True, slots=True)
class Suppose(SessionAct):
    """Look at another cost and output activation in place of the network's own; None: at its own."""

    pair: SupposedPair | None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        view = session.state.jacobian or JacobianView()
        session.update(jacobian=replace(view, supposed=self.pair))
