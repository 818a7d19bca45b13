"""Which parameters training leaves alone: frozen ones keep their value, removed ones are no part of the network.

A mask holds one code for each parameter, the sum of ``FROZEN`` and ``REMOVED`` where they apply. A removed weight or
bias is 0 and stays 0. A run in which everything is free has no mask (None).
"""

import numpy as np

from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import Connection
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

FREE, FROZEN, REMOVED = 0.0, 1.0, 2.0


def is_frozen(codes: FloatArray) -> BoolArray:
    """Where ``FROZEN`` is part of the code."""
    return codes % 2 == FROZEN


def is_removed(codes: FloatArray) -> BoolArray:
    """Where ``REMOVED`` is part of the code."""
    return codes >= REMOVED


def with_frozen(codes: FloatArray, frozen: bool) -> FloatArray:
    """The codes with everything frozen, or nothing; what is removed stays so."""
    return REMOVED * is_removed(codes) + (FROZEN if frozen else FREE)


def with_removed(codes: FloatArray, removed: bool) -> FloatArray:
    """The codes with everything removed, or nothing; what is frozen stays so."""
    return FROZEN * is_frozen(codes) + (REMOVED if removed else FREE)


def fixed_places(mask: Parameters | None) -> IntArray:
    """Where in the flat array the parameters lie that no step changes."""
    return np.empty(0, dtype=np.intp) if mask is None else np.flatnonzero(mask.flat)


def removed_places(mask: Parameters | None) -> IntArray:
    """Where in the flat array the parameters lie that are 0 and stay 0."""
    return np.empty(0, dtype=np.intp) if mask is None else np.flatnonzero(is_removed(mask.flat))


def removed_weights(mask: Parameters | None, layer: int) -> BoolArray | None:
    """Which weights of layer l are removed, shape (n_l, n_{l-1}); None if none of the network is masked."""
    return None if mask is None else is_removed(mask.weights[layer - 1])


def frozen_weights(mask: Parameters | None, layer: int) -> BoolArray | None:
    """Which weights of layer l are frozen, shape (n_l, n_{l-1}); None if none of the network is masked."""
    return None if mask is None else is_frozen(mask.weights[layer - 1])


def has_removed(mask: Parameters | None, connection: Connection) -> bool:
    """Whether a connection is removed."""
    removed = removed_weights(mask, connection.layer)
    return removed is not None and bool(removed[connection.target, connection.source])


def has_frozen(mask: Parameters | None, connection: Connection) -> bool:
    """Whether the weight of a connection is frozen, by itself or with its neuron."""
    frozen = frozen_weights(mask, connection.layer)
    return frozen is not None and bool(frozen[connection.target, connection.source])


def frozen_neurons(mask: Parameters | None, layer: int) -> BoolArray | None:
    """Which neurons of layer l have all that leads into them frozen, shape (n_l,); None without a mask."""
    if mask is None:
        return None
    weights, biases = mask.weights[layer - 1], mask.biases[layer - 1]
    return is_frozen(weights).all(axis=1) & is_frozen(biases)


def lone_frozen_weights(mask: Parameters | None, layer: int) -> BoolArray | None:
    """Which weights of layer l are there and frozen, but not with all of their neuron, shape (n_l, n_{l-1})."""
    neurons = frozen_neurons(mask, layer)
    if mask is None or neurons is None:
        return None
    codes = mask.weights[layer - 1]
    return is_frozen(codes) & ~is_removed(codes) & ~neurons[:, np.newaxis]


def is_biasless(mask: Parameters | None, layer: int) -> bool:
    """Whether layer l has no biases."""
    return mask is not None and bool(is_removed(mask.biases[layer - 1]).all())
