"""The penalties' gradient, clipping, and the optimizers, in one pass over all parameters each."""

import math

import numpy as np
from numba import njit

from bpexplorer.core.engine.compiled.codes import ADAGRAD, ADAMW, MOMENTUM, NESTEROV, RMSPROP, SGD
from bpexplorer.core.engine.compiled.elementary import FAST


@njit(fastmath=FAST, error_model="numpy")
def add_penalty(w, gradient, l1, l2):
    """Add l1 · sign(w) + l2 · w to the gradient by the weights of one layer."""
    for i in range(len(w)):
        gradient[i] += l1 * np.sign(w[i]) + l2 * w[i]


@njit(fastmath=FAST, error_model="numpy")
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


@njit(fastmath=FAST, error_model="numpy")
def update(code, now, after, rate, settings, count, one):
    """Write into ``after`` what ``now`` becomes; its row 0 holds the gradient before. Say whether all is finite.

    ``settings`` are the optimizer's parameters in their order; ``one`` is 1 in the type of the arrays, and keeps
    what is computed in that type.
    """
    rate = one * rate
    if code == SGD:
        return _sgd(now[0], after[0], rate)
    if code in (MOMENTUM, NESTEROV):
        return _momentum(now, after, rate, one * settings[0], code == NESTEROV)
    if code == ADAGRAD:
        return _scaled(now, after, rate, one, one, one * settings[0])
    if code == RMSPROP:
        return _scaled(now, after, rate, one * settings[0], one * (1.0 - settings[0]), one * settings[1])
    keep = one * (1.0 - rate * settings[3]) if code == ADAMW else one
    return _adam(now, after, rate, settings, count, keep, one)


@njit(fastmath=FAST, error_model="numpy")
def _sgd(w, g, rate):
    # 0 · w is NaN for a w that isn't finite, and so is any sum with it.
    found = w[0] - w[0]
    for i in range(len(w)):
        g[i] = w[i] - rate * g[i]
        found += g[i] - g[i]
    return found == found


@njit(fastmath=FAST, error_model="numpy")
def _momentum(now, after, rate, mu, ahead):
    w, v, g, v_next = now[0], now[1], after[0], after[1]
    found = w[0] - w[0]
    for i in range(len(w)):
        v_next[i] = mu * v[i] + g[i]
        direction = mu * v_next[i] + g[i] if ahead else v_next[i]
        g[i] = w[i] - rate * direction
        found += (g[i] - g[i]) + (v_next[i] - v_next[i])
    return found == found


@njit(fastmath=FAST, error_model="numpy")
def _scaled(now, after, rate, keep, add, epsilon):
    w, s, g, s_next = now[0], now[1], after[0], after[1]
    found = w[0] - w[0]
    for i in range(len(w)):
        s_next[i] = keep * s[i] + add * g[i] * g[i]
        g[i] = w[i] - rate * g[i] / (math.sqrt(s_next[i]) + epsilon)
        found += (g[i] - g[i]) + (s_next[i] - s_next[i])
    return found == found


@njit(fastmath=FAST, error_model="numpy")
def _adam(now, after, rate, settings, count, keep, one):
    beta1, beta2, epsilon = one * settings[0], one * settings[1], one * settings[2]
    rest1, rest2 = one * (1.0 - settings[0]), one * (1.0 - settings[1])
    unbias1 = one * (rate / (1.0 - settings[0] ** count))
    unbias2 = one * (1.0 - settings[1] ** count)
    w, m, s, g, m_next, s_next = now[0], now[1], now[2], after[0], after[1], after[2]
    found = w[0] - w[0]
    for i in range(len(w)):
        m_next[i] = beta1 * m[i] + rest1 * g[i]
        s_next[i] = beta2 * s[i] + rest2 * (g[i] * g[i])
        g[i] = keep * w[i] - unbias1 * m_next[i] / (math.sqrt(s_next[i] / unbias2) + epsilon)
        found += (g[i] - g[i]) + (m_next[i] - m_next[i]) + (s_next[i] - s_next[i])
    return found == found
