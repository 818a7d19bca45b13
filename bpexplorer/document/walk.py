"""A walk through one step, phase by phase: where it stands, and what views show by then. No Qt."""

from dataclasses import dataclass, replace

from bpexplorer.core.readings.phases.my_turn import ASKED
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases


@dataclass(frozen=True, slots=True)
class PhaseWalk:
    """Where a walk stands: at a place among the phases of a step. While it goes on, that step's batch is looked at."""

    reading: StepPhases
    place: int = 0
    #: Training is making the step.
    is_taking: bool = False
    #: Another walk takes its place as soon as the step that comes next is known.
    is_over: bool = False
    #: What a phase asks for is hidden until it is worked out, or shown on request; the places where it was.
    is_my_turn: bool = False
    worked_out: frozenset[int] = frozenset()

    @property
    def step(self) -> int:
        """The number of the step; they count from 1."""
        return self.reading.shown.number

    @property
    def phases(self) -> tuple[Phase, ...]:
        """All phases of the step."""
        return self.reading.phases

    @property
    def end(self) -> int:
        """The place of the last phase that it can come to."""
        return self.reading.last

    @property
    def phase(self) -> Phase:
        """The phase that is shown."""
        return self.phases[self.place]

    @property
    def is_taken(self) -> bool:
        """Whether the step has been taken: nothing leads back from there."""
        return self.phase.kind is PhaseKind.AFTER

    @property
    def fails(self) -> bool:
        """Whether the step can't be taken: it ends in a phase before the last."""
        return self.end < len(self.phases) - 1

    @property
    def is_before_taking(self) -> bool:
        """Whether all is worked out, and the step can be taken."""
        return self.phase.kind is PhaseKind.UPDATE and not self.fails

    def continues(self, other: "PhaseWalk | None") -> bool:
        """Whether this is another moment of the same walk."""
        return other is not None and other.reading is self.reading

    def goes_on_from(self, other: "PhaseWalk | None") -> bool:
        """Whether this is a later phase of the same walk."""
        return other is not None and self.continues(other) and other.place < self.place

    def at(self, place: int) -> "PhaseWalk":
        """The same walk at another of its phases."""
        return replace(self, place=min(max(place, 0), self.end), is_taking=False)

    @property
    def is_hidden(self) -> bool:
        """Whether the numbers of the phase that is shown are still to be worked out."""
        return self.is_my_turn and self.phase.kind in ASKED and self.place not in self.worked_out

    def has_forward(self, layer: int) -> bool:
        """Whether z and a of layer l = 0…L are there."""
        return layer <= self.phase.forward_to and not self.hides_forward(layer)

    def has_delta(self, layer: int) -> bool:
        """Whether δ of layer l = 1…L is there."""
        return layer >= self.phase.back_to and not self.hides_delta(layer)

    def hides_forward(self, layer: int) -> bool:
        """Whether z and a of layer l = 1…L are what is to be worked out now."""
        return self._hides(layer, PhaseKind.FORWARD)

    def hides_delta(self, layer: int) -> bool:
        """Whether δ of layer l = 1…L is what is to be worked out now."""
        return self._hides(layer, PhaseKind.OUTPUT_ERROR, PhaseKind.HIDDEN_ERROR)

    @property
    def has_gradient(self) -> bool:
        """Whether ∂C/∂w and ∂C/∂b are there."""
        return self.phase.has_gradient and not (self.is_hidden and self.phase.kind is PhaseKind.GRADIENT)

    @property
    def has_update(self) -> bool:
        """Whether Δw and Δb are there."""
        return self.phase.has_update and not (self.is_hidden and self.phase.kind is PhaseKind.UPDATE)

    def _hides(self, layer: int, *kinds: PhaseKind) -> bool:
        return self.is_hidden and self.phase.kind in kinds and layer in self.phase.layers

    def phase_of_delta(self, layer: int) -> Phase:
        """The phase in which δ of layer l = 1…L comes."""
        return next(phase for phase in self.phases if phase.back_to <= layer)
