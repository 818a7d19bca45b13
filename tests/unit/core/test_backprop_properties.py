"""Backpropagation on random networks, costs and batches, against complex steps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.parameters import Parameters
from tests.slopes import by_parameters, by_weighted_inputs
from tests.strategies import problems

EXACT = 1e-12
#: What a random network may lose beside that: so many units in the last place of ``sizes``.
LAST_PLACES = 16 * np.finfo(float).eps
some = settings(max_examples=100)


def sizes(net, trace, x, y):
    """δ of each layer, gradients by weights and by biases, if nothing cancelled: every difference made a sum.

    a − y, 1 − a² of a saturated tanh, and a sum over neurons may be far smaller than what they are made of, and are
    right to the last places of that. Slopes of activations count as 1, and so does the largest slope of a cost.
    """
    deltas = [np.abs(trace.activations[-1]) + np.abs(y) + 1]
    for weights in net.weights[:0:-1]:
        deltas.insert(0, deltas[0] @ np.abs(weights))
    befores = [np.abs(each) for each in (x, *trace.activations[:-1])]
    by_weights = [delta.T @ a / len(x) for delta, a in zip(deltas, befores, strict=True)]
    return deltas, by_weights, [delta.mean(axis=0) for delta in deltas]


@some
@given(problems())
def test_every_gradient_is_that_of_the_mean_cost_whatever_the_network(problem):
    net, x, y, cost = problem
    trace = backpropagate(net, x, y, cost=cost)
    parameters = Parameters.of_network(net)
    slopes = by_parameters(parameters, x, y, cost)
    want, clear = Parameters(parameters.spec, slopes.values), Parameters(parameters.spec, slopes.clear)
    _, *largest = sizes(net, trace, x, y)
    for got, wanted, where, scales in zip(
        (trace.grad_weights, trace.grad_biases),
        (want.weights, want.biases),
        (clear.weights, clear.biases),
        largest,
        strict=True,
    ):
        for g, w, c, scale in zip(got, wanted, where, scales, strict=True):
            allowed = EXACT * np.abs(w).max() + LAST_PLACES * scale.max()
            assert np.abs(g - w)[c].max(initial=0) <= allowed


@some
@given(problem=problems(), data=st.data())
def test_every_delta_is_the_slope_of_its_own_samples_cost_whatever_the_network(problem, data):
    net, x, y, cost = problem
    trace = backpropagate(net, x, y, cost=cost)
    layer = data.draw(st.integers(1, net.depth))
    slopes = by_weighted_inputs(Parameters.of_network(net), layer, x, y, cost)
    scale = sizes(net, trace, x, y)[0][layer - 1]
    allowed = EXACT * np.abs(slopes.values).max() + LAST_PLACES * scale.max()
    assert np.abs(trace.deltas[layer - 1] - slopes.values)[slopes.clear].max(initial=0) <= allowed


@some
@given(problem=problems(), data=st.data())
def test_the_gradient_of_a_mean_is_the_mean_of_gradients(problem, data):
    """Of the samples one by one, and of two parts, each counted by its size; a sample's δ is its own affair."""
    net, x, y, cost = problem
    whole = backpropagate(net, x, y, cost=cost)
    cut = data.draw(st.integers(0, len(x)))
    alone = [slice(i, i + 1) for i in range(len(x))]
    halves = [part for part in (slice(0, cut), slice(cut, len(x))) if len(x[part])]
    _, *largest = sizes(net, whole, x, y)
    for parts in (alone, halves):
        traces = [backpropagate(net, x[part], y[part], cost=cost) for part in parts]
        shares = [len(x[part]) / len(x) for part in parts]
        for name, scales in zip(("grad_weights", "grad_biases"), largest, strict=True):
            for layer, scale in enumerate(scales):
                mean = sum(
                    share * getattr(one, name)[layer] for share, one in zip(shares, traces, strict=True)
                )
                assert np.abs(getattr(whole, name)[layer] - mean).max() <= LAST_PLACES * scale.max()
        for layer, scale in enumerate(sizes(net, whole, x, y)[0]):
            together = np.concatenate([one.deltas[layer] for one in traces])
            assert np.abs(whole.deltas[layer] - together).max() <= LAST_PLACES * scale.max()
