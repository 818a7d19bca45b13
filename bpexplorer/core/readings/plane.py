"""The plane of one or two inputs: every neuron's map, where classes part, and what the network makes of each sample."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.network import Network
from bpexplorer.core.readings.contour import contour
from bpexplorer.core.readings.maps import OutputMaps, read_maps
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PARTS, PROBE_SIZE, PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: So many samples of a set are shown at most, spread over all of it.
MOST_POINTS: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class PlaneSamples:
    """Samples of one set, as they lie on the plane.

    ``rows`` are their indices in the set, ``x``, ``y`` and ``labels`` what is given of them; ``labels`` are None for
    regression. ``samples`` is how many the set has.
    """

    part: PartName
    rows: IntArray
    x: FloatArray
    y: FloatArray
    labels: IntArray | None
    samples: int

    def place_of(self, row: int) -> int | None:
        """Where a row of the set stands among these; None if it isn't shown."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, slots=True, eq=False)
class PlanePoints(PlaneSamples):
    """Samples of one set, and what the network makes of them.

    ``outputs`` has shape (points, n_L), ``costs`` (points,), and entry l-1 of ``deltas`` (points, n_l). ``predicted``
    is None for regression.
    """

    outputs: FloatArray
    costs: FloatArray
    deltas: tuple[FloatArray, ...]
    predicted: IntArray | None


@dataclass(frozen=True, slots=True, eq=False)
class PlaneReading:
    """The plane at one step.

    ``activations`` are those of layers 1…L. ``shown`` is the neuron whose map is large, None for the outputs as a
    whole. ``line``, shape (lines, 4) as `contour` gives it, is where its map has its middle value: between the classes
    if it is the outputs'. Of several classes ``winners`` has the one with the largest output in each cell, and
    ``confidence`` how sure that is, 0…1; both have the shape of a map, and are None otherwise.
    """

    step: int
    data: TrainingData
    activations: tuple[str, ...]
    shown: Neuron | None
    maps: OutputMaps
    parts: tuple[PlanePoints, ...]
    line: FloatArray
    winners: IntArray | None
    confidence: FloatArray | None


def read_plane(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    step: int,
    shown: Neuron | None = None,
    maps: OutputMaps | None = None,
) -> PlaneReading:
    """Read the plane of a network. ``maps``, if there are some of this network already, aren't made again."""
    maps = read_maps(network, data, step=step) if maps is None else maps
    outputs = maps.layers[-1]
    winners = confidence = None
    # A network that is about to diverge is drawn as it is.
    with np.errstate(all="ignore"):
        if len(data.class_names) > 1 and data.threshold is None and outputs is not None:
            winners = outputs.argmax(axis=0)
            confidence = _shares(outputs.max(axis=0), network)
        return PlaneReading(
            step,
            data,
            network.activations,
            shown,
            maps,
            tuple(_read_points(network, data, samples, cost) for samples in samples_on_plane(data)),
            _line(maps, network, data, shown),
            winners,
            confidence,
        )


def around(data: TrainingData, part: PartName, row: int) -> tuple[int, ...]:
    """A sample of a set and those that lie nearest to it, the nearest first: as many as there are fixed samples."""
    x = data.part(part).x
    span = x.max(axis=0) - x.min(axis=0)
    distances = (((x - x[row]) / np.where(span > 0.0, span, 1.0)) ** 2).sum(axis=1)
    distances[row] = -1.0  # of several in one place, the one that was meant
    return tuple(np.argsort(distances, kind="stable")[:PROBE_SIZE].tolist())


def middle_of(activation: str | None) -> float:
    """The value that parts a map in two: the middle of what an activation can give, 0 where that has no bounds.

    None is an input.
    """
    low, high = (-math.inf, math.inf) if activation is None else ACTIVATIONS[activation].range
    return (low + high) / 2.0 if math.isfinite(low) and math.isfinite(high) else 0.0


def _line(maps: OutputMaps, network: Network, data: TrainingData, shown: Neuron | None) -> FloatArray:
    depth = network.depth
    neuron = shown or Neuron(depth, 0)
    layer = maps.layers[neuron.layer] if neuron.layer < len(maps.layers) else None
    if layer is None or neuron.index >= len(layer):
        return np.empty((0, 4))
    if shown is None and data.class_names and data.threshold is None:
        return np.concatenate([contour(_lead(layer, each), 0.0) for each in range(len(layer))])
    level = middle_of(None if neuron.layer == 0 else network.activations[neuron.layer - 1])
    if neuron.layer == depth and data.threshold is not None:
        level = data.threshold
    return contour(layer[neuron.index], level)


def _lead(outputs: FloatArray, index: int) -> FloatArray:
    """By how much an output is larger than all others, in each cell."""
    others = np.delete(outputs, index, axis=0)
    lead: FloatArray = outputs[index] - others.max(axis=0)
    return lead


def _shares(largest: FloatArray, network: Network) -> FloatArray:
    """How much of its range the largest output has, 0…1."""
    low, high = ACTIVATIONS[network.activations[-1]].range
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    return np.clip((largest - low) / (high - low), 0.0, 1.0)


def samples_on_plane(data: TrainingData) -> tuple[PlaneSamples, ...]:
    """The samples of each set that has any; of a large one as many as are shown."""
    return tuple(_samples(data, part) for part in PARTS if len(data.part(part).x))


def _samples(data: TrainingData, part: PartName) -> PlaneSamples:
    x, y, labels = data.part(part)
    rows = np.arange(len(x))
    if len(x) > MOST_POINTS:
        rows = np.linspace(0, len(x) - 1, MOST_POINTS).astype(np.intp)
    return PlaneSamples(part, rows, x[rows], y[rows], None if labels is None else labels[rows], len(x))


def _read_points(network: Network, data: TrainingData, samples: PlaneSamples, cost: str) -> PlanePoints:
    trace = backpropagate(network, samples.x, samples.y, cost=cost)
    outputs = trace.activations[-1]
    return PlanePoints(
        samples.part,
        samples.rows,
        samples.x,
        samples.y,
        samples.labels,
        samples.samples,
        outputs,
        trace.sample_costs,
        trace.deltas,
        None if samples.labels is None else data.predicted_classes(outputs),
    )
