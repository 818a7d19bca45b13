"""Acts that draw on the data."""

from dataclasses import dataclass

from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame
from bpexplorer.data.drawing import Stroke, as_drawn, clearing, with_class
from bpexplorer.document.acts.base import Act, SessionAct
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Session, SessionState
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class SwitchDrawing(SessionAct):
    """Let the mouse draw points on the plane, or select again; None: whichever it doesn't do now."""

    on: bool | None = None

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        if can_be_mapped(spec.inputs):
            return None
        return tr("Points are drawn on a plane: choose data with one or two inputs in Set-up, section Data.")

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(draws=not session.state.draws if self.on is None else self.on)


@dataclass(frozen=True, slots=True)
class Draw(Act):
    """Add samples, and take some away, while the run goes on."""

    stroke: Stroke

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.draw(self.stroke)


@dataclass(frozen=True, slots=True)
class ClearDrawing(Act):
    """Rub everything out but one sample of each class; one step of undo."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        stroke = clearing(document.prepared)
        if stroke.gone:
            document.draw(stroke)


@dataclass(frozen=True, slots=True)
class AddClass(Act):
    """Let there be one class more to draw: a new run on the same samples, which keeps the weights."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.choose_data(with_class(as_drawn(document.prepared)), keep_weights=True)
