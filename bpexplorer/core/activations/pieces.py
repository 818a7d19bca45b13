"""Pieces that several activations are made of. Complex z is taken by its real part where a piece is chosen."""

import numpy as np

from bpexplorer.core.types import FloatArray


def logistic(z: FloatArray) -> FloatArray:
    """σ(z) = 1 / (1 + e⁻ᶻ)."""
    decay = np.exp(folded(z))  # never above 1, so it cannot overflow
    a: FloatArray = np.where(z.real > 0, 1, decay) / (1 + decay)
    return a


def below_largest(z: FloatArray) -> FloatArray:
    """z less the largest entry of its row, for exponentials that cannot overflow.

    The difference is taken between halves, because z_j − z_k itself may leave the range of the dtype; it is
    bounded far below the point where its exponential is 0, so that it stays finite.
    """
    half = 0.5 * z
    half -= half.max(axis=-1, keepdims=True)
    bounded: FloatArray = np.maximum(half, float(np.finfo(z.dtype).min) / 8)
    return 2 * bounded


def folded(z: FloatArray) -> FloatArray:
    """−|z|, with the sign chosen by the real part."""
    return np.where(z.real > 0, -z, z)


def negative_part(z: FloatArray) -> FloatArray:
    return np.where(z.real > 0, 0, z)


def within(z: FloatArray, bound: float) -> FloatArray:
    """z within ±bound, by the real part; NaN stays NaN."""
    end = z.dtype.type(bound)
    return np.where(abs(z.real) > bound, np.where(z.real < 0, -end, end), z)
