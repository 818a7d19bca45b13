"""Backpropagation of many samples, a slice of them at a time: in bounded memory, and with pauses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpexplorer.core.backprop import NOTHING_DROPPED, Factors, Trace, backpropagate
from bpexplorer.core.evaluation import slices_of
from bpexplorer.core.network import Network
from bpexplorer.core.types import FloatArray, IntArray

#: What dropout multiplies the activations by, of the samples from one place to another.
FactorsOf = Callable[[int, int], Factors]


class CostAndGradient(Protocol):
    """C and its gradient over some samples, as a trace has them; tuples have entry l-1 for layer l = 1…L."""

    @property
    def grad_weights(self) -> tuple[FloatArray, ...]:
        """∂C/∂W^l."""
        ...

    @property
    def grad_biases(self) -> tuple[FloatArray, ...]:
        """∂C/∂b^l."""
        ...

    @property
    def cost(self) -> float:
        """C."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class TracedSlice:
    """The samples from place ``begin`` on, in float64, and backpropagation of them. Its means are over the slice."""

    begin: int
    x: FloatArray
    y: FloatArray
    factors: Factors
    trace: Trace


def traced_slices(
    network: Network,
    x: FloatArray,
    y: FloatArray,
    rows: IntArray | None = None,
    *,
    cost: str,
    factors_of: FactorsOf | None = None,
) -> Iterator[TracedSlice]:
    """Backpropagate samples, or these rows of them, a slice at a time."""
    for some in slices_of(len(x) if rows is None else len(rows), network):
        taken = some if rows is None else rows[some]
        inputs = x[taken].astype(np.float64, copy=False)
        targets = y[taken].astype(np.float64, copy=False)
        factors = NOTHING_DROPPED
        if factors_of is not None:
            factors = factors_of(some.start, some.start + len(inputs))
        trace = backpropagate(network, inputs, targets, cost=cost, factors=factors)
        yield TracedSlice(some.start, inputs, targets, factors, trace)


class MeanOfSlices:
    """C and its gradient over all of so many samples, once the trace of each slice of them was added."""

    def __init__(self, network: Network, samples: int) -> None:
        self._samples = samples
        self.cost = 0.0
        self.grad_weights = tuple(np.zeros_like(each) for each in network.weights)
        self.grad_biases = tuple(np.zeros_like(each) for each in network.biases)

    def add(self, trace: Trace) -> None:
        """Add a slice."""
        share = len(trace.sample_costs) / self._samples
        self.cost += share * trace.cost
        for sums, parts in (
            (self.grad_weights, trace.grad_weights),
            (self.grad_biases, trace.grad_biases),
        ):
            for total, part in zip(sums, parts, strict=True):
                total += share * part
