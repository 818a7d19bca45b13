"""The inputs of a network at one step, a row each: what they are scaled by is their data's, this is what they do.

An input has a part in learning by the weights that lead on from it: the share of ∂C/∂W^1 in its column in ‖∇C‖². How
far C answers to the input itself is ∂C_x/∂x = δ^1 W^1.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop_slices import traced_slices
from bpexplorer.core.evaluation import in_silence
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.table.gradients import Free, mean_gradient
from bpexplorer.core.readings.table.rows import rows_within
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class InputsReading:
    """The inputs over the training set; arrays have shape (n_0,)."""

    data: TrainingData
    step: int
    edit: int
    #: How many samples the training set has, and how many were read, spread evenly over it.
    samples: int
    read: int
    #: RMS of the weights that lead on from the input.
    weight_rms: FloatArray
    #: Share of the square of these weights' gradient in ‖∂C/∂W^1‖²: all add up to 1; NaN where there is none.
    shares: FloatArray
    #: RMS of ∂C_x/∂x, per unit as the network gets it.
    influence: FloatArray


@in_silence
def read_inputs(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    mask: Parameters | None = None,
    step: int = 0,
    edit: int = 0,
) -> Generator[None, None, InputsReading]:
    """Read what the inputs do over the training set, in float64, with a pause between slices of it.

    ``mask`` is what training leaves alone.
    """
    rows = rows_within(len(data.x_train), network)
    network = network.for_inspection()
    x, y, weights = data.x_train, data.y_train, network.weights[0]
    gradient = yield from mean_gradient(network, x, y, rows, cost=cost, free=Free.under(mask))
    squares = np.square(gradient.weights[0]).sum(axis=0)
    influence = np.zeros(weights.shape[1])
    for some in traced_slices(network, x, y, rows, cost=cost):
        influence += np.square(some.trace.deltas[0] @ weights).sum(axis=0)
        yield
    return InputsReading(
        data=data,
        step=step,
        edit=edit,
        samples=len(x),
        read=len(rows),
        weight_rms=np.sqrt(np.square(weights).mean(axis=0)),
        shares=squares / squares.sum(),
        influence=np.sqrt(influence / len(rows)),
    )
