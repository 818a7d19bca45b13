"""Acts that change what is selected, and what is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from bpexplorer.core.readings.plane import around
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron, usual_neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleList, SampleSource
from bpexplorer.core.training_data import PartName
from bpexplorer.document.acts.base import SessionAct
from bpexplorer.document.acts.walking import NextPhase, WalkTo
from bpexplorer.document.bounds import delta_bound, map_bounds
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import (
    EdgeQuantity,
    Listing,
    NeuronQuantity,
    Pointed,
    Scale,
    Session,
    SessionState,
    Tool,
)
from bpexplorer.translation import tr

# What is selected


@dataclass(frozen=True, slots=True)
class Select(SessionAct):
    """Select these neurons, the last as primary; with ``sample`` also one of the samples that are looked at."""

    neurons: tuple[Neuron, ...]
    sample: int | None = None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.select(*self.neurons, sample=self.sample)


@dataclass(frozen=True, slots=True)
class Follow(SessionAct):
    """Select a neuron that a row or a verdict of the selected one leads to; `GoBack` leads back."""

    neuron: Neuron

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.follow_to(self.neuron)


@dataclass(frozen=True, slots=True)
class GoBack(SessionAct):
    """Select the neuron again from which a row or a verdict led on."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return None if state.came_from else tr("No row and no verdict has led here from another neuron.")

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.go_back()


@dataclass(frozen=True, slots=True)
class PointAt(SessionAct):
    """Light this in every view, as long as the hand points at it; None: nothing any more."""

    pointed: Pointed | None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.point_at(self.pointed)


@dataclass(frozen=True, slots=True)
class SelectConnection(SessionAct):
    """Select a connection."""

    connection: Connection

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.select_connection(self.connection)


@dataclass(frozen=True, slots=True)
class SelectAll(SessionAct):
    """Select every neuron; the one that panels speak of stays."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if session.spec is not None:
            _select_layers(session, session.spec, range(session.spec.depth + 1))


@dataclass(frozen=True, slots=True)
class SelectLayer(SessionAct):
    """Select all neurons of the selected one's layer."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return tr("Select a neuron of the layer first.") if state.primary is None else None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        primary = session.state.primary
        if session.spec is not None and primary is not None:
            _select_layers(session, session.spec, (primary.layer,))


def _select_layers(session: Session, spec: NetworkSpec, layers: Iterable[int]) -> None:
    primary = session.state.primary or usual_neuron(spec)
    neurons = (Neuron(layer, index) for layer in layers for index in range(spec.sizes[layer]))
    session.select(*(neuron for neuron in neurons if neuron != primary), primary)


@dataclass(frozen=True, slots=True)
class Escape(SessionAct):
    """Let go of one thing: the selected connection, or else the demon and any other tool, or else what is selected.

    During a walk through a step it is the demon, or else all phases but the first.
    """

    def on_session(self, session: Session, picture: Picture | None) -> None:
        state, walk = session.state, session.state.walk
        if walk is not None and walk.place and state.demon is None:
            (NextPhase() if walk.is_taken else WalkTo(0)).on_session(session, picture)
        elif state.connection is not None:
            session.select_connection(None)
        elif state.demon is not None or state.tool is not Tool.SELECT:
            session.release()
        else:
            session.select()


# What is looked at


@dataclass(frozen=True, slots=True)
class ChooseSample(SessionAct):
    """Look at another one of the samples that are looked at, or of ``source``, which is looked at then."""

    row: int
    source: SampleSource | None = None

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return None if self.source is None else ChooseSource(self.source).refusal(spec, state, frame)

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.choose_sample(self.row, self.source)


@dataclass(frozen=True, slots=True)
class ChooseSource(SessionAct):
    """Look at the probe, or at the batch of the last step."""

    source: SampleSource

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        if state.walk is None or self.source is SampleSource.BATCH:
            return None
        return tr("Step through shows the batch of the step. Go to Explore for other samples.")

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(source=self.source)


@dataclass(frozen=True, slots=True)
class LookAt(SessionAct):
    """Look at the samples of a list, and select the one in this row of it."""

    samples: SampleList
    row: int

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return ChooseSource(SampleSource.HARDEST).refusal(spec, state, frame)

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if picture is not None and self.samples.is_of(picture.frame.data):
            session.look_at(self.samples, self.row)


@dataclass(frozen=True, slots=True)
class LookAround(SessionAct):
    """Look at a sample of a set: as one of the fixed samples if it is one, or else with those that lie around it."""

    part: PartName
    row: int

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if picture is None:
            return
        data = picture.frame.data
        if not 0 <= self.row < len(data.part(self.part).x):
            return
        fixed = data.probe.tolist() if self.part == "train" else []
        if self.row in fixed:
            session.choose_sample(fixed.index(self.row), SampleSource.PROBE)
        else:
            session.look_at(SampleList(self.part, around(data, self.part, self.row), "around"), 0)


@dataclass(frozen=True, slots=True)
class ShowOutputs(SessionAct):
    """Let the plane show the outputs, not the map of one neuron."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(mapped=None)


@dataclass(frozen=True, slots=True)
class ListHardest(SessionAct):
    """List the hardest among these samples."""

    listing: Listing

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.list_hardest(self.listing)


@dataclass(frozen=True, slots=True)
class ColourNeuronsBy(SessionAct):
    """Let the colour of neurons show this."""

    quantity: NeuronQuantity

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(neurons_by=self.quantity)


@dataclass(frozen=True, slots=True)
class ColourEdgesBy(SessionAct):
    """Let the colour of edges show this."""

    quantity: EdgeQuantity

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(edges_by=self.quantity)


@dataclass(frozen=True, slots=True)
class ChooseScale(SessionAct):
    """Let δ become a colour this way."""

    scale: Scale

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(scale=self.scale)


@dataclass(frozen=True, slots=True)
class Refit(SessionAct):
    """Let the scale of δ reach just as far as δ does now."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if picture is not None:
            session.update(delta_bound=delta_bound(picture.frame, session.state.source))


@dataclass(frozen=True, slots=True)
class RefitMaps(SessionAct):
    """Let the scales of maps reach as far as a does now, where activations have no bounds."""

    def on_session(self, session: Session, picture: Picture | None) -> None:
        if picture is not None:
            session.update(map_bounds=map_bounds(picture.frame))


@dataclass(frozen=True, slots=True)
class ShowPage(SessionAct):
    """Let the panel of a dock show another one of its pages, by its name; None: its first."""

    dock: str
    page: str | None

    def on_session(self, session: Session, picture: Picture | None) -> None:
        others = {dock: page for dock, page in session.state.pages if dock != self.dock}
        shown = {} if self.page is None else {self.dock: self.page}
        session.update(pages=tuple(sorted((others | shown).items())))


@dataclass(frozen=True, slots=True)
class TakeTool(SessionAct):
    """Let a press on the canvas do this; a demon stays where it is."""

    tool: Tool

    def on_session(self, session: Session, picture: Picture | None) -> None:
        session.update(tool=self.tool)
