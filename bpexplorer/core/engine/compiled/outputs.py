"""The cost of a batch, and the error at its output (BP1).

The forms are those of ``costs`` and ``output``: what is written out there as a stable pair is so here.
"""

import math

import numpy as np
from numba import njit

from bpexplorer.core.engine.compiled.codes import (
    ABSOLUTE,
    CROSS_ENTROPY,
    HUBER,
    LOG_LIKELIHOOD,
    QUADRATIC,
    SIGMOID,
    SOFTMAX,
)
from bpexplorer.core.engine.compiled.elementary import FAST, carry_back, exp, softplus


@njit(fastmath=FAST, error_model="numpy")
def cost_and_error(cost, activation, z, a, y, delta, samples, stride):
    """Write δ^L / samples, and 0 beyond the samples; return the mean cost. Arrays lie as outputs × stride."""
    outputs = len(z) // stride
    if activation == SOFTMAX and cost in (CROSS_ENTROPY, LOG_LIKELIHOOD):
        total = _softmax_pair(cost, z, a, y, delta, samples, stride)
    elif activation == SIGMOID and cost in (CROSS_ENTROPY, LOG_LIKELIHOOD):
        total = _sigmoid_pair(cost, z, a, y, delta, samples, stride)
    else:
        total = 0.0
        for j in range(outputs):
            for s in range(j * stride, j * stride + samples):
                c, slope = _cost_and_slope(cost, np.float64(a[s]), np.float64(y[s]))
                total += c
                delta[s] = slope
        carry_back(activation, z, a, delta, stride)
    for j in range(outputs):
        for s in range(j * stride, j * stride + samples):
            delta[s] /= samples
        for s in range(j * stride + samples, (j + 1) * stride):
            delta[s] = 0.0
    return total / samples


@njit(fastmath=FAST, error_model="numpy")
def _cost_and_slope(cost, a, y):
    """What one output adds to C, and ∂C/∂a."""
    r = a - y
    if cost == QUADRATIC:
        return 0.5 * r * r, r
    if cost == ABSOLUTE:
        return abs(r), np.sign(r)
    if cost == HUBER:
        held = r if abs(r) <= 1.0 else np.sign(r)
        return held * (r - 0.5 * held), held
    c = -y * math.log(a) if y != 0.0 else 0.0
    slope = -y / a if y != 0.0 else 0.0
    if cost == CROSS_ENTROPY and y != 1.0:
        c -= (1.0 - y) * math.log(1.0 - a)
        slope += (1.0 - y) / (1.0 - a)
    return c, slope


@njit(fastmath=FAST, error_model="numpy")
def _sigmoid_pair(cost, z, a, y, delta, samples, stride):
    total = 0.0
    for j in range(len(z) // stride):
        for s in range(j * stride, j * stride + samples):
            if cost == CROSS_ENTROPY:
                total += softplus(np.float64(z[s])) - y[s] * np.float64(z[s])
                delta[s] = a[s] - y[s]
            else:
                total += y[s] * softplus(-np.float64(z[s]))
                delta[s] = y[s] * (a[s] - 1.0)
    return total


@njit(fastmath=FAST, error_model="numpy")
def _softmax_pair(cost, z, a, y, delta, samples, stride):
    total = 0.0
    for s in range(samples):
        if cost == LOG_LIKELIHOOD:
            total += _log_likelihood(z[s::stride], y[s::stride])
            targets = 0.0
            for k in range(s, len(z), stride):
                targets += y[k]
            for k in range(s, len(z), stride):
                delta[k] = a[k] * targets - y[k]
        else:
            total += _cross_entropy(z[s::stride], a[s::stride], y[s::stride], delta[s::stride])
    return total


@njit(fastmath=FAST, error_model="numpy")
def _below(z, largest):
    """z − largest, where the difference may leave the range of the numbers."""
    half = 0.5 * z - 0.5 * largest
    return 2.0 * max(half, -2.0e307)


@njit(fastmath=FAST, error_model="numpy")
def _largest_but(z, left_out):
    found = -np.inf
    for k in range(len(z)):
        if k != left_out:
            found = max(found, np.float64(z[k]))
    return found


@njit(fastmath=FAST, error_model="numpy")
def _log_sum(z, left_out):
    """ln Σ e^(z_k − largest), over all k but one (−1: over all), and that largest."""
    largest, total = _largest_but(z, left_out), 0.0
    for k in range(len(z)):
        if k != left_out:
            total += exp(_below(np.float64(z[k]), largest))
    return math.log(total), largest


@njit(fastmath=FAST, error_model="numpy")
def _log_likelihood(z, y):
    logarithm, largest = _log_sum(z, -1)
    total = 0.0
    for k in range(len(z)):
        if y[k] != 0.0:
            total += y[k] * (logarithm - _below(np.float64(z[k]), largest))
    return total


@njit(fastmath=FAST, error_model="numpy")
def _cross_entropy(z, a, y, delta):
    """Cost and error of one sample of a softmax; its largest output m may round to 1, so 1 − a_m comes from z."""
    n = len(z)
    if n == 1:  # a softmax of one neuron is always 1
        delta[0] = 0.0
        return 0.0 if y[0] == 1.0 else np.inf
    m = np.argmax(z)
    logarithm, largest = _log_sum(z, -1)
    log_rest, largest_rest = _log_sum(z, m)
    total = targets = odds = 0.0
    for k in range(n):
        log_a = _below(np.float64(z[k]), largest) - logarithm
        without = (
            _below(largest_rest, largest) + log_rest - logarithm if k == m else math.log1p(-np.float64(a[k]))
        )
        if y[k] != 0.0:
            total -= y[k] * log_a
        if y[k] != 1.0:
            total -= (1.0 - y[k]) * without
        targets += y[k]
        odds += 0.0 if k == m else (1.0 - y[k]) * a[k] / (1.0 - np.float64(a[k]))
    through_m = (1.0 - y[m]) * np.float64(a[m])
    for k in range(n):
        own_odds = 0.0 if k == m else (1.0 - y[k]) * a[k] / (1.0 - np.float64(a[k]))
        share = 0.0 if k == m else math.exp(_below(np.float64(z[k]), largest_rest) - log_rest)
        delta[k] = a[k] - y[k] + a[k] * (targets - y[k]) - a[k] * (odds - own_odds) - through_m * share
    return total
