"""Training samples and what backpropagation makes of them: those of the probe, or those of one step's batch.

A step sends its batch through a thinned network: dropout multiplies what layer l passes on by the step's own factors
m^l, 0 or 1/(1 − share) for each sample and neuron (``core.dropout``), and so the error on its way back:

- forward:  z^{l+1} = (m^l ⊙ a^l) (W^{l+1})ᵀ + b^{l+1}
- BP2:      δ^l = Jᵀ (m^l ⊙ (δ^{l+1} W^{l+1})), sample by sample
- BP4:      ∂C/∂W^l = (δ^l)ᵀ (m^{l-1} ⊙ a^{l-1}) / samples

BP1 and BP3 are as they were. a^l itself stays what the activation makes of z^l: the slope is taken there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import (
    Trace,
    bias_gradient,
    checked_inputs,
    checked_targets,
    output_error,
    weight_gradient,
    weighted_input,
)
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: Views show so many samples of a batch, its first ones; averages are over all of it.
BATCH_SHOWN = 64


class SampleSource(Enum):
    """Which samples are looked at."""

    #: The fixed ones of ``TrainingData.probe``, through the whole network as it is now.
    PROBE = "probe"
    #: Those of the last step, through the network as that step thinned it.
    BATCH = "batch"


class BatchFate(Enum):
    """What has become of a batch."""

    #: Its step is the last one that was taken.
    TAKEN = "taken"
    #: Its step comes next: nothing has been made yet, or since the last edit.
    NEXT = "next"
    #: Its step would have left a number that isn't finite, so it wasn't taken.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Of which step samples are the batch. Steps count from 1; ``size`` counts all its samples, shown or not.

    ``factors`` has entry l-1 for layer l = 1…L: shape (samples, n_l), or None for a layer without dropout.
    """

    step: int
    fate: BatchFate
    size: int
    factors: tuple[FloatArray | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TracedSamples:
    """Samples of the training part, and backpropagation of them.

    ``rows`` are their indices in the training part, in the order of the trace's rows. ``network`` has the parameters
    that the trace was made with, but for the Δz of a held demon, which is in the trace alone. The gradients are means
    over the whole probe or batch, also where only the first samples of a batch are here. ``batch`` is None for the
    probe.
    """

    rows: IntArray
    trace: Trace
    network: Network
    batch: Batch | None = None

    def factors(self, layer: int) -> FloatArray | None:
        """What layer l = 0…L passes on is multiplied by this, shape (samples, n_l); None for 1."""
        return None if self.batch is None or layer == 0 else self.batch.factors[layer - 1]

    def dropped(self, layer: int) -> BoolArray | None:
        """Which neurons of layer l = 0…L are left out of which samples, shape (samples, n_l); None if none can be."""
        factors = self.factors(layer)
        return None if factors is None else factors == 0.0

    @property
    def count(self) -> int:
        """How many samples the averages are over."""
        return len(self.rows) if self.batch is None else self.batch.size

    def first(self, count: int) -> "TracedSamples":
        """The same with the rows of the first samples only; averages stay those over all."""
        return self if count >= len(self.rows) else self._some(slice(count))

    def only(self, row: int) -> "TracedSamples":
        """The same with one row only; averages stay those over all."""
        return self._some(slice(row, row + 1))

    def _some(self, rows: slice) -> "TracedSamples":
        trace, batch = self.trace, self.batch
        if batch is not None:
            factors = tuple(each if each is None else each[rows].copy() for each in batch.factors)
            batch = replace(batch, factors=factors)
        some = replace(
            trace,
            zs=_some(trace.zs, rows),
            activations=_some(trace.activations, rows),
            deltas=_some(trace.deltas, rows),
            sample_costs=trace.sample_costs[rows].copy(),
        )
        return TracedSamples(self.rows[rows], some, self.network, batch)


def _some(arrays: tuple[FloatArray, ...], rows: slice) -> tuple[FloatArray, ...]:
    return tuple(array[rows].copy() for array in arrays)


def backpropagate_thinned(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, factors: Mapping[int, FloatArray]
) -> Trace:
    """Backpropagation of one batch with the factors of its step: the δ and gradients that the step is made from.

    Parameters
    ----------
    x, y : array_like, shapes (samples, n_0) and (samples, n_L)
    cost : str
        A name in ``costs.COSTS``.
    factors : mapping
        m^l by layer l, shape (samples, n_l), as ``Dropout.factors`` gives them. Layers without one leave nothing out.

    Raises what ``backprop.backpropagate`` raises.
    """
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    chosen, functions = cost_named(cost), net.functions
    zs: list[FloatArray] = []
    activations: list[FloatArray] = []
    passed = [x]
    for l, (weights, biases, function) in enumerate(  # noqa: E741 (l is the layer, as in the equations)
        zip(net.weights, net.biases, functions, strict=True), start=1
    ):
        zs.append(weighted_input(weights, biases, passed[-1]))
        activations.append(function.value(zs[-1]))
        passed.append(activations[-1] * factors[l] if l in factors else activations[-1])

    deltas = [output_error(chosen, functions[-1], zs[-1], activations[-1], y)]
    for l in range(net.depth - 1, 0, -1):  # noqa: E741
        error = deltas[0] @ net.weights[l]
        if l in factors:
            error = error * factors[l]
        deltas.insert(0, functions[l - 1].vjp(zs[l - 1], activations[l - 1], error))

    costs = sample_costs(chosen, functions[-1], zs[-1], activations[-1], y)
    return Trace(
        zs=tuple(zs),
        activations=tuple(activations),
        deltas=tuple(deltas),
        grad_weights=tuple(map(weight_gradient, deltas, passed[:-1])),
        grad_biases=tuple(map(bias_gradient, deltas)),
        cost=float(np.mean(costs)),
        sample_costs=costs,
    )
