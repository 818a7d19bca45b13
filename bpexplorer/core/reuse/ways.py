"""The slow ways to a gradient, run as they are described: each answers for one parameter at a time."""

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from bpexplorer.core.backprop import ForwardPass, forward
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error, output_error_terms, sample_costs
from bpexplorer.core.types import FloatArray

#: How far a parameter is moved by ``differences``.
STEP: Final = 1e-7

#: The derivative by one parameter of layer ``index`` + 1, into ``neuron``, from ``source`` or from the bias (None).
Derivative = Callable[[int, int, int | None], float]
#: Called once for each chain, path or forward pass; may raise to break off, as a single sum over paths may never end.
Tick = Callable[[], None]


def own_chains(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivative:
    """δ of the parameter's neuron, made anew from the output for each parameter.

    x and y hold one sample, shapes (1, n_0) and (1, n_L), here and below.
    """
    passed, function = forward(net, x), cost_named(cost)
    befores = (x, *passed.activations[:-1])

    def derivative(index: int, neuron: int, source: int | None) -> float:
        tick()
        delta = _delta_alone(net, passed, y, function, index, neuron)
        return delta if source is None else delta * befores[index].item(0, source)

    return derivative


def _delta_alone(
    net: Network, passed: ForwardPass, y: FloatArray, cost: Cost, index: int, neuron: int
) -> float:
    last, functions, zs, activations = net.depth - 1, net.functions, passed.zs, passed.activations
    delta = output_error(cost, functions[last], zs[last], activations[last], y)
    if index == last:
        return delta.item(0, neuron)
    for above in range(last - 1, index, -1):
        delta = functions[above].vjp(zs[above], activations[above], delta @ net.weights[above + 1])
    z, a, weights_next = zs[index], activations[index], net.weights[index + 1]
    if not functions[index].elementwise:  # one δ_j takes ∂C/∂a of the whole layer
        return functions[index].vjp(z, a, delta @ weights_next).item(0, neuron)
    one = slice(neuron, neuron + 1)
    return functions[index].vjp(z[:, one], a[:, one], delta @ weights_next[:, one]).item()


def all_paths(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivative:
    """The sum over all paths from the parameter's neuron to the outputs, each multiplied out from end to end."""
    passed, function = forward(net, x), cost_named(cost)
    befores = [before[0].tolist() for before in (x, *passed.activations[:-1])]
    z, a, last = passed.zs[-1], passed.activations[-1], net.depth - 1
    #: (∂C/∂a_k) (∂a_k/∂z_j) at [j][k]. Apart, the two may be infinite and 0.
    ends = [
        output_error_terms(function, net.functions[-1], z, a, y, j)[0].tolist() for j in range(z.shape[1])
    ]
    #: ∂a_i/∂z_j at [i][j] of each hidden layer, and the weights.
    jacobians = [
        function_l.jacobian(z_l, a_l)[0].tolist()
        for function_l, z_l, a_l in zip(
            net.functions[:-1], passed.zs[:-1], passed.activations[:-1], strict=True
        )
    ]
    weights = [layer.tolist() for layer in net.weights]

    def path(index: int, neurons: tuple[int, ...], source: int | None) -> float:
        """One product; ``neurons`` names z_j, a_i, z_k, … by turns, up to an output's a."""
        tick()
        factors = [] if source is None else [befores[index][source]]
        for layer in range(index, last):
            j, i, k = neurons[2 * (layer - index) : 2 * (layer - index) + 3]
            factors += [jacobians[layer][i][j], weights[layer + 1][k][i]]
        j, k = neurons[-2:]
        return math.prod([*factors, ends[j][k]])

    def derivative(index: int, neuron: int, source: int | None) -> float:
        return math.fsum(path(index, neurons, source) for neurons in _paths(net, index, neuron))

    return derivative


def _paths(net: Network, index: int, neuron: int) -> Iterator[tuple[int, ...]]:
    """Every path from z of a neuron to the outputs' a: (z_j, a_i, z_k, …). Elementwise layers go on to a_j only."""
    size, last = len(net.biases[index]), net.depth - 1
    for reached in (neuron,) if net.functions[index].elementwise else range(size):
        if index == last:
            yield neuron, reached
            continue
        for k in range(len(net.biases[index + 1])):
            for rest in _paths(net, index + 1, k):
                yield neuron, reached, *rest


def differences(net: Network, x: FloatArray, y: FloatArray, *, cost: str, tick: Tick) -> Derivative:
    """How much the cost changes when the parameter is moved by STEP, over STEP."""
    moved, function = net.astype(np.float64), cost_named(cost)

    def cost_now() -> float:
        passed = forward(moved, x)
        return sample_costs(function, moved.functions[-1], passed.zs[-1], passed.activations[-1], y).item()

    start = cost_now()

    def derivative(index: int, neuron: int, source: int | None) -> float:
        tick()
        array, place = (
            (moved.biases[index], neuron) if source is None else (moved.weights[index], (neuron, source))
        )
        kept = array[place]
        array[place] = kept + STEP
        slope = (cost_now() - start) / STEP
        array[place] = kept
        return slope

    return derivative
