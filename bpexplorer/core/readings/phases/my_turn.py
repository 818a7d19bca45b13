"""My turn: what a person works out in a phase, and whether it is right."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.types import FloatArray

if TYPE_CHECKING:
    from bpexplorer.core.readings.update import Place

#: An answer is right to so many digits.
DIGITS: Final = 2
#: What is smaller counts as 0: rounding leaves such numbers of terms that cancel.
NOTHING: Final = 1e-12


class Quantity(Enum):
    """What is worked out."""

    Z = "z"
    A = "a"
    DELTA = "delta"
    #: ∂C/∂w or ∂C/∂b, the mean over the batch.
    GRADIENT = "gradient"
    #: Δw or Δb.
    CHANGE = "change"


#: What each phase asks for. In the others there is nothing to work out.
ASKED: Final = {
    PhaseKind.FORWARD: (Quantity.Z, Quantity.A),
    PhaseKind.OUTPUT_ERROR: (Quantity.DELTA,),
    PhaseKind.HIDDEN_ERROR: (Quantity.DELTA,),
    PhaseKind.GRADIENT: (Quantity.GRADIENT,),
    PhaseKind.UPDATE: (Quantity.CHANGE,),
}


@dataclass(frozen=True, slots=True)
class Blank:
    """A number that is hidden until it is worked out: of a neuron for the sample in ``row``, or of a weight or bias."""

    quantity: Quantity
    place: "Place"
    #: None where the number is one of the whole batch.
    row: int | None
    value: float

    def is_right(self, typed: float) -> bool:
        """Whether a typed number agrees with it, to two digits."""
        return agrees(typed, self.value)

    def has_other_sign(self, typed: float) -> bool:
        """Whether nothing but the sign of a typed number is wrong."""
        return not self.is_right(typed) and self.is_right(-typed)


def blanks(reading: StepPhases, phase: Phase, place: "Place", row: int) -> tuple[Blank, ...]:
    """What is hidden in a phase of a neuron, or of a weight, for the sample in a row of the batch.

    Of a neuron, gradient and update are those of its bias; of a weight, only they are asked for. Empty where the phase
    asks for nothing, or for numbers of another layer.
    """
    asked = ASKED.get(phase.kind, ())
    if place.layer not in phase.layers:
        return ()
    if phase.kind in (PhaseKind.GRADIENT, PhaseKind.UPDATE):
        return tuple(
            Blank(quantity, place, None, _of_parameter(reading, quantity, place)) for quantity in asked
        )
    if isinstance(place, Connection):
        return ()
    return tuple(Blank(quantity, place, row, _of_neuron(reading, quantity, place, row)) for quantity in asked)


def agrees(typed: float, value: float) -> bool:
    """Whether two numbers agree to two digits: they differ by no more than half a unit of the value's second one."""
    if not math.isfinite(typed) or not math.isfinite(value):
        return False
    if abs(value) < NOTHING:
        return abs(typed) < NOTHING
    unit = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - DIGITS)
    # A hair more, as 0.945 is no number of the machine's.
    return abs(typed - value) <= 0.5 * unit * (1.0 + 1e-9)


def _of_neuron(reading: StepPhases, quantity: Quantity, neuron: Neuron, row: int) -> float:
    trace, at = reading.samples.trace, neuron.layer - 1
    found = {Quantity.Z: trace.zs, Quantity.A: trace.activations, Quantity.DELTA: trace.deltas}[quantity]
    return float(found[at][row, neuron.index])


def _of_parameter(reading: StepPhases, quantity: Quantity, place: "Place") -> float:
    trace, shown = reading.samples.trace, reading.shown
    if quantity is Quantity.GRADIENT:
        return _at(trace.grad_weights, trace.grad_biases, place)
    before, after = (Parameters(shown.spec, planes[0]) for planes in (shown.before, shown.after))
    return _at(after.weights, after.biases, place) - _at(before.weights, before.biases, place)


def _at(weights: tuple[FloatArray, ...], biases: tuple[FloatArray, ...], place: "Place") -> float:
    if isinstance(place, Connection):
        return float(weights[place.layer - 1][place.target, place.source])
    return float(biases[place.layer - 1][place.index])
