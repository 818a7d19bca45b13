"""The cost of a batch, and the error at its output (BP1), as ``output`` has them for numpy."""

import numpy as np
from numba import njit

from bpexplorer.core.engine.compiled.codes import NO_PAIR
from bpexplorer.core.engine.compiled.dispatch import (
    carry_back,
    check_cost,
    cost_and_slope,
    pair_cost_and_error,
)
from bpexplorer.core.engine.compiled.elementary import FAST


@njit(fastmath=FAST, error_model="numpy")
def cost_and_error(pair, cost, activation, z, a, y, delta, samples, stride):
    """Write δ^L / samples, and 0 beyond the samples; return the mean cost. Arrays lie as outputs × stride."""
    outputs = len(z) // stride
    if pair != NO_PAIR:
        total = pair_cost_and_error(pair, z, a, y, delta, samples, stride)
    else:
        check_cost(cost)
        total = 0.0
        for j in range(outputs):
            for s in range(j * stride, j * stride + samples):
                c, slope = cost_and_slope(cost, np.float64(a[s]), np.float64(y[s]))
                total += c
                delta[s] = slope
        carry_back(activation, z, a, delta, stride)
    for j in range(outputs):
        for s in range(j * stride, j * stride + samples):
            delta[s] /= samples
        for s in range(j * stride + samples, (j + 1) * stride):
            delta[s] = 0.0
    return total / samples
