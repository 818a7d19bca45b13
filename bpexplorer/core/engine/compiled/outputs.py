"""The costs of samples, and the error at their output (BP1), as ``output`` has them for numpy."""

from bpexplorer.core.engine.compiled.codes import NO_PAIR
from bpexplorer.core.engine.compiled.dispatch import carry_back, cost_and_gradient, pair_cost_and_error
from bpexplorer.core.engine.compiled.elementary import inlined


@inlined
def summed_costs(pair, cost, z, a, y, delta, samples, stride):
    """Return the sum of the costs; ``delta`` becomes δ^L of a pair, and ∇_a C of what is none. Arrays as below."""
    if pair != NO_PAIR:
        return pair_cost_and_error(pair, z, a, y, delta, samples, stride)
    return cost_and_gradient(cost, a, y, delta, samples, stride)


@inlined
def cost_and_error(pair, cost, activation, z, a, y, delta, samples, stride):
    """Write δ^L / samples, and 0 beyond the samples; return the mean cost. Arrays lie as outputs × stride."""
    outputs = len(z) // stride
    total = summed_costs(pair, cost, z, a, y, delta, samples, stride)
    if pair == NO_PAIR:
        carry_back(activation, z, a, delta, stride)
    for j in range(outputs):
        for s in range(j * stride, j * stride + samples):
            delta[s] /= samples
        for s in range(j * stride + samples, (j + 1) * stride):
            delta[s] = 0.0
    return total / samples
