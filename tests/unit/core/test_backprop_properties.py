"""Backpropagation on random networks, costs and batches, against complex steps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.backprop import backpropagate, forward_from
from bpexplorer.core.costs import COSTS
from bpexplorer.core.output import sample_costs
from tests.strategies import problems

H = 1e-20
#: Smaller gradients are compared with this instead: a − y, or 1 − a² of a saturated tanh, is rounded to about 1e-16.
SMALLEST_SCALE = 1.0
some = settings(max_examples=80)


def numeric_gradient(net, array, x, y, cost):
    """∂C/∂(each entry) of one of the network's arrays, which has to be complex."""
    gradient = np.empty(array.shape)
    for entry in np.ndindex(array.shape):
        array[entry] += 1j * H
        zs_1 = x @ net.weights[0].T + net.biases[0]
        passed = forward_from(net, 1, zs_1)
        z, a = passed.zs[-1], passed.activations[-1]
        gradient[entry] = sample_costs(COSTS[cost], net.functions[-1], z, a, y).imag.mean() / H
        array[entry] = array[entry].real
    return gradient


@some
@given(problems())
def test_every_gradient_is_that_of_the_mean_cost_whatever_the_network(problem):
    net, x, y, cost = problem
    trace = backpropagate(net, x, y, cost=cost)
    copy = net.astype(np.complex128)
    got = [*trace.grad_weights, *trace.grad_biases]
    want = [numeric_gradient(copy, array, x, y, cost) for array in (*copy.weights, *copy.biases)]
    scale = max(SMALLEST_SCALE, *(float(np.abs(array).max()) for array in want))
    for one, other in zip(got, want, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() <= 1e-12 * scale


@some
@given(problem=problems(), data=st.data())
def test_every_delta_is_the_slope_of_its_own_samples_cost_whatever_the_network(problem, data):
    net, x, y, cost = problem
    trace = backpropagate(net, x, y, cost=cost)
    layer = data.draw(st.integers(1, net.depth))
    neuron = data.draw(st.integers(0, net.sizes[layer] - 1))
    z = trace.zs[layer - 1].astype(complex)
    z[:, neuron] += 1j * H
    after = forward_from(net, layer, z)
    costs = sample_costs(COSTS[cost], net.functions[-1], after.zs[-1], after.activations[-1], y)
    slopes = costs.imag / H
    scale = max(SMALLEST_SCALE, float(np.abs(slopes).max()))
    assert np.abs(trace.deltas[layer - 1][:, neuron] - slopes).max() <= 1e-12 * scale
