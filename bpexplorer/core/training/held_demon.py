"""A demon that holds on: Δz on one neuron in every forward pass of training, to see how the network makes up for it.

It shifts the neuron's z like a bias would, z_j = Σ w_ji a_i + b_j + Δz, but it is no parameter: it isn't learned,
saved in exported weights or part of the start. For a neuron alone, training moves b_j by −Δz; in a network the other
parameters take a share of it.
"""

import math
from dataclasses import dataclass

from bpexplorer.core.errors import InvalidNetworkError, about
from bpexplorer.core.network import Network
from bpexplorer.core.numerals import limit
from bpexplorer.core.spec import Neuron
from bpexplorer.translation import tr

#: No larger |Δz| is held.
MAX_HELD_DZ = 1e3


@dataclass(frozen=True, slots=True)
class HeldDemon:
    """Δz on one neuron of layers 1…L, held since step ``since``, where the neuron's bias was ``bias``.

    Raises InvalidNetworkError if Δz isn't finite or too large, or if the neuron is an input, which has no z.
    """

    neuron: Neuron
    dz: float
    since: int
    bias: float

    def __post_init__(self) -> None:
        with about("neuron"):
            if self.neuron.layer < 1:
                raise InvalidNetworkError(
                    tr("Inputs have no z to hold: choose a neuron of layer 1 or behind it.")
                )
        with about("dz"):
            if not abs(self.dz) <= MAX_HELD_DZ:
                raise InvalidNetworkError(
                    tr(
                        "The demon can't hold Δz = {dz}; it must lie between {least} and {most}.",
                        dz=limit(self.dz),
                        least=limit(-MAX_HELD_DZ),
                        most=limit(MAX_HELD_DZ),
                    )
                )
        with about("bias"):
            if not math.isfinite(self.bias):
                raise InvalidNetworkError(
                    tr(
                        "The bias of {neuron} was {bias}; it must be finite.",
                        neuron=self.neuron,
                        bias=self.bias,
                    )
                )

    def on(self, network: Network) -> Network:
        """The network as it is trained: the same weights, and the bias of the neuron shifted by Δz."""
        layer, index = self.neuron.layer, self.neuron.index
        biases = list(network.biases)
        biases[layer - 1] = biases[layer - 1].copy()
        biases[layer - 1][index] += self.dz
        return Network(network.weights, biases, network.activations)

    def compensation(self, network: Network) -> float:
        """By how much the neuron's bias has moved since Δz is held."""
        return float(network.biases[self.neuron.layer - 1][self.neuron.index]) - self.bias
