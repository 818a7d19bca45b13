"""What each neuron makes of every input, where inputs can be laid out: a small picture for each neuron."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray

#: Points along each of two inputs, where a network has more parameters than `MOST_PARAMETERS`, and along a single one.
MAP_POINTS: Final = 64
FEW_POINTS: Final = 24
CURVE_POINTS: Final = 128
MOST_PARAMETERS: Final = 10_000
#: As many inputs as a picture has directions.
MOST_INPUTS: Final = 2
#: Layers with more neurons than this have no maps; nobody could tell them apart.
MOST_NEURONS: Final = 64
#: How far a map reaches beyond the samples on each side, as a share of what they span.
MARGIN: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class OutputMaps:
    """The activations of a network over the range of the inputs, as they are after scaling.

    Entry l of ``layers`` has shape (n_l, rows, columns), or is None for a layer with too many neurons: input 0 grows
    from left to right, input 1 from the last row to the first. With one input there is one row. Each value is that in
    the middle of its cell; the cells fill the range from ``low`` to ``high``, shape (inputs,) both.
    """

    step: int
    low: FloatArray
    high: FloatArray
    layers: tuple[FloatArray | None, ...]

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """How many neurons each layer has maps for."""
        return tuple(None if layer is None else len(layer) for layer in self.layers)


def can_be_mapped(inputs: int) -> bool:
    """Whether a network with so many inputs has maps."""
    return inputs <= MOST_INPUTS


def map_domain(data: TrainingData) -> tuple[FloatArray, FloatArray]:
    """From where to where each input is laid out, shape (inputs,) both: as the data say, or else all samples of every
    set, and a little more."""
    if data.span is not None:
        return data.span[0], data.span[1]
    sets = [x for x in (data.x_train, data.x_validation, data.x_test) if len(x)]
    low = np.min([x.min(axis=0) for x in sets], axis=0).astype(np.float64)
    high = np.max([x.max(axis=0) for x in sets], axis=0).astype(np.float64)
    beyond = np.where(high > low, MARGIN * (high - low), 0.5)
    return low - beyond, high + beyond


def read_maps(network: Network, data: TrainingData, *, step: int) -> OutputMaps:
    """Lay the activations of every layer out over one or two inputs."""
    low, high = map_domain(data)
    columns = _points_along(network)
    middles = (np.arange(columns) + 0.5) / columns
    axes = [low[index] + (high[index] - low[index]) * middles for index in range(data.inputs)]
    if data.inputs == 1:
        points, rows = axes[0][:, np.newaxis], 1
    else:
        across, up = np.meshgrid(axes[0], axes[1][::-1])
        points, rows = np.column_stack([across.ravel(), up.ravel()]), columns
    # A network that is about to diverge is drawn as it is.
    with np.errstate(all="ignore"):
        activations = (points, *forward(network, points).activations)
    return OutputMaps(
        step,
        low,
        high,
        tuple(a.T.reshape(-1, rows, columns) if a.shape[1] <= MOST_NEURONS else None for a in activations),
    )


def _points_along(network: Network) -> int:
    if network.sizes[0] == 1:
        return CURVE_POINTS
    parameters = sum(array.size for array in (*network.weights, *network.biases))
    return MAP_POINTS if parameters <= MOST_PARAMETERS else FEW_POINTS
