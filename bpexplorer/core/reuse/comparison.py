"""The four ways beside each other: counted, and measured where they end in time."""

import math
import sys
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import backpropagate, checked_inputs, checked_targets
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.reuse import ways
from bpexplorer.core.reuse.counts import count_gradient, path_count
from bpexplorer.core.reuse.ways import BIAS, Derivatives, all_paths, differences, own_chains
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: How often backpropagation is run, if there is time for it; its shortest time counts.
RUNS: Final = 20

Clock = Callable[[], float]

_Slow = Callable[..., Derivatives]

#: The ways by name: what they are called, and how they are run (backpropagation apart).
WAYS: Final[Mapping[str, tuple[str, _Slow | None]]] = MappingProxyType(
    {
        "backpropagation": (tr("Backpropagation"), None),
        "own_chains": (tr("Chain rule, each parameter alone"), own_chains),
        "all_paths": (tr("Chain rule, sum over all paths"), all_paths),
        "differences": (tr("Finite differences"), differences),
    }
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a gradient of one sample."""

    name: str
    label: str
    multiply_adds: int
    #: How long it took here, on whole arrays; None if it wasn't run, or didn't end in time.
    seconds: float | None = None
    #: max|g − g'| / max|g'| over all parameters, with g' by backpropagation; None if there is no g.
    error: float | None = None
    #: Of a way that didn't end in time: how long it would have taken, by how far it got.
    expected_seconds: float | None = None


def count_ways(spec: NetworkSpec) -> tuple[Way, ...]:
    """Count all four ways, and run none."""
    counts = count_gradient(spec)
    return tuple(Way(name, label, getattr(counts, name)) for name, (label, _) in WAYS.items())


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
    return tuple(ways_in_turn(net, x, y, cost=cost, seconds_each=seconds_each, clock=clock))


def ways_in_turn(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    seconds_each: float,
    clock: Clock = time.perf_counter,
) -> Generator[Way, None, None]:
    """Like ``compare_ways``, each way as soon as it has run: a job for those who have other things to do between."""
    for name in WAYS:
        yield measure_way(name, net, x, y, cost=cost, seconds=seconds_each, clock=clock)


def measure_way(
    name: str,
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    seconds: float,
    clock: Clock = time.perf_counter,
) -> Way:
    """Count one of WAYS, and run it for at most so many seconds, a slow one with 0 not at all; otherwise like
    ``compare_ways``."""
    net = net.for_inspection()
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    if len(x) != 1:
        raise DataError(
            tr("The ways to a gradient are compared for one sample, not for {count}.", count=len(x))
        )
    parameters = Parameters.of_network(net)
    counted = next(way for way in count_ways(parameters.spec) if way.name == name)
    gradient, shortest = _run_backpropagation(net, x, y, cost, clock, seconds)
    _, way = WAYS[name]
    if way is None:
        return replace(counted, seconds=shortest, error=0.0)
    if seconds <= 0:
        return counted
    watch = _Watch(clock, seconds)
    try:
        found = _assemble(parameters, way(net, x, y, cost=cost, tick=watch.check))
    except _OutOfTimeError:
        pace = watch.limit / max(1, watch.rounds)
        return replace(counted, expected_seconds=pace * _rounds(name, parameters.spec))
    error = float(np.abs(found - gradient).max() / max(np.abs(gradient).max(), np.finfo(float).tiny))
    return replace(counted, seconds=watch.elapsed(), error=error)


def _rounds(name: str, spec: NetworkSpec) -> float:
    """How many rounds a slow way has: one a path, or else one a parameter."""
    rounds = path_count(spec) if name == "all_paths" else spec.parameter_count
    return float(rounds) if rounds < sys.float_info.max else math.inf


def _run_backpropagation(
    net: Network, x: FloatArray, y: FloatArray, cost: str, clock: Clock, limit: float
) -> tuple[FloatArray, float]:
    watch = _Watch(clock, limit)
    shortest = math.inf
    for _ in range(RUNS):
        begin = clock()
        trace = backpropagate(net, x, y, cost=cost)
        shortest = min(shortest, clock() - begin)
        if watch.elapsed() >= limit:
            break
    spec = Parameters.of_network(net).spec
    return Parameters.join(spec, trace.grad_weights, trace.grad_biases).flat, shortest


class _OutOfTimeError(Exception):
    """A way has had its time."""


class _Watch:
    """Runs from when it is made, and counts the rounds that are over when it is looked at."""

    def __init__(self, clock: Clock, limit: float) -> None:
        self._clock, self.limit = clock, limit
        self._begin = clock()
        self.rounds = self._begun = 0

    def elapsed(self) -> float:
        return self._clock() - self._begin

    def check(self, rounds: int) -> None:
        """Raise _OutOfTimeError if the limit is reached; otherwise so many more rounds are begun."""
        self.rounds, self._begun = self._begun, self._begun + rounds
        if self.elapsed() >= self.limit:
            raise _OutOfTimeError


def _assemble(parameters: Parameters, derivatives: Derivatives) -> FloatArray:
    """The whole gradient, one block of parameters after the other."""
    gradient = Parameters(parameters.spec, np.empty_like(parameters.flat))
    for index, (weights, biases) in enumerate(zip(gradient.weights, gradient.biases, strict=True)):
        for begin in range(0, weights.size, ways.BLOCK):
            places = np.arange(begin, min(begin + ways.BLOCK, weights.size))
            neurons, sources = np.divmod(places, weights.shape[1])
            weights[neurons, sources] = derivatives(index, neurons, sources)
        for begin in range(0, biases.size, ways.BLOCK):
            neurons = np.arange(begin, min(begin + ways.BLOCK, biases.size))
            biases[neurons] = derivatives(index, neurons, np.full(len(neurons), BIAS))
    return gradient.flat
