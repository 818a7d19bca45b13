"""Neurons that don't learn, or that learn the same: dead, saturated, twins."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import Trace
from bpexplorer.core.network import Network
from bpexplorer.core.types import BoolArray, FloatArray

#: A slope σ'(z) below this share of the activation's largest lets no δ through, and one below the other hardly any.
SHUT: Final = 1e-6
NARROW: Final = 0.05
#: A neuron counts as saturated if its slope is so small for this share of the samples.
SATURATED_SAMPLES: Final = 0.95
#: Twins agree to this, relative to the layer's largest parameter: BLAS may round the rows of a product apart.
TWIN_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LayerHealth:
    """Which neurons of a layer are held up, over all samples of the trace."""

    layer: int
    #: The share of samples for which each neuron's slope ∂a_j/∂z_j is below `NARROW`, shape (n_l,).
    narrow: FloatArray
    #: Neurons whose slope is below `SHUT` for every sample: no δ reaches them, so their weights stand still.
    dead: tuple[int, ...]
    #: Neurons of an activation with bounds that rest on one for nearly every sample; dead ones aren't counted again.
    saturated: tuple[int, ...]
    #: Groups of neurons with the same weights and bias, and the same weights to the next layer. They have the same δ
    #: in every sample, so nothing but dropout in their layer tells them apart.
    twins: tuple[tuple[int, ...], ...]


def layer_health(net: Network, trace: Trace) -> tuple[LayerHealth, ...]:
    """The health of each layer, entry l-1 for layer l; ``trace`` is backpropagation through ``net``."""
    return tuple(_layer_health(net, trace, layer) for layer in range(1, net.depth + 1))


def held_up(net: Network, trace: Trace, layer: int) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Of each neuron of a layer the share of samples with a small slope, whether it is dead, and whether saturated."""
    function, z, a = net.functions[layer - 1], trace.zs[layer - 1], trace.activations[layer - 1]
    slopes = np.abs(function.derivative(z, a)) / function.largest_slope
    narrow: FloatArray = (slopes < NARROW).mean(axis=0)
    dead: BoolArray = np.all(slopes < SHUT, axis=0)
    bounded = bool(np.isfinite(function.range).all())
    saturated = (narrow >= SATURATED_SAMPLES) & ~dead if bounded else np.zeros_like(dead)
    return narrow, dead, saturated


def _layer_health(net: Network, trace: Trace, layer: int) -> LayerHealth:
    narrow, dead, saturated = held_up(net, trace, layer)
    return LayerHealth(
        layer=layer,
        narrow=narrow,
        dead=tuple(np.flatnonzero(dead).tolist()),
        saturated=tuple(np.flatnonzero(saturated).tolist()),
        twins=twins(net, layer) if layer < net.depth else (),
    )


def twins(net: Network, layer: int) -> tuple[tuple[int, ...], ...]:
    """The groups of neurons of a hidden layer that symmetry makes learn the same."""
    own = np.column_stack([net.weights[layer - 1], net.biases[layer - 1], net.weights[layer].T])
    close = TWIN_TOLERANCE * float(np.abs(own).max())
    # Sorted by any projection of their numbers, twins are neighbours.
    order = np.argsort(own @ np.cos(np.arange(1, own.shape[1] + 1)), kind="stable")
    apart = np.abs(np.diff(own[order], axis=0)).max(axis=1, initial=0.0) > close
    groups = np.split(order, np.flatnonzero(apart) + 1)
    return tuple(sorted(tuple(sorted(group.tolist())) for group in groups if len(group) > 1))
