"""The four ways beside each other: counted, and measured where they end in time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace, backpropagate, checked_inputs, checked_targets
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.reuse.counts import count_gradient
from bpexplorer.core.reuse.ways import Derivative, all_paths, differences, own_chains
from bpexplorer.core.types import FloatArray

#: How often backpropagation is run; its shortest time counts.
RUNS: Final = 20

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a gradient of one sample."""

    name: str
    label: str
    multiply_adds: int
    #: How long it took here, of this program's own forms; None if it didn't end in the time that it was given.
    seconds: float | None
    #: max|g − g'| / max|g'| over all parameters, with g' by backpropagation; None if it didn't end.
    error: float | None


def compare_ways(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    seconds_each: float,
    clock: Clock = time.perf_counter,
) -> tuple[Way, ...]:
    """Count all four ways, and run each for at most ``seconds_each``.

    ``x`` and ``y`` hold one sample, shapes (1, n_0) and (1, n_L). Computes in double precision. Raises DataError if
    they don't, InvalidConfigError if the cost is unknown.
    """
    net = net.for_inspection()
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    if len(x) != 1:
        raise DataError(f"The ways to a gradient are compared for one sample, not for {len(x)}.")
    parameters = Parameters.of_network(net)
    counts = count_gradient(parameters.spec)
    gradient, seconds = _run_backpropagation(net, x, y, cost, clock)
    ways = [Way("backpropagation", "Backpropagation", counts.backpropagation, seconds, 0.0)]
    for name, label, count, way in (
        ("own_chains", "Chain rule, each parameter alone", counts.own_chains, own_chains),
        ("all_paths", "Chain rule, sum over all paths", counts.all_paths, all_paths),
        ("differences", "Finite differences", counts.differences, differences),
    ):
        watch = _Watch(clock, seconds_each)
        try:
            found = _assemble(parameters, way(net, x, y, cost=cost, tick=watch.check))
        except _OutOfTimeError:
            ways.append(Way(name, label, count, None, None))
        else:
            error = float(np.abs(found - gradient).max() / max(np.abs(gradient).max(), np.finfo(float).tiny))
            ways.append(Way(name, label, count, watch.elapsed(), error))
    return tuple(ways)


def _run_backpropagation(
    net: Network, x: FloatArray, y: FloatArray, cost: str, clock: Clock
) -> tuple[FloatArray, float]:
    def timed() -> tuple[Trace, float]:
        begin = clock()
        trace = backpropagate(net, x, y, cost=cost)
        return trace, clock() - begin

    runs = [timed() for _ in range(RUNS)]
    trace, _ = runs[0]
    spec = Parameters.of_network(net).spec
    return Parameters.join(spec, trace.grad_weights, trace.grad_biases).flat, min(taken for _, taken in runs)


class _OutOfTimeError(Exception):
    """A way has had its time."""


class _Watch:
    """Runs from when it is made."""

    def __init__(self, clock: Clock, limit: float) -> None:
        self._clock, self._limit = clock, limit
        self._begin = clock()

    def elapsed(self) -> float:
        return self._clock() - self._begin

    def check(self) -> None:
        """Raise _OutOfTimeError if the limit is reached."""
        if self.elapsed() >= self._limit:
            raise _OutOfTimeError


def _assemble(parameters: Parameters, derivative: Derivative) -> FloatArray:
    """The whole gradient, one parameter after the other."""
    gradient = Parameters(parameters.spec, np.empty_like(parameters.flat))
    for index, (weights, biases) in enumerate(zip(gradient.weights, gradient.biases, strict=True)):
        for neuron in range(len(biases)):
            for source in range(weights.shape[1]):
                weights[neuron, source] = derivative(index, neuron, source)
            biases[neuron] = derivative(index, neuron, None)
    return gradient.flat
