"""What each neuron makes of every input, where inputs can be laid out: a small picture for each neuron."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray

#: Points along each input.
MAP_POINTS: Final = 24
#: As many inputs as a picture has directions.
MOST_INPUTS: Final = 2
#: Layers with more neurons than this have no maps; nobody could tell them apart.
MOST_NEURONS: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class OutputMaps:
    """The activations of a network over the range of the training set's inputs, as they are after scaling.

    Entry l of ``layers`` has shape (n_l, rows, MAP_POINTS), or is None for a layer with too many neurons: input 0 grows
    from left to right, input 1 from the last row to the first. With one input there is one row.
    """

    step: int
    layers: tuple[FloatArray | None, ...]

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """How many neurons each layer has maps for."""
        return tuple(None if layer is None else len(layer) for layer in self.layers)


def can_be_mapped(inputs: int) -> bool:
    """Whether a network with so many inputs has maps."""
    return inputs <= MOST_INPUTS


def read_maps(network: Network, data: TrainingData, *, step: int) -> OutputMaps:
    """Lay the activations of every layer out over one or two inputs."""
    low, high = data.x_train.min(axis=0), data.x_train.max(axis=0)
    axes = [np.linspace(low[index], high[index], MAP_POINTS) for index in range(data.inputs)]
    if data.inputs == 1:
        points, rows = axes[0][:, np.newaxis], 1
    else:
        across, up = np.meshgrid(axes[0], axes[1][::-1])
        points, rows = np.column_stack([across.ravel(), up.ravel()]), MAP_POINTS
    # A network that is about to diverge is drawn as it is.
    with np.errstate(all="ignore"):
        activations = (points, *forward(network, points).activations)
    return OutputMaps(
        step,
        tuple(a.T.reshape(-1, rows, MAP_POINTS) if a.shape[1] <= MOST_NEURONS else None for a in activations),
    )
