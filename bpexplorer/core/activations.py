"""Activation functions and their Jacobians: what a layer makes of its weighted inputs.

Every activation has a Jacobian J_kj = ∂a_k/∂z_j, and backpropagation needs only its products with vectors.
For elementwise activations J is diagonal. Arrays hold one sample in each row; the neurons are the last axis.

Finite z gives finite a and derivatives over the whole range of floating-point numbers, without a warning, and
elementwise activations take ±∞ to their limits. The dtype is kept. Complex z is accepted for checks by complex step;
pieces are then chosen by the real part. At a kink the derivative is that of the left side: relu'(0) = 0.
"""

import math
from abc import ABC, abstractmethod
from typing import ClassVar, Final

import numpy as np

from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabulary import named


class Activation(ABC):
    """One activation function. The objects in ``ACTIVATIONS`` are the only ones the program uses."""

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    #: What it does to z, and where one would have it, in a sentence or two.
    purpose: ClassVar[str]
    formula: ClassVar[str]
    #: The infimum and supremum of a; ±inf where there is none.
    range: ClassVar[tuple[float, float]]
    #: True if a_j depends on z_j alone, so that J is diagonal.
    elementwise: ClassVar[bool]
    #: Where the derivative jumps.
    kinks: ClassVar[tuple[float, ...]] = ()

    @abstractmethod
    def value(self, z: FloatArray) -> FloatArray:
        """a for weighted inputs z, of the same shape."""

    @abstractmethod
    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        """∂a_j/∂z_j, the diagonal of J, in the shape of z; for an elementwise activation this is σ'(z)."""

    @abstractmethod
    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        """J_kj = ∂a_k/∂z_j for each sample, shape (samples, n, n)."""

    @abstractmethod
    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        """Jᵀu for each row: carries a gradient by a back to a gradient by z. Shape (samples, n)."""

    @abstractmethod
    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        """Jv for each row: the first-order change of a for a change v of z. Shape (samples, n)."""

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


class Elementwise(Activation):
    """An activation that treats every neuron alone; a subclass gives ``value`` and ``derivative``."""

    elementwise = True

    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        derivative = self.derivative(z, a)
        neurons = np.arange(z.shape[-1])
        jacobian = np.zeros((*z.shape, z.shape[-1]), dtype=derivative.dtype)
        jacobian[..., neurons, neurons] = derivative
        return jacobian

    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        return u * self.derivative(z, a)

    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        return v * self.derivative(z, a)


class Identity(Elementwise):
    """a = z: a linear layer."""

    name, label, formula = "identity", "identity", "a = z"
    purpose = "Leaves z as it is: a linear layer, for outputs that may be any number."
    range = (-math.inf, math.inf)

    def value(self, z: FloatArray) -> FloatArray:
        return z.copy()  # z and a are separate arrays, whatever the activation

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.ones_like(z)


class Sigmoid(Elementwise):
    """The logistic function."""

    name, label, formula = "sigmoid", "sigmoid", "a = σ(z) = 1 / (1 + e⁻ᶻ)"
    purpose = "Presses z into 0 to 1, like a probability. Far from z = 0 it saturates: its slope is next to nothing."
    range = (0.0, 1.0)

    def value(self, z: FloatArray) -> FloatArray:
        decay = np.exp(_folded(z))  # never above 1, so it cannot overflow
        a: FloatArray = np.where(z.real > 0, 1, decay) / (1 + decay)
        return a

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return a * (1 - a)


class Tanh(Elementwise):
    """The hyperbolic tangent."""

    name, label, formula = "tanh", "tanh", "a = tanh z"
    purpose = "Presses z into −1 to 1, around 0. Far from z = 0 it saturates: its slope is next to nothing."
    range = (-1.0, 1.0)

    def value(self, z: FloatArray) -> FloatArray:
        return np.tanh(z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return 1 - a * a


class ReLU(Elementwise):
    """The rectifier: negative weighted inputs are cut off."""

    name, label, formula = "relu", "ReLU", "a = max(0, z)"
    purpose = "Lets positive z through and cuts off the rest; a neuron whose z is never positive is dead, with δ = 0."
    range = (0.0, math.inf)
    kinks = (0.0,)

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, 0)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return (z.real > 0).astype(z.dtype)


class LeakyReLU(Elementwise):
    """A rectifier that lets a hundredth of negative weighted inputs through."""

    name, label, formula = "leaky_relu", "leaky ReLU", "a = max(0.01 z, z)"
    purpose = "A ReLU that lets a hundredth of negative z through, so that no neuron dies."
    range = (-math.inf, math.inf)
    kinks = (0.0,)
    slope: Final = 0.01

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, self.slope * z)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.where(z.real > 0, np.ones_like(z), self.slope)


class ELU(Elementwise):
    """The exponential linear unit with α = 1; its first derivative has no jump."""

    name, label, formula = "elu", "ELU", "a = z if z > 0, else eᶻ − 1"
    purpose = "A ReLU with a soft floor at −1 instead of the cut; its slope has no jump."
    range = (-1.0, math.inf)

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, np.expm1(_negative_part(z)))

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return np.exp(_negative_part(z))  # e⁰ = 1 where z is positive


class GELU(Elementwise):
    """The Gaussian error linear unit in its tanh form; ½(1 + tanh u) is σ(2u), which keeps small values."""

    name, label, formula = "gelu", "GELU", "a = ½ z (1 + tanh u),  u = √(2/π) (z + 0.044715 z³)"
    purpose = (
        "A smooth ReLU that dips a little below 0: z times how likely a normal number is below it, nearly."
    )
    range = (-0.17004075057125406, math.inf)
    scale: Final = 2 * math.sqrt(2 / math.pi)
    cubic: Final = 0.044715
    #: Beyond ±30 the gate is exactly 0 or 1; z³ can't overflow within.
    closed: Final = 30.0

    def value(self, z: FloatArray) -> FloatArray:
        near = _within(z, self.closed)
        return np.where(z.real < 0, near, z) * self._gate(near)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        near = _within(z, self.closed)
        gate = self._gate(near)
        return gate + near * gate * (1 - gate) * self.scale * (1 + 3 * self.cubic * near * near)

    def _gate(self, z: FloatArray) -> FloatArray:
        return SIGMOID.value(self.scale * (z + self.cubic * z * z * z))


class SiLU(Elementwise):
    """The sigmoid-weighted linear unit, also called swish."""

    name, label, formula = "silu", "SiLU", "a = z σ(z) = z / (1 + e⁻ᶻ)"
    purpose = (
        "A smooth ReLU that dips a little below 0: z through a gate that z itself opens. Also called swish."
    )
    range = (-0.278464542761074, math.inf)

    #: Beyond ±1000 the gate is exactly 0 or 1, and z may be infinite: 0 · ∞ would be no number.
    closed: Final = 1000.0

    def value(self, z: FloatArray) -> FloatArray:
        near = _within(z, self.closed)
        return np.where(z.real < 0, near, z) * SIGMOID.value(near)

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        near = _within(z, self.closed)
        gate = SIGMOID.value(near)
        return gate + near * gate * (1 - gate)


class Softplus(Elementwise):
    """A smooth rectifier; its derivative is the sigmoid."""

    name, label, formula = "softplus", "softplus", "a = ln(1 + eᶻ)"
    purpose = "A smooth ReLU that is positive everywhere; its slope is the sigmoid."
    range = (0.0, math.inf)

    def value(self, z: FloatArray) -> FloatArray:
        return np.where(z.real > 0, z, 0) + np.log1p(np.exp(_folded(z)))

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return SIGMOID.value(z)


class Softmax(Activation):
    """Positive outputs that sum to 1. Every a_k depends on every z_j: J_kj = a_k (δ_kj − a_j)."""

    name, label, formula = "softmax", "softmax", "aⱼ = eᶻʲ / Σₖ eᶻᵏ"
    purpose = "Shares of 1 among the neurons of the layer, like probabilities of classes: each a depends on every z."
    range = (0.0, 1.0)
    elementwise = False

    def value(self, z: FloatArray) -> FloatArray:
        powers: FloatArray = np.exp(below_largest(z))
        powers /= powers.sum(axis=-1, keepdims=True)
        return powers

    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        return a * (1 - a)

    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        jacobian = -a[..., :, np.newaxis] * a[..., np.newaxis, :]
        neurons = np.arange(a.shape[-1])
        jacobian[..., neurons, neurons] += a
        return jacobian

    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        product: FloatArray = a * (u - (a * u).sum(axis=-1, keepdims=True))
        return product

    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        return self.vjp(z, a, v)  # J is symmetric


def below_largest(z: FloatArray) -> FloatArray:
    """z less the largest entry of its row, for exponentials that cannot overflow.

    The difference is taken between halves, because z_j − z_k itself may leave the range of the dtype; it is
    bounded far below the point where its exponential is 0, so that it stays finite.
    """
    half = 0.5 * z
    half -= half.max(axis=-1, keepdims=True)
    bounded: FloatArray = np.maximum(half, float(np.finfo(z.dtype).min) / 8)
    return 2 * bounded


def _folded(z: FloatArray) -> FloatArray:
    """−|z|, with the sign chosen by the real part."""
    return np.where(z.real > 0, -z, z)


def _negative_part(z: FloatArray) -> FloatArray:
    return np.where(z.real > 0, 0, z)


def _within(z: FloatArray, bound: float) -> FloatArray:
    """z within ±bound, by the real part; NaN stays NaN."""
    end = z.dtype.type(bound)
    return np.where(abs(z.real) > bound, np.where(z.real < 0, -end, end), z)


SIGMOID: Final = Sigmoid()

ACTIVATIONS: Final[dict[str, Activation]] = {
    one.name: one
    for one in (
        Identity(),
        SIGMOID,
        Tanh(),
        ReLU(),
        LeakyReLU(),
        ELU(),
        GELU(),
        SiLU(),
        Softplus(),
        Softmax(),
    )
}


def activation(name: str) -> Activation:
    """The activation called ``name``; raises InvalidNetworkError with the names there are."""
    return named(ACTIVATIONS, name, "activation", InvalidNetworkError)
