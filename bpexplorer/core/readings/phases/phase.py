"""Which phases a step has, and how far it has come in each."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

#: From so many layers on, the hidden ones are gone through in one phase on the way forward.
GROUPED_FROM: Final = 6


class PhaseKind(Enum):
    """What is computed in a phase."""

    #: The samples of the batch: the inputs a⁰.
    BATCH = "batch"
    #: z and a of a layer.
    FORWARD = "forward"
    #: C of each sample, and their mean.
    COST = "cost"
    #: BP1: δ of the output layer.
    OUTPUT_ERROR = "bp1"
    #: BP2: δ of a hidden layer.
    HIDDEN_ERROR = "bp2"
    #: BP3 and BP4: ∂C/∂b and ∂C/∂w of all layers.
    GRADIENT = "gradient"
    #: Δw and Δb of all layers: what the optimizer makes of the gradient.
    UPDATE = "update"
    #: C of the same batch with the new parameters.
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a step through a network with layers 1…``depth``. ``number`` counts from 0."""

    number: int
    kind: PhaseKind
    #: The layers that it fills, in the order of the network; none where it fills no layer.
    layers: tuple[int, ...]
    depth: int

    @property
    def layer(self) -> int | None:
        """The layer that it fills, the last of several; None where it fills none."""
        return self.layers[-1] if self.layers else None

    @property
    def is_grouped(self) -> bool:
        """Whether it goes forward through several layers at once."""
        return self.kind is PhaseKind.FORWARD and len(self.layers) > 1

    @property
    def forward_to(self) -> int:
        """Layers 1…l have z and a by then; 0 if only the inputs are known."""
        if self.kind is PhaseKind.BATCH:
            return 0
        return self.layers[-1] if self.kind is PhaseKind.FORWARD else self.depth

    @property
    def back_to(self) -> int:
        """Layers l…L have δ by then; L + 1 if none has."""
        match self.kind:
            case PhaseKind.BATCH | PhaseKind.FORWARD | PhaseKind.COST:
                return self.depth + 1
            case PhaseKind.OUTPUT_ERROR | PhaseKind.HIDDEN_ERROR:
                return self.layers[0]
            case _:
                return 1

    @property
    def has_cost(self) -> bool:
        """Whether C is known by then."""
        return self.kind not in (PhaseKind.BATCH, PhaseKind.FORWARD)

    @property
    def has_gradient(self) -> bool:
        """Whether ∂C/∂w and ∂C/∂b are known by then."""
        return self.kind in (PhaseKind.GRADIENT, PhaseKind.UPDATE, PhaseKind.AFTER)

    @property
    def has_update(self) -> bool:
        """Whether Δw and Δb are known by then."""
        return self.kind in (PhaseKind.UPDATE, PhaseKind.AFTER)


def phases_of(depth: int) -> tuple[Phase, ...]:
    """The phases of a step through a network with layers 1…``depth``, in the order in which they are computed."""
    hidden, every = tuple(range(1, depth)), tuple(range(1, depth + 1))
    forward = [hidden, (depth,)] if depth >= GROUPED_FROM else [(layer,) for layer in every]
    found = [
        (PhaseKind.BATCH, (0,)),
        *((PhaseKind.FORWARD, layers) for layers in forward),
        (PhaseKind.COST, ()),
        (PhaseKind.OUTPUT_ERROR, (depth,)),
        *((PhaseKind.HIDDEN_ERROR, (layer,)) for layer in reversed(hidden)),
        (PhaseKind.GRADIENT, every),
        (PhaseKind.UPDATE, every),
        (PhaseKind.AFTER, ()),
    ]
    return tuple(Phase(number, kind, layers, depth) for number, (kind, layers) in enumerate(found))


def phase_of_failure(phases: tuple[Phase, ...], quantity: str, layer: int) -> Phase:
    """The phase in which a step ends that left a number that isn't finite.

    ``quantity`` and ``layer`` are those of a ``Divergence``.
    """
    # What is of the whole training set comes with the new parameters, and with it the step isn't taken. So it is for
    # a name that only another version knows.
    kind = _OF_QUANTITY.get(quantity, PhaseKind.UPDATE)
    if kind is PhaseKind.OUTPUT_ERROR and layer < phases[0].depth:
        kind = PhaseKind.HIDDEN_ERROR
    one_of_several = kind in (PhaseKind.FORWARD, PhaseKind.HIDDEN_ERROR)
    return next(
        phase for phase in phases if phase.kind is kind and (not one_of_several or layer in phase.layers)
    )


#: Where each quantity of a ``Divergence`` is computed; δ in the phase of its layer.
_OF_QUANTITY: Final = {
    "the weighted input z": PhaseKind.FORWARD,
    "the activation a": PhaseKind.FORWARD,
    "the cost C": PhaseKind.COST,
    "the error δ": PhaseKind.OUTPUT_ERROR,
    "∂C/∂b": PhaseKind.GRADIENT,
    "∂C/∂w": PhaseKind.GRADIENT,
    "a moment of the weights": PhaseKind.UPDATE,
    "a moment of the biases": PhaseKind.UPDATE,
    "the update of the weights": PhaseKind.UPDATE,
    "the update of the biases": PhaseKind.UPDATE,
}
