"""The penalties' gradient, clipping, and what goes through all parameters once."""

import math

import numpy as np

from bpexplorer.core.engine.compiled.elementary import fast


@fast
def add_penalty(w, gradient, l1, l2):
    """Add l1 · sign(w) + l2 · w to the gradient by the weights of one layer."""
    for i in range(len(w)):
        gradient[i] += l1 * np.sign(w[i]) + l2 * w[i]


@fast
def keep_and_penalise(sums, w, keep, l1, l2):
    """Let sums ← keep · sums + l1 · sign(w) + l2 · w, by the weights of one layer, which may be the sums."""
    for i in range(len(w)):
        sums[i] = keep * sums[i] + (l1 * np.sign(w[i]) + l2 * w[i])


@fast
def keep_and_add(sums, numbers, keep, add):
    """Let sums ← keep · sums + add · numbers."""
    for i in range(len(sums)):
        sums[i] = keep * sums[i] + add * numbers[i]


@fast
def clip_by_norm(gradient, limit):
    """Shorten the gradient to the length ``limit`` if it is longer; say whether it was."""
    squares = 0.0
    for i in range(len(gradient)):
        squares += gradient[i] * np.float64(gradient[i])
    norm = math.sqrt(squares)
    if norm == math.inf:  # the squares overflow, the length perhaps not
        largest = 0.0
        for i in range(len(gradient)):
            largest = max(largest, abs(gradient[i]))
        squares = 0.0
        for i in range(len(gradient)):
            squares += (gradient[i] / largest) ** 2
        norm = largest * math.sqrt(squares)
    if not limit < norm < math.inf:
        return False
    for i in range(len(gradient)):
        gradient[i] *= limit / norm
    return True
