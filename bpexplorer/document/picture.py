"""What is on screen at one moment: a frozen value of one step, which every view draws. No Qt.

A picture joins a frame, what the session looks at, and the readings of just that frame and session. Views are given a
picture and the one that they drew before, and compare. Measurements over whole sets are no part of it: they carry their
own step in their title.
"""

import logging
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.readings.jacobian import JacobianReading, SupposedPair, has_jacobian, read_jacobian
from bpexplorer.core.readings.maps import OutputMaps, can_be_mapped, read_maps
from bpexplorer.core.readings.origin import OriginReading, read_origin
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource, TracedSamples
from bpexplorer.core.training_data import PartName
from bpexplorer.document.session import NeuronQuantity, Scope, SessionState

if TYPE_CHECKING:  # read once a step was made, or is walked through
    from bpexplorer.core.readings.phases.batch_cost import BatchCost
    from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
    from bpexplorer.core.readings.update import Place, UpdateReading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One moment. ``session`` names only neurons and samples of ``frame``; a reading that isn't needed is None."""

    frame: Frame
    session: SessionState
    #: What the session's demon does on this frame, unless it is pinned.
    demon: DemonReading | None = None
    #: What a pinned demon does on the network that it is pinned to. It is of another step than everything else here:
    #: only the demon's own panel shows it, and says so.
    pinned: DemonReading | None = None
    #: Where δ of the primary neuron comes from, for the selected sample and on average.
    origin: OriginReading | None = None
    #: The whole Jacobian of that neuron's layer, if it is looked at and there is one.
    jacobian: JacobianReading | None = None
    maps: OutputMaps | None = None
    #: What the frame's step did, and how the selected weight or bias came by its change.
    update: "UpdateReading | None" = None
    #: In a walk through a step: where z and a of the primary neuron come from, and C of the batch.
    forward: "WeightedSum | None" = None
    cost: "BatchCost | None" = None

    @property
    def samples(self) -> TracedSamples:
        """Those that the session looks at."""
        samples = self.frame.samples(self.session.source)
        assert samples is not None, "a picture is made of a frame that has them"
        return samples

    @property
    def row(self) -> int:
        """The selected one of them; of a batch with fewer samples, the last stands for it."""
        return min(self.session.row, len(self.samples.rows) - 1)


@dataclass(frozen=True, slots=True)
class DemonQuestion:
    """What does the demon do? Questions are values: equal ones have the same answer."""

    frame: Frame
    sample: int
    neuron: Neuron
    dz: float
    scope: Scope
    #: The part that ``sample`` counts in; None: in the probe.
    part: PartName | None = None

    def __call__(self) -> DemonReading:
        frame = self.frame
        return read_demon(
            frame.trained_network,
            frame.data,
            cost=frame.config.cost,
            sample=self.sample,
            neuron=self.neuron,
            dz=self.dz,
            whole_batch=self.scope is Scope.BATCH,
            step=frame.step,
            part=self.part,
        )


@dataclass(frozen=True, slots=True)
class OriginQuestion:
    """Where does the δ of a neuron come from?"""

    frame: Frame
    source: SampleSource
    row: int
    neuron: Neuron

    def __call__(self) -> OriginReading:
        frame = self.frame
        samples = frame.samples(self.source)
        assert samples is not None, "a picture is made of a frame that has them"
        return read_origin(
            samples,
            frame.data,
            cost=frame.config.cost,
            row=self.row,
            neuron=self.neuron,
            step=frame.step,
            mask=frame.mask,
        )


@dataclass(frozen=True, slots=True)
class JacobianQuestion:
    """What is the whole Jacobian of a neuron's layer?"""

    frame: Frame
    source: SampleSource
    row: int
    neuron: Neuron
    supposed: SupposedPair | None

    def __call__(self) -> JacobianReading:
        frame = self.frame
        samples = frame.samples(self.source)
        assert samples is not None, "a picture is made of a frame that has them"
        return read_jacobian(
            samples,
            frame.data,
            cost=frame.config.cost,
            row=self.row,
            neuron=self.neuron,
            step=frame.step,
            supposed=self.supposed,
            held=frame.held,
        )


@dataclass(frozen=True, slots=True)
class MapQuestion:
    """What does each neuron make of every input?"""

    frame: Frame

    def __call__(self) -> OutputMaps:
        return read_maps(self.frame.trained_network, self.frame.data, step=self.frame.step)


@dataclass(frozen=True, slots=True)
class UpdateQuestion:
    """What did the step do, to the cost and to one weight or bias?"""

    frame: Frame
    place: "Place | None"

    def __call__(self) -> "UpdateReading | Generator[None, None, UpdateReading]":
        from bpexplorer.core.readings.update import of_parameter, read_update_in_slices  # not at the start

        frame, ahead = self.frame, self.frame.ahead
        if ahead is not None:  # of its step all is read already
            return of_parameter(ahead.update, ahead.shown, ahead.samples, frame.data, self.place)
        assert frame.shown_step is not None, "a frame without it isn't asked"
        return read_update_in_slices(frame.shown_step, frame.data, self.place, run=frame.run)


@dataclass(frozen=True, slots=True)
class ForwardQuestion:
    """In a walk through a step: where do z and a of a neuron come from?"""

    reading: StepPhases
    neuron: Neuron
    row: int

    def __call__(self) -> "WeightedSum":
        from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum

        return read_weighted_sum(self.reading, self.neuron, self.row)


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """In a walk through a step: what does the demon do to its batch?"""

    reading: StepPhases
    neuron: Neuron
    dz: float
    row: int
    scope: Scope

    def __call__(self) -> DemonReading:
        from bpexplorer.core.readings.phases.tested import read_test

        whole_batch = self.scope is Scope.BATCH
        return read_test(self.reading, self.neuron, self.dz, row=self.row, whole_batch=whole_batch)


@dataclass(frozen=True, slots=True)
class CostQuestion:
    """In a walk through a step: what does the batch cost?"""

    reading: StepPhases
    row: int

    def __call__(self) -> "BatchCost":
        from bpexplorer.core.readings.phases.batch_cost import read_batch_cost

        return read_batch_cost(self.reading, self.row)


PictureQuestion = (
    DemonQuestion
    | OriginQuestion
    | JacobianQuestion
    | MapQuestion
    | UpdateQuestion
    | ForwardQuestion
    | CostQuestion
    | TestQuestion
)


def picture_questions(frame: Frame, session: SessionState) -> dict[str, PictureQuestion]:
    """What has to be asked for a picture of this frame and session, by the picture's field."""
    questions: dict[str, PictureQuestion] = {}
    demon, neuron = session.demon, session.primary
    if demon is not None:
        field, there, place = (
            ("demon", frame, demon.neuron)
            if demon.pin is None
            else ("pinned", demon.pin.frame, demon.pin.neuron)
        )
        part, sample = session.one_listed or (None, session.sample)
        questions[field] = DemonQuestion(there, sample, place, demon.dz, demon.scope, part)
    if neuron is not None and neuron.layer > 0:
        questions["origin"] = OriginQuestion(frame, session.source, session.row, neuron)
        view = session.jacobian
        if view is not None and session.walk is None and has_jacobian(frame.spec, neuron.layer):
            questions["jacobian"] = JacobianQuestion(
                frame, session.source, session.row, neuron, view.supposed
            )
    if session.neurons_by is NeuronQuantity.MAP and can_be_mapped(frame.spec.inputs):
        questions["maps"] = MapQuestion(frame)
    walk = session.walk
    if walk is not None:
        row = min(session.row, len(walk.reading.samples.rows) - 1)
        if neuron is not None and neuron.layer > 0 and neuron.layer <= walk.phase.forward_to:
            questions["forward"] = ForwardQuestion(walk.reading, neuron, row)
        if demon is not None and demon.follow and walk.hides_delta(demon.neuron.layer):
            del questions["demon"]  # what it predicts is δ · Δz
        elif demon is not None and demon.follow:
            questions["demon"] = TestQuestion(walk.reading, demon.neuron, demon.dz, row, demon.scope)
        if walk.phase.has_cost:
            questions["cost"] = CostQuestion(walk.reading, row)
    if frame.shown_step is not None:
        questions["update"] = UpdateQuestion(frame, _selected_place(session))
    return questions


def _selected_place(session: SessionState) -> "Place | None":
    """The weight or bias that is selected: that of a connection, or else the bias of the primary neuron."""
    if session.connection is not None:
        return session.connection
    return session.primary if session.primary is not None and session.primary.layer > 0 else None


def read_picture(
    frame: Frame, session: SessionState, questions: Mapping[str, PictureQuestion], known: Mapping[Any, Any]
) -> Generator[None, None, tuple[Picture, dict[PictureQuestion, Any]]]:
    """Answer what isn't known yet; gives the picture, and every question of it with its answer.

    There is a pause between slices of what takes long.
    """
    answers = {}
    for question in questions.values():
        answers[question] = known[question] if question in known else (yield from _answer(question))
    picture = Picture(frame, session, **{name: answers[question] for name, question in questions.items()})
    return picture, answers


def _answer(question: PictureQuestion) -> Generator[None, None, Any]:
    """The answer, or None where a fault of ours stands in its way: the rest of the picture is shown all the same."""
    try:
        answer = question()
        return (yield from answer) if isinstance(answer, Generator) else answer
    except Exception:
        log.exception("a reading for the picture can't be made")
        return None
