"""Silence beside influence: what becomes of C and of the answers if a neuron passes nothing on, as a value.

δ says what C makes of a small change of z. A neuron whose δ has gone may carry the answer all the same: training takes
away influence on the cost, and gives influence on the outputs.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.readings.laboratory.what_if import costs_with_a
from bpexplorer.core.training_data import SamplesName, TrainingData
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.translation import tr

#: So many neurons of a layer are silenced at most, its first ones.
MOST_NEURONS: Final = 512


@dataclass(frozen=True, slots=True, eq=False)
class SilenceReading:
    """The neurons of a hidden layer, over the samples of a set; arrays have shape (neurons,).

    ``size`` is how many neurons the layer has; of a larger one than `MOST_NEURONS` the first are here.
    """

    layer: int
    size: int
    over: SamplesName
    step: int
    #: How many samples the set has, and how many of them were read.
    samples: int
    read: int
    #: C and accuracy as they are; the accuracy is NaN for regression.
    cost: float
    accuracy: float
    #: RMS and median of |δ|.
    rms: FloatArray
    median: FloatArray
    #: RMS of ∂z_k/∂z_j over samples and outputs k: how far the outputs' z answer to z_j.
    influence: FloatArray
    #: With the neuron silenced: C after − C before, and the accuracy.
    cost_changes: FloatArray
    accuracies: FloatArray
    #: Which neurons pass nothing on as it is: every weight that leads on is 0.
    silent: BoolArray

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the set were read, spread evenly over it."""
        return self.read < self.samples


def read_silence(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    layer: int,
    over: SamplesName = "train",
    step: int = 0,
) -> SilenceReading:
    """Silence each neuron of a hidden layer in turn, in float64. The set has at least one sample.

    Raises InvalidNetworkError for a layer that isn't hidden.
    """
    if not 1 <= layer < network.depth:
        raise InvalidNetworkError(tr("Layer {layer} isn't a hidden layer.", layer=layer))
    x, y, labels = data.samples(over)
    size = network.sizes[layer]
    neurons = min(size, MOST_NEURONS)
    rows = affordable_rows(len(x), _work(network, layer, neurons))
    network = network.for_inspection()
    x, y = x[rows].astype(float), y[rows].astype(float)

    def accuracy(outputs: FloatArray) -> float:
        return math.nan if labels is None else data.accuracy(outputs, labels[rows])

    changes, accuracies = np.empty(neurons), np.empty(neurons)
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        trace = backpropagate(network, x, y, cost=cost)
        for j in range(neurons):
            costs, outputs = costs_with_a(
                network, trace, y, np.zeros((1, len(x))), cost=cost, layer=layer, neuron=j
            )
            changes[j], accuracies[j] = (costs[0] - trace.sample_costs).mean(), accuracy(outputs[0])
        sizes = np.abs(trace.deltas[layer - 1][:, :neurons])
        return SilenceReading(
            layer=layer,
            size=size,
            over=over,
            step=step,
            samples=data.count(over),
            read=len(rows),
            cost=trace.cost,
            accuracy=accuracy(trace.activations[-1]),
            rms=np.sqrt(np.square(sizes).mean(axis=0)),
            median=np.median(sizes, axis=0),
            influence=influence_on_outputs(network, trace, layer)[:neurons],
            cost_changes=changes,
            accuracies=accuracies,
            silent=np.logical_not(network.weights[layer][:, :neurons].any(axis=0)),
        )


def influence_on_outputs(network: Network, trace: Trace, layer: int) -> FloatArray:
    """RMS of ∂z_k^L/∂z_j^l over the samples of a trace and the outputs k, for each neuron of a hidden layer, (n_l,)."""
    squares = np.zeros(network.sizes[layer])
    samples = len(trace.sample_costs)
    for k in range(network.sizes[-1]):
        u = np.broadcast_to(network.weights[-1][k], (samples, network.sizes[-2]))
        for l in range(network.depth - 1, layer - 1, -1):  # noqa: E741 (as in the equations)
            u = network.functions[l - 1].vjp(trace.zs[l - 1], trace.activations[l - 1], u)
            if l > layer:
                u = u @ network.weights[l - 1]
        squares += np.square(u).mean(axis=0)
    rms: FloatArray = np.sqrt(squares / network.sizes[-1])
    return rms


def _work(network: Network, layer: int, neurons: int) -> float:
    """What one sample takes."""
    outputs = network.sizes[-1]
    silencing = neurons * (network.sizes[layer + 1] + forward_work(network, layer + 1))
    influence = outputs * forward_work(network, layer)
    return 3.0 * forward_work(network, 0) + silencing + influence
