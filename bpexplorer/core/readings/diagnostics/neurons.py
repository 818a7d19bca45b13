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
    summed = HealthOfSlices(net)
    summed.add(trace)
    return summed.health()


def held_up(net: Network, trace: Trace, layer: int) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Of each neuron of a layer the share of samples with a small slope, whether it is dead, and whether saturated."""
    summed = _Slopes(net, layer)
    summed.add(trace)
    return summed.held_up()


class HealthOfSlices:
    """The health of each layer over all samples, once the trace of each slice of them through ``net`` was added."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._layers = [_Slopes(net, layer) for layer in range(1, net.depth + 1)]

    def add(self, trace: Trace) -> None:
        """Add a slice."""
        for layer in self._layers:
            layer.add(trace)

    def health(self) -> tuple[LayerHealth, ...]:
        """Entry l-1 for layer l."""
        return tuple(_layer_health(self._net, layer, slopes) for layer, slopes in enumerate(self._layers, 1))


class _Slopes:
    """In how many samples the slopes of the neurons of a layer are small."""

    def __init__(self, net: Network, layer: int) -> None:
        self._function, self._at = net.functions[layer - 1], layer - 1
        self._narrow = np.zeros(net.sizes[layer], dtype=np.intp)
        self._dead = np.ones(net.sizes[layer], dtype=np.bool_)
        self._samples = 0

    def add(self, trace: Trace) -> None:
        z, a = trace.zs[self._at], trace.activations[self._at]
        slopes = np.abs(self._function.derivative(z, a)) / self._function.largest_slope
        self._narrow += np.count_nonzero(slopes < NARROW, axis=0)
        self._dead &= np.all(slopes < SHUT, axis=0)
        self._samples += len(z)

    def held_up(self) -> tuple[FloatArray, BoolArray, BoolArray]:
        """The shares of samples with a small slope, which neurons are dead, and which saturated."""
        narrow, dead = self._narrow / self._samples, self._dead
        bounded = bool(np.isfinite(self._function.range).all())
        saturated = (narrow >= SATURATED_SAMPLES) & ~dead if bounded else np.zeros_like(dead)
        return narrow, dead, saturated


def _layer_health(net: Network, layer: int, slopes: _Slopes) -> LayerHealth:
    narrow, dead, saturated = slopes.held_up()
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
