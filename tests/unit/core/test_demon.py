"""The demon: what it predicts, and what happens. How the gap between them shrinks: ``test_demon_gap.py``."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.demon import cost_curve, perturb
from bpexplorer.core.errors import DataError, InvalidNetworkError
from bpexplorer.core.network import Network


@pytest.fixture
def question():
    rng = np.random.default_rng(11)
    net = Network.create([3, 5, 4, 3], ["tanh", "softmax", "softmax"], initializer="normal", rng=rng)
    return net, rng.normal(size=(6, 3)), np.eye(3)[rng.integers(0, 3, 6)]


def test_the_prediction_is_delta_times_the_push(question):
    net, x, y = question
    delta = backpropagate(net, x, y, cost="quadratic").deltas[0][:, 2]
    result = perturb(net, x, y, cost="quadratic", layer=1, neuron=2, dz=-0.25)
    np.testing.assert_array_equal(result.delta, delta)
    np.testing.assert_array_equal(result.predicted, delta * -0.25)
    np.testing.assert_array_equal(result.gap, result.actual - result.predicted)
    assert result.mean_predicted == pytest.approx(result.predicted.mean())
    assert result.mean_actual == pytest.approx(result.actual.mean())


def test_what_happens_is_what_a_changed_bias_would_do(question):
    """Adding Δz to a neuron for every sample is the same as adding it to the neuron's bias."""
    net, x, y = question
    biases = [array.copy() for array in net.biases]
    biases[1][3] += 0.7
    moved = backpropagate(Network(net.weights, biases, net.activations), x, y, cost="log_likelihood")
    still = backpropagate(net, x, y, cost="log_likelihood")

    result = perturb(net, x, y, cost="log_likelihood", layer=2, neuron=3, dz=0.7)

    np.testing.assert_allclose(result.actual, moved.sample_costs - still.sample_costs, atol=1e-15)
    assert len(result.activations_after) == 2
    for got, want in zip(result.activations_after, moved.activations[1:], strict=True):
        np.testing.assert_allclose(got, want, atol=1e-15)
    for got, after, before in zip(
        result.activation_changes, moved.activations[1:], still.activations[1:], strict=True
    ):
        np.testing.assert_allclose(got, after - before, atol=1e-15)
    np.testing.assert_allclose(result.z_changes[0], [[0, 0, 0, 0.7]] * 6, atol=1e-15)


def test_no_push_changes_nothing(question):
    net, x, y = question
    result = perturb(net, x, y, cost="quadratic", layer=1, neuron=0, dz=0.0)
    np.testing.assert_array_equal(result.actual, 0)
    np.testing.assert_array_equal(result.activation_changes[-1], 0)


def test_the_network_and_the_samples_are_left_as_they_were(question):
    net, x, y = question
    kept = [array.copy() for array in (*net.weights, *net.biases, x, y)]
    perturb(net, x, y, cost="quadratic", layer=1, neuron=0, dz=3.0)
    cost_curve(net, x, y, cost="quadratic", layer=1, neuron=0, dzs=[1, 2])
    for array, before in zip((*net.weights, *net.biases, x, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_the_curve_is_what_single_pushes_give(question, layer):
    net, x, y = question
    dzs = np.linspace(-2, 2, 9)
    curve = cost_curve(net, x, y, cost="log_likelihood", layer=layer, neuron=1, dzs=dzs)
    assert curve.shape == (9, 6)
    still = backpropagate(net, x, y, cost="log_likelihood").sample_costs
    for dz, costs in zip(dzs, curve, strict=True):
        pushed = perturb(net, x, y, cost="log_likelihood", layer=layer, neuron=1, dz=dz)
        np.testing.assert_allclose(costs, still + pushed.actual, atol=1e-14)
    np.testing.assert_allclose(curve[4], still, atol=1e-15)


def test_the_curve_touches_its_tangent_where_nothing_is_pushed(question):
    net, x, y = question
    h = 1e-5
    below, above = cost_curve(net, x, y, cost="quadratic", layer=1, neuron=2, dzs=[-h, h])
    delta = backpropagate(net, x, y, cost="quadratic").deltas[0][:, 2]
    np.testing.assert_allclose((above - below) / (2 * h), delta, atol=1e-9)


def test_a_single_precision_network_is_asked_in_double_precision(question):
    net, x, y = question
    single = net.astype(np.float32)
    result = perturb(single, x, y, cost="log_likelihood", layer=2, neuron=0, dz=1e-4)
    assert result.actual.dtype == np.float64
    np.testing.assert_allclose(result.actual, result.predicted, atol=1e-8)


@pytest.mark.parametrize("ask", [perturb, cost_curve])
@pytest.mark.parametrize(
    ("layer", "neuron", "sentence"),
    [
        (0, 0, "Layer 0 is the input, which has no weighted input z"),
        (4, 0, "no layer 4; choose one from 1 to 3"),
        (-1, 0, "no layer -1"),
        (1, 5, "Layer 1 has no neuron 5; its neurons are numbered from 0 to 4"),
        (1, -1, "no neuron -1"),
    ],
)
def test_a_neuron_that_is_not_there_is_refused(question, ask, layer, neuron, sentence):
    net, x, y = question
    push = {"dz": 0.1} if ask is perturb else {"dzs": [0.1]}
    with pytest.raises(InvalidNetworkError, match=sentence):
        ask(net, x, y, cost="quadratic", layer=layer, neuron=neuron, **push)


def test_samples_that_do_not_fit_are_refused(question):
    net, x, y = question
    with pytest.raises(DataError, match="targets y"):
        cost_curve(net, x, y[:, :2], cost="quadratic", layer=1, neuron=0, dzs=[0.1])


def test_forward_sees_the_same_network_after_the_demon_has_gone(question):
    net, x, y = question
    before = forward(net, x).activations[-1]
    perturb(net, x, y, cost="quadratic", layer=2, neuron=0, dz=5.0)
    np.testing.assert_array_equal(forward(net, x).activations[-1], before)
