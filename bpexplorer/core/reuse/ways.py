"""The slow ways to a gradient, run as they are described, but on whole arrays, as backpropagation is.

Each answers for a block of parameters of one layer: a row a parameter, on which everything is made that this parameter
takes, whether the row beside it takes the same or not. So what they do is what ``counts`` counts, and the times can be
compared: none of them is slow for being written one number at a time.
"""

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from bpexplorer.core.activations import Activation
from bpexplorer.core.backprop import ForwardPass, forward
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error, output_error_terms, sample_costs
from bpexplorer.core.types import FloatArray, IntArray

#: How far a parameter is moved by ``differences``.
STEP: Final = 1e-7
#: So many rows are worked on at once: enough to make little of the calls, few enough to stay in a cache.
BLOCK: Final = 1024
#: In place of the neuron that a weight leads from, where the parameter is the bias.
BIAS: Final = -1

#: The derivatives by parameters of layer ``index`` + 1: into ``neurons``, from ``sources`` or from BIAS.
Derivatives = Callable[[int, IntArray, IntArray], FloatArray]
#: Called before each block, with how many chains, paths or forward passes it has; may raise to break off, as a single
#: sum over paths may never end.
Tick = Callable[[int], None]


def own_chains(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivatives:
    """δ of the parameter's neuron, made anew from the output for each parameter.

    x and y hold one sample, shapes (1, n_0) and (1, n_L), here and below.
    """
    passed, function = forward(net, x), cost_named(cost)
    befores = (x, *passed.activations[:-1])

    def derivatives(index: int, neurons: IntArray, sources: IntArray) -> FloatArray:
        tick(len(neurons))
        deltas = _deltas_alone(net, passed, y, function, index, neurons)
        return deltas * _incoming(befores[index], sources)

    return derivatives


def _incoming(before: FloatArray, sources: IntArray) -> FloatArray:
    """a that each parameter multiplies, shape (parameters,): 1 for a bias."""
    return np.where(sources == BIAS, 1.0, before[0, sources])


def _deltas_alone(
    net: Network, passed: ForwardPass, y: FloatArray, cost: Cost, index: int, neurons: IntArray
) -> FloatArray:
    """δ of each of these neurons on a row of its own, shape (parameters,)."""
    rows, last, functions = len(neurons), net.depth - 1, net.functions

    def on_each(values: FloatArray) -> FloatArray:
        return np.repeat(values, rows, axis=0)  # no view: what is made on equal rows is made on each of them

    def carried(at: int, delta: FloatArray) -> FloatArray:
        z, a = on_each(passed.zs[at]), on_each(passed.activations[at])
        return functions[at].vjp(z, a, delta @ net.weights[at + 1])

    z, a = on_each(passed.zs[last]), on_each(passed.activations[last])
    delta = output_error(cost, functions[last], z, a, on_each(y))
    each = np.arange(rows)
    if index == last:
        return delta[each, neurons]
    for above in range(last - 1, index, -1):
        delta = carried(above, delta)
    if not functions[index].elementwise:  # one δ_j takes ∂C/∂a of the whole layer
        return carried(index, delta)[each, neurons]
    own = (delta * net.weights[index + 1][:, neurons].T).sum(axis=1, keepdims=True)
    z, a = (values[0, neurons][:, np.newaxis] for values in (passed.zs[index], passed.activations[index]))
    return functions[index].vjp(z, a, own)[:, 0]


def all_paths(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivatives:
    """The sum over all paths from the parameter's neuron to the outputs, each multiplied out from end to end."""
    passed, function, last = forward(net, x), cost_named(cost), net.depth - 1
    befores = (x, *passed.activations[:-1])
    z, a = passed.zs[-1], passed.activations[-1]
    #: (∂C/∂a_k) (∂a_k/∂z_j) at [j, k]. Apart, the two may be infinite and 0.
    ends = np.array(
        [output_error_terms(function, net.functions[-1], z, a, y, j)[0] for j in range(z.shape[1])]
    )
    #: ∂a_i/∂z_j of each hidden layer at [i, j].
    jacobians = [
        function_l.jacobian(z_l, a_l)[0]
        for function_l, z_l, a_l in zip(
            net.functions[:-1], passed.zs[:-1], passed.activations[:-1], strict=True
        )
    ]

    def products(index: int, stations: list[IntArray], incoming: float) -> FloatArray:
        """One product a path; ``stations`` name z_j, a_i, z_k, … by turns, up to an output's a."""
        product = np.full(len(stations[-1]), incoming)
        for layer in range(index, last):
            j, i, k = stations[2 * (layer - index) : 2 * (layer - index) + 3]
            product = product * jacobians[layer][i, j] * net.weights[layer + 1][k, i]
        j, k = stations[-2:]
        return product * ends[j, k]

    def derivative(index: int, neuron: int, incoming: float) -> float:
        sums = []
        for stations in _paths(net.functions, net.sizes, index, neuron):
            tick(len(stations[-1]))
            sums.append(float(products(index, stations, incoming).sum()))
        return math.fsum(sums)

    def derivatives(index: int, neurons: IntArray, sources: IntArray) -> FloatArray:
        incoming = _incoming(befores[index], sources)
        pairs = zip(neurons.tolist(), incoming.tolist(), strict=True)
        return np.array([derivative(index, neuron, a) for neuron, a in pairs])

    return derivatives


def _paths(
    functions: tuple[Activation, ...], sizes: tuple[int, ...], index: int, neuron: int
) -> Iterator[list[IntArray]]:
    """Every path from z of a neuron to the outputs' a, by blocks: an array for each of z_j, a_i, z_k, …

    An elementwise layer goes on to a_j only. A path is a number, whose digits say where it goes at each fork.
    """
    last = len(functions) - 1
    #: How many ways lead on from each station to the next; 1: it keeps its place.
    forks = []
    for layer in range(index, last + 1):
        forks.append(1 if functions[layer].elementwise else sizes[layer + 1])
        if layer < last:
            forks.append(sizes[layer + 2])
    total = math.prod(forks)
    for first in range(0, total, BLOCK):
        rest = np.arange(first, min(first + BLOCK, total))
        digits = []
        for fork in reversed(forks):
            rest, digit = np.divmod(rest, fork)
            digits.append(digit)
        stations = [np.full(len(digits[0]), neuron)]
        for place, digit in enumerate(reversed(digits)):
            into_a = place % 2 == 0
            keeps = into_a and functions[index + place // 2].elementwise
            stations.append(stations[-1] if keeps else digit)
        yield stations


def differences(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivatives:
    """How much the cost changes when the parameter is moved by STEP, over STEP: a forward pass for each.

    A weight that is moved by h moves its neuron's z by h a, a bias by h.
    """
    moved, function = net.astype(np.float64), cost_named(cost)

    def costs(rows: int, index: int, neurons: IntArray, sources: IntArray) -> FloatArray:
        a = np.repeat(x, rows, axis=0)
        for layer, (weights, biases) in enumerate(zip(moved.weights, moved.biases, strict=True)):
            z = a @ weights.T + biases
            if layer == index:
                z[np.arange(rows), neurons] += STEP * _incoming(a, sources)
            a = moved.functions[layer].value(z)
        return sample_costs(function, moved.functions[-1], z, a, np.repeat(y, rows, axis=0))

    nobody = np.empty(0, dtype=int)
    start = costs(1, net.depth, nobody, nobody)

    def derivatives(index: int, neurons: IntArray, sources: IntArray) -> FloatArray:
        tick(len(neurons))
        return (costs(len(neurons), index, neurons, sources) - start) / STEP

    return derivatives
