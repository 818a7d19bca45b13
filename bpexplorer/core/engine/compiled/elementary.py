"""Exponentials that the compiler can make several of at once, and what is built on them: the tools of all forms.

libm's ``exp`` and ``tanh`` take one number a call. These have no branches, so a loop over them becomes a loop over
vectors; they are right to two units in the last place where the results are normal numbers.

Layers lie as neurons × samples here, so that even a layer of few neurons is a long loop.
"""

import math

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from bpexplorer.core.vocabularies.compiled_forms import Tools

#: Sums may be added in any order and products fused, but NaN and infinity stay what they are.
FAST = {"reassoc", "contract"}
#: For what relies on the order of its operations.
_EXACT = {"contract"}


def _compiler(fastmath, **options):
    """numba's ``njit`` for what compiled code alone calls: without the ways in from outside it is compiled sooner."""
    return njit(
        fastmath=fastmath, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, **options
    )


fast = _compiler(FAST)
exact = _compiler(_EXACT)
#: For what adds one number after the other, each product rounded before. It must be said: numba gives a function that
#: says nothing the licence of its caller.
strict = _compiler(False)
#: ``fast``, and compiled as lines of what calls it. Each layer of functions that are compiled by themselves takes as
#: long again, so this is for what is small or called in one place.
inlined = _compiler(FAST, inline="always")

_LOG2_E = 1 / math.log(2)
#: ln 2 as a sum: the first part has so few digits that its multiples by exponents are exact.
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
#: Added to a number of moderate size, it leaves the nearest whole number in the lowest bits.
_ROUNDER = 1.5 * 2**52
_BITS_OF_1 = 0x3FF0000000000000


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


@exact
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


@exact
def exp(x):
    """eˣ for x ≤ 0."""
    power, rest = _power_and_rest(x)
    return power + power * rest


@exact
def expm1(x):
    """eˣ − 1 for x ≤ 0."""
    power, rest = _power_and_rest(x)
    return power * rest + (power - 1.0)


@exact
def sigmoid(z):
    """1 / (1 + e⁻ᶻ)."""
    decay = exp(-abs(z))
    return (1.0 if z > 0.0 else decay) / (1.0 + decay)


@exact
def softplus(z):
    """ln(1 + eᶻ)."""
    return (z if z > 0.0 else 0.0) + math.log1p(exp(-abs(z)))


@exact
def within(z, bound):
    """z within ±bound; NaN stays NaN."""
    near = -bound if z < -bound else z
    return bound if near > bound else near


@fast
def below(z, largest):
    """z − largest, where the difference may leave the range of the numbers."""
    half = 0.5 * z - 0.5 * largest
    return 2.0 * max(half, -2.0e307)


@fast
def _largest_but(z, left_out):
    found = -np.inf
    for k in range(len(z)):
        if k != left_out:
            found = max(found, np.float64(z[k]))
    return found


@fast
def log_sum(z, left_out):
    """ln Σ e^(z_k − largest), over all k but one (−1: over all), and that largest."""
    largest, total = _largest_but(z, left_out), 0.0
    for k in range(len(z)):
        if k != left_out:
            total += exp(below(np.float64(z[k]), largest))
    return math.log(total), largest


#: What the entries' compiled forms are made with.
TOOLS = Tools(
    fast=inlined,
    exact=exact,
    exp=exp,
    expm1=expm1,
    sigmoid=sigmoid,
    softplus=softplus,
    within=within,
    below=below,
    log_sum=log_sum,
)
