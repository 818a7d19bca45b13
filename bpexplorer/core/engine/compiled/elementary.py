"""Exponentials that the compiler can make several of at once, and the activations built on them.

libm's ``exp`` and ``tanh`` take one number a call. These have no branches, so a loop over them becomes a loop over
vectors; they are right to two units in the last place where the results are normal numbers.

Layers lie as neurons × samples here, so that even a layer of few neurons is a long loop.
"""

import math

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from bpexplorer.core import activations
from bpexplorer.core.engine.compiled.codes import (
    ELU,
    GELU,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    SIGMOID,
    SILU,
    SOFTMAX,
    SOFTPLUS,
    TANH,
)

#: Sums may be added in any order and products fused, but NaN and infinity stay what they are.
FAST = {"reassoc", "contract"}
#: For what relies on the order of its operations.
EXACT = {"contract"}

_LOG2_E = 1 / math.log(2)
#: ln 2 as a sum: the first part has so few digits that its multiples by exponents are exact.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
#: Added to a number of moderate size, it leaves the nearest whole number in the lowest bits.
_ROUNDER = 1.5 * 2**52
_BITS_OF_1 = 0x3FF0000000000000
_SLOPE = activations.LeakyReLU.slope
_GELU_SCALE, _GELU_CUBIC = activations.GELU.scale, activations.GELU.cubic
_GELU_CLOSED, _SILU_CLOSED = activations.GELU.closed, activations.SiLU.closed


@intrinsic
def _bits(typing_context, number):
    """The 64 bits of a float64, as an integer."""
    del typing_context, number

    def generate(context, builder, signature, arguments):
        del context, signature
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


@intrinsic
def _from_bits(typing_context, bits):
    """The float64 that has these bits."""
    del typing_context, bits

    def generate(context, builder, signature, arguments):
        del context, signature
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64), generate


@njit(fastmath=EXACT, error_model="numpy")
def _power_and_rest(x):
    """2ᵏ and p with eˣ = 2ᵏ (1 + p), for x ≤ 0; below −708 as at −708. NaN stays NaN."""
    x = -708.0 if x < -708.0 else x
    shifted = x * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW  # |r| ≤ ½ ln 2
    # Taylor's series of (eʳ − 1 − r)/r²; what is left out is below the rounding of the result.
    series = 1 / 6227020800 * r + 1 / 479001600
    series = series * r + 1 / 39916800
    series = series * r + 1 / 3628800
    series = series * r + 1 / 362880
    series = series * r + 1 / 40320
    series = series * r + 1 / 5040
    series = series * r + 1 / 720
    series = series * r + 1 / 120
    series = series * r + 1 / 24
    series = series * r + 1 / 6
    series = series * r + 1 / 2
    return _from_bits((_bits(shifted) << 52) + _BITS_OF_1), r + r * r * series


@njit(fastmath=EXACT, error_model="numpy")
def exp(x):
    """eˣ for x ≤ 0."""
    power, rest = _power_and_rest(x)
    return power + power * rest


@njit(fastmath=EXACT, error_model="numpy")
def _expm1(x):
    """eˣ − 1 for x ≤ 0."""
    power, rest = _power_and_rest(x)
    return power * rest + (power - 1.0)


@njit(fastmath=EXACT, error_model="numpy")
def sigmoid(z):
    """1 / (1 + e⁻ᶻ)."""
    decay = exp(-abs(z))
    return (1.0 if z > 0.0 else decay) / (1.0 + decay)


@njit(fastmath=EXACT, error_model="numpy")
def _tanh(z):
    less = _expm1(-2.0 * abs(z))
    size = -less / (less + 2.0)
    return size if z > 0.0 else -size


@njit(fastmath=EXACT, error_model="numpy")
def softplus(z):
    """ln(1 + eᶻ)."""
    return (z if z > 0.0 else 0.0) + math.log1p(exp(-abs(z)))


@njit(fastmath=EXACT, error_model="numpy")
def _within(z, bound):
    """z within ±bound; NaN stays NaN."""
    near = -bound if z < -bound else z
    return bound if near > bound else near


@njit(fastmath=EXACT, error_model="numpy")
def _gelu_gate(near):
    return sigmoid(_GELU_SCALE * (near + _GELU_CUBIC * near * near * near))


@njit(fastmath=FAST, error_model="numpy")
def activate(code, z, a, stride):
    """Write a for z, both one after the other neuron by neuron, ``stride`` samples each."""
    if code == IDENTITY:
        for i in range(len(z)):
            a[i] = z[i]
    elif code == SIGMOID:
        for i in range(len(z)):
            a[i] = sigmoid(z[i])
    elif code == TANH:
        for i in range(len(z)):
            a[i] = _tanh(z[i])
    elif code == RELU:
        for i in range(len(z)):
            a[i] = z[i] if z[i] > 0.0 else 0.0
    elif code == LEAKY_RELU:
        for i in range(len(z)):
            a[i] = z[i] if z[i] > 0.0 else _SLOPE * z[i]
    elif code == ELU:
        for i in range(len(z)):
            less = _expm1(0.0 if z[i] > 0.0 else z[i])
            a[i] = z[i] if z[i] > 0.0 else less
    elif code == GELU:
        for i in range(len(z)):
            near = _within(z[i], _GELU_CLOSED)
            a[i] = (near if z[i] < 0.0 else z[i]) * _gelu_gate(near)
    elif code == SILU:
        for i in range(len(z)):
            near = _within(z[i], _SILU_CLOSED)
            a[i] = (near if z[i] < 0.0 else z[i]) * sigmoid(near)
    elif code == SOFTPLUS:
        for i in range(len(z)):
            a[i] = softplus(z[i])
    else:
        _softmax(z, a, stride)


@njit(fastmath=FAST, error_model="numpy")
def _softmax(z, a, stride):
    largest, total = np.empty(stride), np.empty(stride)
    neurons = len(z) // stride
    for s in range(stride):
        largest[s], total[s] = z[s], 0.0
    for j in range(1, neurons):
        for s in range(stride):
            largest[s] = max(largest[s], z[j * stride + s])
    for j in range(neurons):
        for s in range(stride):
            power = exp(z[j * stride + s] - largest[s])
            total[s] += power
            a[j * stride + s] = power
    for j in range(neurons):
        for s in range(stride):
            a[j * stride + s] /= total[s]


@njit(fastmath=FAST, error_model="numpy")
def carry_back(code, z, a, u, stride):
    """Turn u into Jᵀu, in place."""
    if code == SIGMOID:
        for i in range(len(z)):
            u[i] *= a[i] * (1.0 - a[i])
    elif code == TANH:
        for i in range(len(z)):
            u[i] *= 1.0 - a[i] * a[i]
    elif code == RELU:
        for i in range(len(z)):
            u[i] = u[i] if z[i] > 0.0 else 0.0
    elif code == LEAKY_RELU:
        for i in range(len(z)):
            u[i] *= 1.0 if z[i] > 0.0 else _SLOPE
    elif code == ELU:
        for i in range(len(z)):
            u[i] *= exp(0.0 if z[i] > 0.0 else z[i])
    elif code == GELU:
        for i in range(len(z)):
            near = _within(z[i], _GELU_CLOSED)
            gate = _gelu_gate(near)
            slope = _GELU_SCALE * (1.0 + 3.0 * _GELU_CUBIC * near * near)
            u[i] *= gate + near * gate * (1.0 - gate) * slope
    elif code == SILU:
        for i in range(len(z)):
            near = _within(z[i], _SILU_CLOSED)
            gate = sigmoid(near)
            u[i] *= gate + near * gate * (1.0 - gate)
    elif code == SOFTPLUS:
        for i in range(len(z)):
            u[i] *= sigmoid(z[i])
    elif code == SOFTMAX:
        _softmax_back(a, u, stride)


@njit(fastmath=FAST, error_model="numpy")
def _softmax_back(a, u, stride):
    mean = np.zeros(stride)
    for j in range(len(a) // stride):
        for s in range(stride):
            mean[s] += a[j * stride + s] * u[j * stride + s]
    for j in range(len(a) // stride):
        for s in range(stride):
            u[j * stride + s] = a[j * stride + s] * (u[j * stride + s] - mean[s])
