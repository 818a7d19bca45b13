"""The gradient over a whole set: what training would follow if it took every sample at once."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.evaluation import in_silence
from bpexplorer.core.network import Network
from bpexplorer.core.readings.table.gradients import Free, mean_gradient
from bpexplorer.core.training_data import SamplesName, TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class GradientReading:
    """∂C/∂w and ∂C/∂b of the mean cost over some samples, at one step; entry l-1 for layer l.

    Of a few samples only, such as the fixed ones, C is another function: once a network is trained, many of its
    slopes have another sign.
    """

    step: int
    #: The number of the last edit that the network had: a later one may have made it another.
    edit: int
    over: SamplesName
    samples: int
    grad_weights: tuple[FloatArray, ...]
    grad_biases: tuple[FloatArray, ...]


@in_silence
def read_gradient(
    network: Network, data: TrainingData, *, cost: str, over: SamplesName, step: int, edit: int
) -> Generator[None, None, GradientReading]:
    """Backpropagate all of some samples, of which there must be one at least, with a pause between slices of them."""
    x, y, _ = data.samples(over)
    found = yield from mean_gradient(network, x, y, np.arange(len(x)), cost=cost, free=Free())
    return GradientReading(step, edit, over, len(x), found.weights, found.biases)
