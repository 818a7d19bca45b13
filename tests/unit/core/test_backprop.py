"""Backpropagation against complex steps, the four equations one by one, and what it refuses."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import (
    backpropagate,
    bias_gradient,
    forward,
    forward_from,
    hidden_error,
    mean_cost,
    output_error,
    weight_gradient,
    weighted_input,
)
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.errors import DataError, InvalidConfigError
from bpexplorer.core.network import Network

H = 1e-20
PAIRS = [(c, a) for c in COSTS for a in ACTIVATIONS if explain_pair(COSTS[c], ACTIVATIONS[a]) is None]


def targets(rng, samples, outputs):
    return np.eye(outputs)[rng.integers(0, outputs, samples)]


def complex_step_gradient(net, x, y, cost, array):
    """∂C/∂(each entry) of one of the network's arrays, which has to be complex."""
    gradient = np.empty(array.shape)
    for entry in np.ndindex(array.shape):
        array[entry] += 1j * H
        gradient[entry] = backpropagate(net, x, y, cost=cost).cost.imag / H
        array[entry] = array[entry].real
    return gradient


def assert_gradients_are_exact(net, x, y, cost, tolerance=1e-12):
    trace = backpropagate(net, x, y, cost=cost)
    copy = net.astype(np.complex128)
    for arrays, gradients in ((copy.weights, trace.grad_weights), (copy.biases, trace.grad_biases)):
        for array, gradient in zip(arrays, gradients, strict=True):
            numeric = complex_step_gradient(copy, x, y, cost, array)
            assert np.abs(gradient - numeric).max() <= tolerance * np.abs(numeric).max()


@pytest.mark.parametrize("samples", [1, 2, 7])
@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_gradients_are_exact_for_every_cost_and_output(cost, output, samples):
    rng = np.random.default_rng(1)
    net = Network.create([3, 4, 3], ["tanh", output], initializer="normal", rng=rng)
    assert_gradients_are_exact(net, rng.normal(size=(samples, 3)), targets(rng, samples, 3), cost)


@pytest.mark.parametrize("samples", [1, 2, 7])
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_gradients_are_exact_for_every_hidden_activation_softmax_included(hidden, samples):
    rng = np.random.default_rng(2)
    net = Network.create([3, 4, 3, 2], [hidden, hidden, "sigmoid"], initializer="normal", rng=rng)
    assert_gradients_are_exact(net, rng.normal(size=(samples, 3)), targets(rng, samples, 2), "cross_entropy")


def test_a_logarithm_of_an_unbounded_positive_output_is_evaluated_when_asked_for():
    rng = np.random.default_rng(3)
    net = Network.create([3, 4, 2], ["tanh", "softplus"], rng=rng)
    assert_gradients_are_exact(net, rng.normal(size=(4, 3)), targets(rng, 4, 2), "log_likelihood")


def test_every_delta_is_the_derivative_of_its_own_samples_cost():
    rng = np.random.default_rng(4)
    net = Network.create([3, 5, 4, 3], ["gelu", "softmax", "softmax"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(6, 3)), targets(rng, 6, 3)
    trace = backpropagate(net, x, y, cost="quadratic")
    for layer in (1, 2, 3):
        for j in range(net.sizes[layer]):
            z = trace.zs[layer - 1].astype(complex)
            z[:, j] += 1j * H
            a = forward_from(net, layer, z).activations[-1]
            numeric = COSTS["quadratic"].sample_costs(a, y).imag / H
            np.testing.assert_allclose(trace.deltas[layer - 1][:, j], numeric, rtol=1e-12, atol=1e-16)


def test_the_trace_is_the_four_equations_one_after_the_other():
    rng = np.random.default_rng(5)
    net = Network.create([3, 5, 2], ["sigmoid", "softmax"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(4, 3)), targets(rng, 4, 2)
    sigmoid, softmax = net.functions

    z1 = weighted_input(net.weights[0], net.biases[0], x)
    a1 = sigmoid.value(z1)
    z2 = weighted_input(net.weights[1], net.biases[1], a1)
    a2 = softmax.value(z2)
    delta2 = output_error(COSTS["log_likelihood"], softmax, z2, a2, y)
    delta1 = hidden_error(net.weights[1], delta2, sigmoid, z1, a1)
    grad_biases = bias_gradient(delta1), bias_gradient(delta2)
    grad_weights = weight_gradient(delta1, x), weight_gradient(delta2, a1)

    trace = backpropagate(net, x, y, cost="log_likelihood")
    for got, want in zip(
        (*trace.zs, *trace.activations, *trace.deltas, *trace.grad_weights, *trace.grad_biases),
        (z1, z2, a1, a2, delta1, delta2, *grad_weights, *grad_biases),
        strict=True,
    ):
        np.testing.assert_array_equal(got, want)


def test_the_equations_are_those_of_the_book_written_out_for_one_sample():
    rng = np.random.default_rng(6)
    net = Network.create([2, 3, 2], ["sigmoid", "sigmoid"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(1, 2)), np.array([[0.0, 1.0]])
    trace = backpropagate(net, x, y, cost="quadratic")

    def sigmoid(v):
        return 1 / (1 + np.exp(-v))

    w1, w2 = net.weights
    z1 = [sum(w1[j, k] * x[0, k] for k in range(2)) + net.biases[0][j] for j in range(3)]
    a1 = [sigmoid(z) for z in z1]
    z2 = [sum(w2[j, k] * a1[k] for k in range(3)) + net.biases[1][j] for j in range(2)]
    a2 = [sigmoid(z) for z in z2]
    delta2 = [(a2[j] - y[0, j]) * a2[j] * (1 - a2[j]) for j in range(2)]
    delta1 = [sum(w2[k, j] * delta2[k] for k in range(2)) * a1[j] * (1 - a1[j]) for j in range(3)]

    np.testing.assert_allclose(trace.deltas[1][0], delta2, rtol=1e-13)
    np.testing.assert_allclose(trace.deltas[0][0], delta1, rtol=1e-13)
    np.testing.assert_allclose(trace.grad_biases[0], delta1, rtol=1e-13)
    for j in range(3):
        for k in range(2):
            assert trace.grad_weights[0][j, k] == pytest.approx(delta1[j] * x[0, k], rel=1e-13)


def test_samples_do_not_influence_each_other_and_gradients_are_their_mean():
    rng = np.random.default_rng(7)
    net = Network.create([3, 4, 3], ["relu", "softmax"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(5, 3)), targets(rng, 5, 3)
    whole = backpropagate(net, x, y, cost="log_likelihood")
    single = [backpropagate(net, x[i : i + 1], y[i : i + 1], cost="log_likelihood") for i in range(5)]
    np.testing.assert_allclose(whole.deltas[0], np.vstack([one.deltas[0] for one in single]), atol=1e-15)
    np.testing.assert_allclose(
        whole.grad_weights[0], np.mean([one.grad_weights[0] for one in single], axis=0), atol=1e-15
    )
    np.testing.assert_allclose(whole.sample_costs, [one.cost for one in single], rtol=1e-13)
    assert whole.cost == pytest.approx(whole.sample_costs.mean())
    assert isinstance(whole.cost, float)


def test_forward_goes_on_from_the_weighted_inputs_of_any_layer():
    rng = np.random.default_rng(8)
    net = Network.create([3, 4, 5, 2], ["tanh", "elu", "softmax"], rng=rng)
    whole = forward(net, rng.normal(size=(4, 3)))
    for layer in (1, 2, 3):
        rest = forward_from(net, layer, whole.zs[layer - 1])
        assert len(rest.zs) == 4 - layer
        np.testing.assert_array_equal(rest.activations[-1], whole.activations[-1])


def test_a_single_precision_network_stays_in_single_precision():
    rng = np.random.default_rng(9)
    net = Network.create([3, 4, 2], ["gelu", "softmax"], rng=rng).astype(np.float32)
    x, y = rng.normal(size=(4, 3)).astype(np.float32), targets(rng, 4, 2).astype(np.float32)
    trace = backpropagate(net, x, y, cost="log_likelihood")
    arrays = (*trace.zs, *trace.activations, *trace.deltas, *trace.grad_weights, *trace.grad_biases)
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    double = backpropagate(net.astype(np.float64), x, y, cost="log_likelihood")
    np.testing.assert_allclose(trace.grad_weights[0], double.grad_weights[0], atol=1e-6)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("cost", ["cross_entropy", "log_likelihood"])
def test_a_saturated_network_still_has_finite_errors_and_costs(cost, output):
    net = Network([[[800.0], [-800.0]]], [[0.0, 0.0]], [output])
    trace = backpropagate(net, [[1.0], [-1.0]], [[0, 1], [0, 1]], cost=cost)
    assert np.isfinite(trace.deltas[0]).all()
    assert np.isfinite(trace.sample_costs).all()
    assert trace.sample_costs[0] >= 800


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        (np.ones(3), np.ones((1, 2)), r"inputs x have shape \(3,\).*3 columns, one for each input neuron"),
        (np.ones((2, 4)), np.ones((2, 2)), r"inputs x have shape \(2, 4\)"),
        (np.ones((0, 3)), np.ones((0, 2)), r"inputs x have shape \(0, 3\).*at least one row"),
        (np.ones((2, 3)), np.ones(2), r"targets y have shape \(2,\).*2 columns, one for each output neuron"),
        (np.ones((2, 3)), np.ones((3, 2)), r"2 samples of inputs x but 3 of targets y"),
        ([["a", "b", "c"]], np.ones((1, 2)), r"inputs x are not an array of numbers"),
    ],
)
def test_samples_that_do_not_fit_are_refused_with_both_shapes(x, y, sentence):
    net = Network.create([3, 2], ["sigmoid"], rng=np.random.default_rng(0))
    with pytest.raises(DataError, match=sentence):
        backpropagate(net, x, y, cost="quadratic")


def test_an_unknown_cost_is_refused():
    net = Network.create([3, 2], ["sigmoid"], rng=np.random.default_rng(0))
    with pytest.raises(InvalidConfigError, match="no cost called 'mse'"):
        backpropagate(net, np.ones((1, 3)), np.ones((1, 2)), cost="mse")


@pytest.mark.parametrize("factors", [{}, {1: np.array([[0.0, 2.0, 2.0]] * 7)}])
def test_the_mean_cost_without_the_way_back_is_the_same_to_the_bit(factors):
    rng = np.random.default_rng(4)
    net = Network.create([2, 3, 2], ["tanh", "softmax"], rng=rng)
    x, y = rng.normal(size=(7, 2)), np.eye(2)[rng.integers(0, 2, 7)]
    with_it = backpropagate(net, x, y, cost="log_likelihood", factors=factors).cost
    assert mean_cost(net, x, y, cost="log_likelihood", factors=factors) == with_it
