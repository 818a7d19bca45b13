"""An edit from outside: every weight into a neuron, and its bias, with the other sign."""

from dataclasses import dataclass, replace

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, check_neurons
from bpexplorer.core.training.state import VALUE, TrainerState


@dataclass(frozen=True, slots=True)
class FlipNeuron(Edit):
    """Turn the sign of the weights into a neuron and of its bias."""

    layer: int
    index: int

    @property
    def text(self) -> str:
        return f"Flip layer {self.layer}, neuron {self.index}"

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return check_neurons(spec, self.layer, (self.index,))

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        planes = Parameters(state.spec, state.planes.flat.copy())
        planes.weights[self.layer - 1][VALUE, self.index] *= -1
        planes.biases[self.layer - 1][VALUE, self.index] *= -1
        return replace(state, planes=planes, refuge=None, divergence=None), self
