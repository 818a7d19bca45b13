"""Backpropagation with the sum over k crossed out: wrong on purpose, to see what the sum is for.

BP1 is δ_j = Σ_k (∂C/∂a_k) (∂a_k/∂z_j), and behind a hidden layer whose activation mixes its neurons, as softmax does,
BP2 has the same sum. Here only the term k = j is kept. Where every a_k depends on its own z_k alone nothing is lost by
that; elsewhere what comes out is no gradient of anything.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.activations import Activation, activation
from bpexplorer.core.backprop import (
    NOTHING_DROPPED,
    Factors,
    Trace,
    backpropagate,
    bias_gradient,
    checked_inputs,
    checked_targets,
    passed_on,
    weight_gradient,
)
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error, stable_form
from bpexplorer.core.types import FloatArray


def is_needed(activations: Sequence[str]) -> bool:
    """Whether anything is lost without the sum: an activation of these mixes the neurons of its layer."""
    return not all(activation(name).elementwise for name in activations)


def output_error_without_sum(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray
) -> FloatArray:
    """What BP1 leaves of δ^L with the term k = j alone: (∂C/∂a_j) (∂a_j/∂z_j), shape (samples, n_L).

    Parameters
    ----------
    z, a, y : ndarray, shape (samples, n_L)
        Weighted inputs of the last layer, its activations, and the targets.
    """
    if activation.elementwise:
        return output_error(cost, activation, z, a, y)
    # An infinite ∂C/∂a_j times a slope of 0 is looked for below.
    with np.errstate(all="ignore"):
        kept: FloatArray = cost.gradient(a, y) * activation.derivative(z, a)
    stable = stable_form(cost, activation)
    if stable is not None:
        for j in np.flatnonzero(~np.isfinite(kept).all(axis=0)).tolist():
            kept[:, j] = stable.terms(z, a, y, j)[:, j]
    return kept


def hidden_error_without_sum(
    weights_next: FloatArray,
    delta_next: FloatArray,
    activation: Activation,
    z: FloatArray,
    a: FloatArray,
    factors: FloatArray | None = None,
) -> FloatArray:
    """BP2 with the diagonal of J alone; of ``backprop.hidden_error`` the rest is the same."""
    return passed_on(delta_next @ weights_next, factors) * activation.derivative(z, a)


def backpropagate_without_sum(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, factors: Factors = NOTHING_DROPPED
) -> Trace:
    """What ``backprop.backpropagate`` gives, with errors and gradients as they are without the sum.

    Raises what ``backpropagate`` raises.
    """
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    right = backpropagate(net, x, y, cost=cost, factors=factors)
    zs, activations, functions = right.zs, right.activations, net.functions
    deltas = [output_error_without_sum(cost_named(cost), functions[-1], zs[-1], activations[-1], y)]
    for l in range(net.depth - 1, 0, -1):  # noqa: E741 (l is the layer, as in the equations)
        carried = hidden_error_without_sum(
            net.weights[l], deltas[0], functions[l - 1], zs[l - 1], activations[l - 1], factors.get(l)
        )
        deltas.insert(0, carried)
    befores = [x, *(passed_on(a, factors.get(layer)) for layer, a in enumerate(activations[:-1], start=1))]
    return replace(
        right,
        deltas=tuple(deltas),
        grad_weights=tuple(map(weight_gradient, deltas, befores)),
        grad_biases=tuple(map(bias_gradient, deltas)),
    )
