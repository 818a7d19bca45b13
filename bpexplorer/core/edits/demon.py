"""Edits that let a demon hold on while training goes on, and let go."""

from dataclasses import dataclass, replace

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.state import TrainerState
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class HoldDemon(Edit):
    """From now on, add Δz to one neuron's z in every forward pass of training, instead of any Δz held before."""

    neuron: Neuron
    dz: float

    @property
    def text(self) -> str:
        return tr("Train with Δz on {neuron}", neuron=self.neuron)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        if not spec.has(self.neuron):
            raise InvalidNetworkError(tr("There is no {neuron} to add Δz to.", neuron=self.neuron))
        HeldDemon(self.neuron, self.dz, since=0, bias=0.0)
        return spec

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return PutHeldDemon(held_from_now(state, self.neuron, self.dz)).on_state(state, context)


@dataclass(frozen=True, slots=True)
class LetGo(Edit):
    """Train on without a demon."""

    @property
    def text(self) -> str:
        return tr("Stop training with Δz")

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return PutHeldDemon(None).on_state(state, context)


@dataclass(frozen=True, slots=True)
class PutHeldDemon(Edit):
    """Hold what was held before, or nothing: undoes the others.

    It leaves no refuge: earlier costs are those of another network.
    """

    held: HeldDemon | None

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return replace(state, held=self.held, refuge=None, divergence=None), PutHeldDemon(state.held)


def held_from_now(state: TrainerState, neuron: Neuron, dz: float) -> HeldDemon:
    """A demon that begins to hold at this step."""
    bias = float(state.parameters.biases[neuron.layer - 1][neuron.index])
    return HeldDemon(neuron, dz, since=state.step, bias=bias)
