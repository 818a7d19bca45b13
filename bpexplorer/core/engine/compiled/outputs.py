"""The cost of a batch, and the error at its output (BP1), as ``output`` has them for numpy."""

from bpexplorer.core.engine.compiled.codes import NO_PAIR
from bpexplorer.core.engine.compiled.dispatch import carry_back, cost_and_gradient, pair_cost_and_error
from bpexplorer.core.engine.compiled.elementary import inlined


@inlined
def cost_and_error(pair, cost, activation, z, a, y, delta, samples, stride):
    """Write δ^L / samples, and 0 beyond the samples; return the mean cost. Arrays lie as outputs × stride."""
    outputs = len(z) // stride
    if pair != NO_PAIR:
        total = pair_cost_and_error(pair, z, a, y, delta, samples, stride)
    else:
        total = cost_and_gradient(cost, a, y, delta, samples, stride)
        carry_back(activation, z, a, delta, stride)
    for j in range(outputs):
        for s in range(j * stride, j * stride + samples):
            delta[s] /= samples
        for s in range(j * stride + samples, (j + 1) * stride):
            delta[s] = 0.0
    return total / samples
