"""What a network makes of a picture that somebody draws, and δ if it is said what it should be."""

import math
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SketchReading:
    """A drawn sample at one step.

    ``outputs`` has shape (n_L,); ``predicted`` is its class, None for regression. Where a target is given, ``cost`` is
    its C and entry l-1 of ``deltas`` δ of layer l, shape (n_l,); otherwise NaN and none.
    """

    step: int
    data: TrainingData
    outputs: FloatArray
    predicted: int | None
    cost: float
    deltas: tuple[FloatArray, ...]


def read_sketch(
    network: Network, data: TrainingData, x: FloatArray, y: FloatArray | None, *, cost: str, step: int
) -> SketchReading:
    """Let a network see a sample, scaled as its own are: x of shape (n_0,), and its target y, shape (n_L,), or None."""
    # A network that is about to diverge is read as it is.
    with np.errstate(all="ignore"):
        if y is None:
            outputs, of_sample, deltas = forward(network, x[np.newaxis]).activations[-1], math.nan, ()
        else:
            trace = backpropagate(network, x[np.newaxis], y[np.newaxis], cost=cost)
            outputs, of_sample = trace.activations[-1], float(trace.sample_costs[0])
            deltas = tuple(delta[0] for delta in trace.deltas)
    predicted = int(data.predicted_classes(outputs)[0]) if data.is_classification else None
    return SketchReading(step, data, outputs[0], predicted, of_sample, deltas)
