"""Backpropagation: the four equations of Nielsen's chapter 2, one function each.

- BP1, ``output_error``:     δ^L = Jᵀ ∇_a C
- BP2, ``hidden_error``:     δ^l = Jᵀ (δ^{l+1} W^{l+1}), sample by sample
- BP3, ``bias_gradient``:    ∂C/∂b^l = mean of δ^l over the samples
- BP4, ``weight_gradient``:  ∂C/∂W^l = (δ^l)ᵀ a^{l-1} / samples

J is the Jacobian of the layer's activation. For elementwise activations Jᵀu is u ⊙ σ'(z), and the equations
become those of the book.

Dropout multiplies what layer l passes on by factors m^l, and so the error on its way back (``core.dropout``).
Then BP4 has m^{l-1} ⊙ a^{l-1} for a^{l-1}, and BP2 has m^l ⊙ (δ^{l+1} W^{l+1}); a^l itself stays what the activation
makes of z^l.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.activations import Activation
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error, sample_costs
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr, tr_n

__all__ = [
    "Factors",
    "ForwardPass",
    "Trace",
    "backpropagate",
    "bias_gradient",
    "checked_inputs",
    "checked_targets",
    "forward",
    "forward_from",
    "hidden_error",
    "mean_cost",
    "output_error",
    "weight_gradient",
    "weighted_input",
]

#: m^l by layer l, shape (samples, n_l), as ``Dropout.factors`` gives them. A layer without an entry passes on a^l.
Factors = Mapping[int, FloatArray]
NOTHING_DROPPED: Factors = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class ForwardPass:
    """z^l and a^l of layers 1…L, entry l-1, each of shape (samples, n_l)."""

    zs: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Everything that one run of backpropagation computes. Tuples have entry l-1 for layer l = 1…L."""

    #: z^l, a^l and δ^l, each of shape (samples, n_l); δ is not divided by the number of samples.
    zs: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]
    deltas: tuple[FloatArray, ...]
    #: ∂C/∂W^l, shape (n_l, n_{l-1}), and ∂C/∂b^l, shape (n_l,), of the mean cost.
    grad_weights: tuple[FloatArray, ...]
    grad_biases: tuple[FloatArray, ...]
    #: C, the mean of the costs C_x of the samples, and those costs, shape (samples,).
    cost: float
    sample_costs: FloatArray


def weighted_input(weights: FloatArray, biases: FloatArray, a_before: FloatArray) -> FloatArray:
    """z^l = a^{l-1} (W^l)ᵀ + b^l, shape (samples, n_l)."""
    z: FloatArray = a_before @ weights.T
    z += biases
    return z


def passed_on(a: FloatArray, factors: FloatArray | None) -> FloatArray:
    """What a layer passes on, forward of its activations and back of the error: m^l ⊙ a, or just a without factors."""
    return a if factors is None else a * factors


def hidden_error(
    weights_next: FloatArray,
    delta_next: FloatArray,
    activation: Activation,
    z: FloatArray,
    a: FloatArray,
    factors: FloatArray | None = None,
) -> FloatArray:
    """Carry the error one layer back (BP2): δ^l = Jᵀ (δ^{l+1} W^{l+1}).

    Parameters
    ----------
    weights_next : ndarray, shape (n_next, n)
        W^{l+1}; row k holds the weights into neuron k of layer l+1.
    delta_next : ndarray, shape (samples, n_next)
    z, a : ndarray, shape (samples, n)
        Weighted inputs of layer l, and what its activation made of them.
    factors : ndarray, shape (samples, n), optional
        m^l, where the layer has dropout.

    Returns
    -------
    ndarray, shape (samples, n)
    """
    return activation.vjp(z, a, passed_on(delta_next @ weights_next, factors))


def bias_gradient(delta: FloatArray) -> FloatArray:
    """The gradient of the mean cost by the biases (BP3): the mean of δ^l over the samples, shape (n_l,)."""
    gradient: FloatArray = delta.sum(axis=0)
    gradient /= len(delta)
    return gradient


def weight_gradient(delta: FloatArray, a_before: FloatArray) -> FloatArray:
    """The gradient of the mean cost by the weights (BP4): (δ^l)ᵀ a^{l-1} / samples, shape (n_l, n_{l-1})."""
    gradient: FloatArray = delta.T @ a_before
    gradient /= len(delta)
    return gradient


def forward(net: Network, x: ArrayLike, factors: Factors = NOTHING_DROPPED) -> ForwardPass:
    """Run samples x, shape (samples, n_0), through the network, with what dropout leaves out.

    Raises DataError if x has another shape.
    """
    first = weighted_input(net.weights[0], net.biases[0], checked_inputs(net, x))
    return forward_from(net, 1, first, factors)


def forward_from(net: Network, layer: int, z: FloatArray, factors: Factors = NOTHING_DROPPED) -> ForwardPass:
    """Go on from given weighted inputs z^l of one layer; the entries are those of layers l…L."""
    functions = net.functions
    a = functions[layer - 1].value(z)
    zs, activations = [z], [a]
    for l in range(layer, net.depth):  # noqa: E741 (l is the layer that passes on, as in the equations)
        z = weighted_input(net.weights[l], net.biases[l], passed_on(a, factors.get(l)))
        a = functions[l].value(z)
        zs.append(z)
        activations.append(a)
    return ForwardPass(tuple(zs), tuple(activations))


def mean_cost(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, factors: Factors = NOTHING_DROPPED
) -> float:
    """C, the mean cost of some samples: that of ``backpropagate``, to the bit, without the way back.

    Raises what ``backpropagate`` raises.
    """
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    passed = forward_from(net, 1, weighted_input(net.weights[0], net.biases[0], x), factors)
    costs = sample_costs(cost_named(cost), net.functions[-1], passed.zs[-1], passed.activations[-1], y)
    mean: float = costs.mean().item()
    return mean


def backpropagate(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, factors: Factors = NOTHING_DROPPED
) -> Trace:
    """Compute the errors δ^l of all layers and the gradients of the mean cost.

    Parameters
    ----------
    x, y : array_like, shapes (samples, n_0) and (samples, n_L)
        Inputs and targets. The dtype of the results follows from theirs and the network's.
    cost : str
        A name in ``costs.COSTS``.
    factors : mapping of int to ndarray, optional
        What dropout multiplies the activations of layer l by. By default nothing is left out.

    Raises DataError if x or y don't fit the network, InvalidConfigError if the cost is unknown. Nothing is
    refused because of its values: ``costs.explain_pair`` says which costs and output activations belong
    together.
    """
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    chosen, functions = cost_named(cost), net.functions
    passed = forward_from(net, 1, weighted_input(net.weights[0], net.biases[0], x), factors)
    zs, activations = passed.zs, passed.activations

    deltas = [output_error(chosen, functions[-1], zs[-1], activations[-1], y)]
    for l in range(net.depth - 1, 0, -1):  # noqa: E741 (l is the layer, as in the equations)
        z, a = zs[l - 1], activations[l - 1]
        deltas.insert(0, hidden_error(net.weights[l], deltas[0], functions[l - 1], z, a, factors.get(l)))

    costs = sample_costs(chosen, functions[-1], zs[-1], activations[-1], y)
    befores = [x, *(passed_on(a, factors.get(layer)) for layer, a in enumerate(activations[:-1], start=1))]
    return Trace(
        zs=zs,
        activations=activations,
        deltas=tuple(deltas),
        grad_weights=tuple(map(weight_gradient, deltas, befores)),
        grad_biases=tuple(map(bias_gradient, deltas)),
        cost=costs.mean().item(),
        sample_costs=costs,
    )


def checked_inputs(net: Network, x: ArrayLike) -> FloatArray:
    """x as an array of shape (samples, n_0), or a DataError that says how it differs."""
    return _checked(x, net.sizes[0], tr("inputs x"), tr("input neuron"))


def checked_targets(net: Network, y: ArrayLike, *, samples: int) -> FloatArray:
    """y as an array of shape (samples, n_L), or a DataError that says how it differs."""
    checked = _checked(y, len(net.biases[-1]), tr("targets y"), tr("output neuron"))
    if len(checked) != samples:
        raise DataError(
            tr(
                "There are {samples} samples of inputs x but {count} of targets y.",
                samples=samples,
                count=len(checked),
            )
        )
    return checked


def _checked(given: ArrayLike, columns: int, what: str, neuron: str) -> FloatArray:
    try:
        array = np.asarray(given)
        if array.dtype.kind not in "fc":
            array = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(tr("The {what} are not an array of numbers.", what=what)) from error
    if array.ndim != 2 or array.shape[1] != columns or not len(array):
        raise DataError(
            tr_n(
                "The {what} have shape {shape}; they need at least one row, a sample each, and "
                "{count} column, one for each {neuron}.",
                "The {what} have shape {shape}; they need at least one row, a sample each, and "
                "{count} columns, one for each {neuron}.",
                columns,
                what=what,
                shape=array.shape,
                neuron=neuron,
            )
        )
    return array
