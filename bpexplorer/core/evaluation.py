"""The cost and the accuracy of a network over a whole set of samples."""

import math
from collections.abc import Generator, Mapping

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import forward
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.core.types import FloatArray

#: Numbers of one layer, and products of a weight and an activation, that an evaluation of many samples works on at a
#: time: the first bounds its memory, the second its time to some hundredths of a second.
EVALUATED_AT_ONCE, MULTIPLIED_AT_ONCE = 1_000_000, 200_000_000

#: The mean cost and the share that is right, of each set.
Evaluated = Mapping[PartName, tuple[float, float]]


def samples_at_once(network: Network) -> int:
    """How many samples an evaluation goes through at a time."""
    products = sum(weights.size for weights in network.weights)
    return max(1, min(EVALUATED_AT_ONCE // max(network.sizes), MULTIPLIED_AT_ONCE // products))


def evaluated_in_slices(
    network: Network, data: TrainingData, *, cost: str, dtype: str = "float64"
) -> Generator[None, None, Evaluated]:
    """What `cost_and_accuracy` says of each set, with a pause between slices of `samples_at_once` samples.

    What fits into one slice has none. The parameters of the network must be the same all the time.
    """
    at_once, since = samples_at_once(network), 0
    found: dict[PartName, tuple[float, float]] = {}
    for part in PARTS:
        x, y, labels = data.part(part)
        costs, right = [], 0
        for begin in range(0, len(x), at_once):
            some = slice(begin, begin + at_once)
            since += len(x[some])
            if since > at_once:
                yield
                since = len(x[some])
            some_costs, outputs = costs_and_outputs(network, x[some], y[some], cost=cost, dtype=dtype)
            costs.append(some_costs)
            if labels is not None:
                right += int(np.count_nonzero(data.predicted_classes(outputs) == labels[some]))
        if not costs:
            found[part] = math.nan, math.nan
        else:
            accuracy = math.nan if labels is None else right / len(labels)
            found[part] = float(np.concatenate(costs).mean()), accuracy
    return found


def cost_and_accuracy(
    network: Network, data: TrainingData, part: PartName, *, cost: str, dtype: str = "float64"
) -> tuple[float, float]:
    """The mean cost over the samples of a set, and the share of them that is right.

    Both are NaN for a set without samples, and the accuracy is NaN for regression. The inputs are taken in the type
    ``dtype``; that of the network is its own.
    """
    x, y, labels = data.part(part)
    if len(x) == 0:
        return math.nan, math.nan
    costs, outputs = costs_and_outputs(network, x, y, cost=cost, dtype=dtype)
    accuracy = math.nan if labels is None else data.accuracy(outputs, labels)
    return float(costs.mean()), accuracy


def costs_and_outputs(
    network: Network, x: FloatArray, y: FloatArray, *, cost: str, dtype: str = "float64"
) -> tuple[FloatArray, FloatArray]:
    """C_x and the outputs of every sample, shapes (samples,) and (samples, n_L), some samples at a time.

    The inputs are taken in the type ``dtype``; that of the network is its own.
    """
    if len(x) == 0:
        return np.empty(0), np.empty((0, network.sizes[-1]))
    last, chosen = activation(network.activations[-1]), cost_named(cost)
    costs, outputs, at_once = [], [], samples_at_once(network)
    for begin in range(0, len(x), at_once):
        some = slice(begin, begin + at_once)
        passed = forward(network, x[some].astype(dtype, copy=False))
        z, a = passed.zs[-1], passed.activations[-1]
        costs.append(sample_costs(chosen, last, z, a, y[some]))
        outputs.append(a)
    return np.concatenate(costs), np.concatenate(outputs)
