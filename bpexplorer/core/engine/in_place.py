"""Activations that write into arrays that are there already, for those that large networks use.

Where numpy makes a new array for each result, a step spends much of its time on getting memory. The forms here are
those of ``activations``, for real z; overflow on the way to a finite result is expected and not warned about.
Activations without a form of their own go through a temporary array.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS, Activation
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class InPlace:
    """One activation: ``value(z, a)`` writes a; ``vjp(z, a, u)`` turns u into Jᵀu and may use z as work space."""

    value: Callable[[FloatArray, FloatArray], None]
    vjp: Callable[[FloatArray, FloatArray, FloatArray], None]


def in_place(name: str) -> InPlace:
    """The activation of this name in ``ACTIVATIONS``, working in place."""
    return _IN_PLACE.get(name) or _through_temporaries(ACTIVATIONS[name])


def _through_temporaries(activation: Activation) -> InPlace:
    def value(z: FloatArray, a: FloatArray) -> None:
        a[...] = activation.value(z)

    def vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        u[...] = activation.vjp(z, a, u)

    return InPlace(value, vjp)


def _sigmoid(z: FloatArray, a: FloatArray) -> None:
    np.negative(z, out=a)
    np.exp(a, out=a)  # infinite from z = −710 down, and then a is 0
    a += 1
    np.reciprocal(a, out=a)


def _sigmoid_vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
    np.subtract(1, a, out=z)
    z *= a
    u *= z


def _tanh(z: FloatArray, a: FloatArray) -> None:
    np.tanh(z, out=a)


def _tanh_vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
    np.multiply(a, a, out=z)
    np.subtract(1, z, out=z)
    u *= z


def _relu(z: FloatArray, a: FloatArray) -> None:
    np.maximum(z, 0, out=a)


def _relu_vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
    np.greater(a, 0, out=z)
    u *= z


def _identity(z: FloatArray, a: FloatArray) -> None:
    np.copyto(a, z)


def _identity_vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
    del z, a, u  # J is the unit matrix


def _softmax(z: FloatArray, a: FloatArray) -> None:
    np.subtract(z, z.max(axis=1, keepdims=True), out=a)
    np.exp(a, out=a)
    a /= a.sum(axis=1, keepdims=True)


def _softmax_vjp(z: FloatArray, a: FloatArray, u: FloatArray) -> None:
    np.multiply(a, u, out=z)
    u -= z.sum(axis=1, keepdims=True)
    u *= a


_IN_PLACE: Final[dict[str, InPlace]] = {
    "identity": InPlace(_identity, _identity_vjp),
    "sigmoid": InPlace(_sigmoid, _sigmoid_vjp),
    "tanh": InPlace(_tanh, _tanh_vjp),
    "relu": InPlace(_relu, _relu_vjp),
    "softmax": InPlace(_softmax, _softmax_vjp),
}
