"""Where a step that wasn't taken went wrong: the first number on its way that isn't finite.

The step is gone through once more in the order in which it computes, and as it did: in the type of numbers that
training has, with the Δz that a demon holds and with the dropout of that step. What overflows in float32 may be finite
in float64, and a neuron that is left out of every sample makes nothing overflow.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import output_error, weighted_input
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.engine.base import Stepper, Task
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.training.state import Divergence
from bpexplorer.core.types import FloatArray, IntArray

#: A layer, what of it, and the numbers.
_Quantity = tuple[int, str, FloatArray]
#: z^l and a^l, entry l-1, and what layers 0…L pass on: a^l but for what dropout leaves out.
_Passed = tuple[list[FloatArray], list[FloatArray], list[FloatArray]]


def find_divergence(task: Task, stepper: Stepper, rows: IntArray, *, step: int) -> Divergence:
    """The first quantity of a step that failed, in the order in which a step computes them, that isn't finite.

    Parameters
    ----------
    stepper : Stepper
        Its parameters are those from before the step; ``tried`` is what the step would have made of them.
    rows : ndarray of int, shape (samples,)
        The samples of its batch.
    step : int
        Its number, from 1.
    """
    dropout, samples, at_once = Dropout(task.spec, task.config.seed), len(rows), task.samples_at_once
    network = stepper.network if task.held is None else task.held.on(stepper.network)
    found: tuple[int, str] | None = None
    with np.errstate(all="ignore"):
        for begin in range(0, samples, at_once):  # a large batch as it was gone through
            some = rows[begin : begin + at_once]
            factors = dropout.factors(step - 1, samples, begin, begin + len(some))
            x, y = task.x[some], task.y[some]
            found = _first_infinite(
                _propagated(network, x, y, cost=task.config.cost, factors=factors, samples=samples)
            )
            if found is not None:
                break
        found = found or _first_infinite(_updated(Parameters(task.spec, stepper.tried)))
    # Where every cost is finite, and every number after it, their sum isn't.
    return Divergence(step, *(found or (task.spec.depth, "the cost C")))


def find_divergence_after(
    network: Network, x: FloatArray, y: FloatArray, *, cost: str, step: int, at_once: int
) -> Divergence:
    """The same for a step that is finite itself, but after which the cost of the whole training set isn't.

    ``network`` is the one as it is trained after that step; x and y are the training set as it is evaluated, of which
    ``at_once`` samples are gone through at a time.
    """
    with np.errstate(all="ignore"):
        for begin in range(0, len(x), at_once):
            some = slice(begin, begin + at_once)
            found = _first_infinite(_forward(network, x[some], y[some], cost=cost, factors={}))
            if found is not None:
                layer, quantity = found
                return Divergence(step, layer, f"{quantity} over the training set")
    return Divergence(step, network.depth, "the cost C over the training set")


def _first_infinite(quantities: Iterable[_Quantity]) -> tuple[int, str] | None:
    for layer, quantity, numbers in quantities:
        if not np.isfinite(numbers).all():
            return layer, quantity
    return None


def _forward(
    network: Network, x: FloatArray, y: FloatArray, *, cost: str, factors: Mapping[int, FloatArray]
) -> Generator[_Quantity, None, _Passed]:
    """All z and a, and the costs; to whoever goes on they are handed back."""
    zs: list[FloatArray] = []
    activations: list[FloatArray] = []
    passed = [x]
    layers = zip(network.weights, network.biases, network.functions, strict=True)
    for l, (weights, biases, function) in enumerate(layers, start=1):  # noqa: E741 (as in the equations)
        zs.append(weighted_input(weights, biases, passed[-1]))
        yield l, "the weighted input z", zs[-1]
        activations.append(function.value(zs[-1]))
        yield l, "the activation a", activations[-1]
        passed.append((activations[-1] * factors[l]).astype(x.dtype) if l in factors else activations[-1])
    last = activation(network.activations[-1])
    yield network.depth, "the cost C", sample_costs(cost_named(cost), last, zs[-1], activations[-1], y)
    return zs, activations, passed


def _propagated(
    network: Network,
    x: FloatArray,
    y: FloatArray,
    *,
    cost: str,
    factors: Mapping[int, FloatArray],
    samples: int,
) -> Iterator[_Quantity]:
    """What a step on so many samples computes of these until it has their part in its gradient."""
    zs, activations, passed = yield from _forward(network, x, y, cost=cost, factors=factors)
    functions = network.functions
    delta = output_error(cost_named(cost), functions[-1], zs[-1], activations[-1], y)
    delta = (delta / samples).astype(x.dtype)  # as the engines do: all that follows is linear in it
    for l in range(network.depth, 0, -1):  # noqa: E741
        yield l, "the error δ", delta
        yield l, "∂C/∂b", delta.sum(axis=0)
        yield l, "∂C/∂w", delta.T @ passed[l - 1]
        if l > 1:
            error = delta @ network.weights[l - 1]
            if l - 1 in factors:
                error = (error * factors[l - 1]).astype(x.dtype)
            delta = functions[l - 2].vjp(zs[l - 2], activations[l - 2], error)


def _updated(tried: Parameters) -> Iterator[_Quantity]:
    """What a step makes of its gradient: the optimizer's moments, if it has any, then the parameters."""
    for l, (weights, biases) in enumerate(zip(tried.weights, tried.biases, strict=True), start=1):  # noqa: E741
        yield l, "a moment of the weights", weights[1:]
        yield l, "a moment of the biases", biases[1:]
        yield l, "the update of the weights", weights[0]
        yield l, "the update of the biases", biases[0]
