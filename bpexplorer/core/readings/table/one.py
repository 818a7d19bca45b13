"""What the network makes of one sample that may be no sample of any set: what if an input were another?"""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Inputs, shape (n_0,), and what the network makes of them: outputs and, with targets, δ, shape (n_L,).

    ``predicted`` is None for regression; ``cost`` and ``deltas`` are None without targets.
    """

    x: FloatArray
    y: FloatArray | None
    outputs: FloatArray
    predicted: int | None
    cost: float | None
    deltas: tuple[FloatArray, ...] | None


def judged(network: Network, data: TrainingData, x: FloatArray, y: FloatArray | None, *, cost: str) -> Judged:
    """Send one sample, shapes (n_0,) and (n_L,), through the network, in float64; ``data`` say what outputs mean."""
    network = network.for_inspection()
    x = x.astype(np.float64)
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        if y is None:
            outputs, spent, deltas = forward(network, x[np.newaxis]).activations[-1], None, None
        else:
            trace = backpropagate(network, x[np.newaxis], y[np.newaxis].astype(np.float64), cost=cost)
            outputs, spent = trace.activations[-1], trace.cost
            deltas = tuple(each[0] for each in trace.deltas)
    predicted = int(data.predicted_classes(outputs)[0]) if data.is_classification else None
    return Judged(x, y, outputs[0], predicted, spent, deltas)


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """One sample as it is and, where something of it was changed, as it would be; both at one step."""

    data: TrainingData
    step: int
    edit: int
    as_it_is: Judged
    changed: Judged | None


def read_what_if(
    network: Network,
    data: TrainingData,
    as_it_is: tuple[FloatArray, FloatArray],
    changed: tuple[FloatArray, FloatArray | None] | None,
    *,
    cost: str,
    step: int = 0,
    edit: int = 0,
) -> WhatIf:
    """Judge a sample, inputs and targets, and the one that it is changed to."""
    return WhatIf(
        data,
        step,
        edit,
        judged(network, data, *as_it_is, cost=cost),
        None if changed is None else judged(network, data, *changed, cost=cost),
    )
