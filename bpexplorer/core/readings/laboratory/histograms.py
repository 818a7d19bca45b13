"""How many values of a layer lie where: weights, z, a, δ, gradients and updates, as a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import DataError
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr

#: Columns of a histogram; their number is odd, so that one of them holds 0 where both signs occur.
COLUMNS: Final = 41


class Counted(Enum):
    """What is counted."""

    WEIGHTS = "weights"
    WEIGHTED_INPUTS = "z"
    ACTIVATIONS = "a"
    DELTAS = "delta"
    #: ∂C/∂w of the mean cost over the samples.
    GRADIENTS = "gradients"
    #: Δw of the step that comes next.
    UPDATES = "updates"

    @property
    def has_samples(self) -> bool:
        """Whether there is a value for each sample."""
        return self in (Counted.WEIGHTED_INPUTS, Counted.ACTIVATIONS, Counted.DELTAS)


@dataclass(frozen=True, slots=True, eq=False)
class LayerHistogram:
    """The values of one layer: ``counts``, shape (COLUMNS,), between ``edges``, shape (COLUMNS + 1,).

    Every finite value is counted, so the counts add up to ``total`` − ``not_finite``. Where both signs occur the edges
    lie symmetric about 0.
    """

    layer: int
    edges: FloatArray
    counts: IntArray
    total: int
    not_finite: int
    least: float
    most: float
    mean: float
    rms: float


@dataclass(frozen=True, slots=True, eq=False)
class HistogramsReading:
    """A histogram for each layer l = 1…L, entry l-1."""

    counted: Counted
    over: SamplesName
    step: int
    #: How many samples the set has, and how many of them were read.
    samples: int
    read: int
    layers: tuple[LayerHistogram, ...]

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the set were read; parameters and updates need none of it."""
        return self.read < self.samples and self.counted not in (Counted.WEIGHTS, Counted.UPDATES)


def read_histograms(
    state: TrainerState, *, counted: Counted, over: SamplesName = "train"
) -> HistogramsReading:
    """Count the values of every layer, in float64; the run goes on as if nobody had looked.

    Raises DataError if there are no such samples.
    """
    network = state.trained_network().for_inspection()
    x, y, _ = state.data.samples(over)
    if not len(x):
        raise DataError(tr("The {over} has no samples to look at.", over=SAMPLES[over]))
    rows = affordable_rows(len(x), 3.0 * forward_work(network, 0))
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        if counted is Counted.WEIGHTS:
            values: Sequence[FloatArray] = network.weights
        elif counted is Counted.UPDATES:
            after = make_next_step(state).network
            values = [new - old for new, old in zip(after.weights, network.weights, strict=True)]
        else:
            trace = backpropagate(
                network, x[rows].astype(float), y[rows].astype(float), cost=state.config.cost
            )
            values = {
                Counted.WEIGHTED_INPUTS: trace.zs,
                Counted.ACTIVATIONS: trace.activations,
                Counted.DELTAS: trace.deltas,
                Counted.GRADIENTS: trace.grad_weights,
            }[counted]
        layers = tuple(histogram(layer, each) for layer, each in enumerate(values, start=1))
    return HistogramsReading(counted, over, state.step, len(x), len(rows), layers)


def histogram(layer: int, values: FloatArray) -> LayerHistogram:
    """Count all values of an array, of any shape."""
    finite = values[np.isfinite(values)]
    least, most = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    low, high = (-max(-least, most), max(-least, most)) if least < 0.0 < most else (least, most)
    if not low < high:  # all the same
        room = abs(low) / 2.0 or 0.5
        low, high = low - room, high + room
    # By halves, as the width of all there is may be more than a number can be.
    counts, halves = np.histogram(finite / 2.0, bins=COLUMNS, range=(low / 2.0, high / 2.0))
    edges = 2.0 * halves
    with np.errstate(over="ignore"):  # the sum may be more than a number can be: so is the mean, then
        mean = float(finite.mean()) if finite.size else 0.0
    return LayerHistogram(
        layer=layer,
        edges=edges,
        counts=counts,
        total=values.size,
        not_finite=values.size - finite.size,
        least=least,
        most=most,
        mean=mean,
        rms=root_mean_square(finite) if finite.size else 0.0,
    )
