"""The cost and the accuracy of a network over whole sets of samples, with numpy, and in slices.

Whatever shows them of a run asks ``engine.choice.evaluation``, which takes what the run is evaluated by.
"""

import math
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from functools import wraps
from itertools import pairwise
from typing import Any, ParamSpec, TypeVar

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import forward
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: Numbers of one layer, and products of a weight and an activation, that an evaluation of many samples works on at a
#: time: the first bounds its memory, the second its time to some hundredths of a second.
EVALUATED_AT_ONCE, MULTIPLIED_AT_ONCE = 1_000_000, 200_000_000

#: The mean cost and the share that is right, of each set.
Evaluated = Mapping[PartName, tuple[float, float]]
#: Evaluates a slice, of x, y and the classes: gives the sum of the costs, and how many are right (of no classes, 0).
EvaluateSlice = Callable[[FloatArray, FloatArray, IntArray | None], tuple[float, int]]


P = ParamSpec("P")
T = TypeVar("T")
Said = TypeVar("Said")


def samples_at_once(network: Network) -> int:
    """How many samples an evaluation goes through at a time."""
    return samples_of_a_slice(network.sizes)


def samples_of_a_slice(sizes: Sequence[int]) -> int:
    """How many samples of a network with layers of these sizes make a slice."""
    return max(1, min(EVALUATED_AT_ONCE // max(sizes), MULTIPLIED_AT_ONCE // products(sizes)))


def products(sizes: Sequence[int]) -> int:
    """How many products of a weight and an activation one sample takes on its way forward."""
    return sum(n_in * n for n_in, n in pairwise(sizes))


def evaluated_in_slices(
    evaluate: EvaluateSlice, data: TrainingData, at_once: int, parts: Collection[PartName] = tuple(PARTS)
) -> Generator[None, None, Evaluated]:
    """The mean cost over the samples of each set, and the share of them that is right, with a pause between slices.

    Both are NaN for a set without samples, and the share is NaN for regression. A slice has ``at_once`` samples; sets
    that fit into one have no pause. What ``evaluate`` knows of the network must be the same all the time.
    """
    since = 0
    found: dict[PartName, tuple[float, float]] = {}
    for part in parts:
        x, y, labels = data.part(part)
        total, right = 0.0, 0
        for begin in range(0, len(x), at_once):
            some = slice(begin, begin + at_once)
            since += len(x[some])
            if since > at_once:
                yield
                since = len(x[some])
            costs, answers = evaluate(x[some], y[some], None if labels is None else labels[some])
            total, right = total + costs, right + answers
        accuracy = math.nan if labels is None or not len(x) else right / len(x)
        found[part] = total / len(x) if len(x) else math.nan, accuracy
    return found


def without_pauses(slices: Generator[Any, None, T]) -> T:
    """What is done in slices, done without waiting for anybody."""
    while True:
        try:
            next(slices)
        except StopIteration as done:
            found: T = done.value
            return found


def in_silence(
    reading: Callable[P, Generator[Said, None, T]],
) -> Callable[P, Generator[Said, None, T]]:
    """Decorate what reads a run in slices: numpy says nothing of numbers that overflow there, as in one that is about
    to diverge, and between two slices speaks as before."""

    @wraps(reading)
    def silently(*args: P.args, **kwargs: P.kwargs) -> Generator[Said, None, T]:
        slices = reading(*args, **kwargs)
        while True:
            with np.errstate(all="ignore"):
                try:
                    said = next(slices)
                except StopIteration as done:
                    found: T = done.value
                    return found
            yield said

    return silently


def by_numpy(network: Network, data: TrainingData, *, cost: str) -> EvaluateSlice:
    """Evaluate slices of these data with numpy."""

    def evaluate(x: FloatArray, y: FloatArray, labels: IntArray | None) -> tuple[float, int]:
        costs, outputs = costs_and_outputs(network, x, y, cost=cost)
        right = 0 if labels is None else np.count_nonzero(data.predicted_classes(outputs) == labels)
        return float(costs.sum()), int(right)

    return evaluate


def cost_and_accuracy(
    network: Network, data: TrainingData, part: PartName, *, cost: str
) -> tuple[float, float]:
    """The mean cost over the samples of a set, and the share of them that is right, with numpy.

    Both are NaN for a set without samples, and the accuracy is NaN for regression.
    """
    slices = by_numpy(network, data, cost=cost)
    return without_pauses(evaluated_in_slices(slices, data, samples_at_once(network), (part,)))[part]


def costs_and_outputs(
    network: Network, x: FloatArray, y: FloatArray, *, cost: str
) -> tuple[FloatArray, FloatArray]:
    """C_x and the outputs of every sample, shapes (samples,) and (samples, n_L), without a pause.

    The inputs are taken in the type of the network.
    """
    return without_pauses(costs_and_outputs_in_slices(network, x, y, cost=cost))


def costs_and_outputs_in_slices(
    network: Network, x: FloatArray, y: FloatArray, *, cost: str
) -> Generator[None, None, tuple[FloatArray, FloatArray]]:
    """The same, with a pause between slices."""
    if len(x) == 0:
        return np.empty(0), np.empty((0, network.sizes[-1]))
    last, chosen = activation(network.activations[-1]), cost_named(cost)
    costs, outputs = [], []
    for some in slices_of(len(x), network):
        if some.start:
            yield
        passed = forward(network, x[some].astype(network.weights[0].dtype, copy=False))
        z, a = passed.zs[-1], passed.activations[-1]
        costs.append(sample_costs(chosen, last, z, a, y[some]))
        outputs.append(a)
    return np.concatenate(costs), np.concatenate(outputs)


def outputs_in_slices(network: Network, x: FloatArray) -> Generator[None, None, FloatArray]:
    """The outputs of every sample, shape (samples, n_L), with a pause between slices."""
    outputs = []
    for some in slices_of(len(x), network):
        if some.start:
            yield
        outputs.append(forward(network, x[some]).activations[-1])
    return np.concatenate(outputs) if outputs else np.empty((0, network.sizes[-1]))


def slices_of(samples: int, network: Network) -> Iterator[slice]:
    """The slices that so many samples are gone through in."""
    at_once = samples_at_once(network)
    return (slice(begin, begin + at_once) for begin in range(0, samples, at_once))
