"""Influence beside error and beside saving: what |δ| of a neuron says, and what it doesn't, as a value.

At an output |δ| can be laid over |a − y|: for a matched pair they are the same number, for others they aren't. A hidden
neuron has no target. What its δ can be compared with is how much of C there is to save: C_x(z) less the lowest
C_x(z + Δz) with Δz in ±R. The tangent foretells |δ|·R of that.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from bpexplorer.core.backprop import NOTHING_DROPPED, Factors, Trace, backpropagate
from bpexplorer.core.network import Network
from bpexplorer.core.readings.laboratory.sampled import affordable_rows, forward_work
from bpexplorer.core.readings.laboratory.what_if import costs_with_z
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: So many Δz are tried in ±R, 0 and both ends among them.
TRIED: Final = 33
#: Numbers that differ by less, relative to the larger, lie on the diagonal.
SAME: Final = 1e-6


class Beside(Enum):
    """What |δ| is laid over."""

    #: |a − y|, at the outputs.
    ERROR = "error"
    #: The best saving in ±R; then |δ|·R is laid over it.
    SAVING = "saving"


@dataclass(frozen=True, slots=True, eq=False)
class InfluenceReading:
    """A dot for each sample and neuron of a layer; arrays have shape (rows, n_l).

    ``up`` is |δ|, or |δ|·R beside a saving; ``across`` is |a − y|, or the best saving in ±R.
    """

    layer: int
    step: int
    beside: Beside
    #: R; None beside the error.
    reach: float | None
    #: The cost that δ is of, and whether it is another than the network is trained with.
    cost: str
    is_switched: bool
    #: Whose dots these are: ``rows`` counts among them, shape (rows,). Where that isn't all, these are spread evenly.
    samples: TracedSamples
    rows: IntArray
    across: FloatArray
    up: FloatArray
    #: δ itself, with its sign.
    deltas: FloatArray

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the samples are here."""
        return len(self.rows) < len(self.samples.rows)

    @property
    def on_diagonal(self) -> int:
        """How many dots lie on the diagonal, across = up."""
        larger = np.maximum(self.across, self.up)
        return int(np.count_nonzero(np.abs(self.across - self.up) <= SAME * larger))

    @property
    def below_diagonal(self) -> int:
        """How many dots lie below it: more can be saved than |δ|·R foretells, or the error is larger than |δ|."""
        return int(np.count_nonzero(self.across - self.up > SAME * np.maximum(self.across, self.up)))


def read_influence(
    samples: TracedSamples,
    data: TrainingData,
    *,
    cost: str,
    shown_cost: str | None = None,
    layer: int,
    beside: Beside = Beside.ERROR,
    reach: float = 1.0,
    held: HeldDemon | None = None,
    step: int = 0,
) -> InfluenceReading:
    """Lay |δ| of every neuron of a layer over error or saving, in float64.

    Parameters
    ----------
    cost, shown_cost : str
        The cost that the network is trained with, and the one to be shown in its place, for the reading alone.
    layer : int
        l = 1…L. Hidden neurons have no error: what they are laid over is the saving.
    reach : float
        R.
    """
    shown = shown_cost or cost
    network = samples.network if held is None else held.on(samples.network)
    beside = beside if layer == network.depth else Beside.SAVING
    rows = affordable_rows(len(samples.rows), _work(network, layer, beside))
    x, y, _ = samples.of(data)
    x, y = x[rows].astype(float), y[rows].astype(float)
    numbered = ((at, samples.factors(at)) for at in range(1, network.depth))  # outputs have no dropout
    kept = {at: each[rows] for at, each in numbered if each is not None}
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        trace = backpropagate(network, x, y, cost=shown, factors=kept)
        deltas = trace.deltas[layer - 1]
        if beside is Beside.ERROR:
            up, across = np.abs(deltas), np.abs(trace.activations[-1] - y)
        else:
            up = np.abs(deltas) * reach
            across = best_savings(network, trace, y, cost=shown, layer=layer, reach=reach, factors=kept)
    return InfluenceReading(
        layer=layer,
        step=step if samples.batch is None else samples.batch.step,
        beside=beside,
        reach=None if beside is Beside.ERROR else reach,
        cost=shown,
        is_switched=shown != cost,
        samples=samples,
        rows=rows,
        across=across,
        up=up,
        deltas=deltas,
    )


def best_savings(
    network: Network,
    trace: Trace,
    y: FloatArray,
    *,
    cost: str,
    layer: int,
    reach: float,
    factors: Factors = NOTHING_DROPPED,
) -> FloatArray:
    """What some Δz in ±R at one neuron takes off C_x at best, shape (samples, n_l); never below 0, as 0 is among them.

    ``trace`` is backpropagation of the samples through ``network``.
    """
    dzs = np.linspace(-reach, reach, TRIED)
    saved = [
        trace.sample_costs
        - costs_with_z(network, trace, y, dzs, cost=cost, layer=layer, neuron=j, factors=factors).min(axis=0)
        for j in range(trace.deltas[layer - 1].shape[1])
    ]
    return np.maximum(np.stack(saved, axis=1), 0.0)


def _work(network: Network, layer: int, beside: Beside) -> float:
    """What one sample takes."""
    both_ways = 3.0 * forward_work(network, 0)
    if beside is Beside.ERROR:
        return both_ways
    neurons = network.sizes[layer]
    return both_ways + TRIED * neurons * (neurons + forward_work(network, layer))
