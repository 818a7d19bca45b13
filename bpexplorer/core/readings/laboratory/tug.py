"""Tug of war: δ of one neuron for every sample, of which some pull z up and others down, as a value.

Training brings the *mean* of δ over the samples to 0, which is ∂C/∂b (BP3). Each sample's own δ vanishes only where
that sample is fitted.
"""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.network import Network
from bpexplorer.core.norms import length, root_mean_square
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SamplesName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class TugReading:
    """δ of a neuron for the samples of a set, ascending.

    ``rows`` are their numbers in the set, shape (read,), as ``deltas``; ``samples`` counts the whole set.
    """

    neuron: Neuron
    over: SamplesName
    step: int
    run: int
    samples: int
    rows: IntArray
    deltas: FloatArray
    #: ‖∇C‖, of C over these samples by all weights and biases.
    gradient_norm: float

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the set are here, spread evenly over it."""
        return len(self.rows) < self.samples

    @property
    def mean(self) -> float:
        """∂C/∂b."""
        return float(self.deltas.mean())

    @property
    def mean_size(self) -> float:
        """The mean of |δ|."""
        return float(np.abs(self.deltas).mean())

    @property
    def median(self) -> float:
        """The δ in the middle."""
        return float(np.median(self.deltas))

    @property
    def rms(self) -> float:
        """√ of the mean of δ²."""
        return root_mean_square(self.deltas)

    @property
    def largest(self) -> float:
        """The δ that is furthest from 0, with its sign."""
        return float(self.deltas[np.argmax(np.abs(self.deltas))])

    @property
    def raises(self) -> int:
        """For how many samples raising z raises C."""
        return int(np.count_nonzero(self.deltas > 0.0))

    @property
    def lowers(self) -> int:
        """For how many samples raising z lowers C."""
        return int(np.count_nonzero(self.deltas < 0.0))


def read_tug(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    neuron: Neuron,
    over: SamplesName = "train",
    step: int = 0,
    run: int = 0,
) -> TugReading:
    """Backpropagate the samples of a set, in float64. The set has at least one.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    check_neuron(network, neuron.layer, neuron.index)
    x, y, _ = data.samples(over)
    rows = affordable_rows(len(x), 3.0 * forward_work(network, 0))
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        trace = backpropagate(
            network.for_inspection(), x[rows].astype(float), y[rows].astype(float), cost=cost
        )
        deltas = trace.deltas[neuron.layer - 1][:, neuron.index]
        gradient = [each.ravel() for each in (*trace.grad_weights, *trace.grad_biases)]
        norm = length(np.concatenate(gradient))
    order = np.argsort(deltas, kind="stable")
    return TugReading(
        neuron=neuron,
        over=over,
        step=step,
        run=run,
        samples=len(x),
        rows=rows[order],
        deltas=deltas[order],
        gradient_norm=norm,
    )
