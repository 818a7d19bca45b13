"""The route table: the terms of BP1 and BP2, and what a push really does along each route."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.demon import perturb
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.routes import routes

PAIRS = [(c, a) for c in COSTS for a in ACTIVATIONS if explain_pair(COSTS[c], ACTIVATIONS[a]) is None]


def question(hidden, output, *, seed=21):
    rng = np.random.default_rng(seed)
    net = Network.create([3, 5, 4], [hidden, output], initializer="normal", rng=rng)
    return net, rng.normal(size=(6, 3)), np.eye(4)[rng.integers(0, 4, 6)]


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_the_rows_of_an_output_neuron_add_up_to_its_delta(cost, output):
    net, x, y = question("tanh", output)
    for j in range(4):
        table = routes(net, x, y, cost=cost, layer=2, neuron=j)
        assert table.equation == "BP1"
        assert table.weights is None
        np.testing.assert_allclose(table.total, table.delta, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(table.terms, table.influence * table.path, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_the_rows_of_a_hidden_neuron_add_up_to_its_delta(hidden):
    net, x, y = question(hidden, "softmax")
    trace = backpropagate(net, x, y, cost="log_likelihood")
    for j in range(5):
        table = routes(net, x, y, cost="log_likelihood", layer=1, neuron=j)
        assert table.equation == "BP2"
        assert table.terms.shape == (6, 4)
        np.testing.assert_allclose(table.total, trace.deltas[0][:, j], rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(table.influence, trace.deltas[1])
        np.testing.assert_array_equal(table.weights, net.weights[1][:, j])


def test_with_an_elementwise_activation_a_hidden_row_is_weight_times_delta_times_gate():
    net, x, y = question("sigmoid", "softmax")
    table = routes(net, x, y, cost="log_likelihood", layer=1, neuron=2)
    product = table.weights * table.influence * table.gate[:, np.newaxis]
    np.testing.assert_allclose(table.terms, product, rtol=1e-13)
    assert (np.abs(table.own_jacobian).max(axis=0) > 0).tolist() == [False, False, True, False, False]


def test_with_sigmoids_one_row_lives_and_with_softmax_all_do():
    net, x, y = question("tanh", "sigmoid")
    table = routes(net, x, y, cost="quadratic", layer=2, neuron=1, dz=0.5)
    assert (np.abs(table.terms).max(axis=0) > 0).tolist() == [False, True, False, False]
    assert (np.abs(table.change).max(axis=0) > 0).tolist() == [False, True, False, False]
    net, x, y = question("tanh", "softmax")
    table = routes(net, x, y, cost="quadratic", layer=2, neuron=1, dz=0.5)
    assert (np.abs(table.terms) > 0).all()
    assert (np.abs(table.change) > 0).all()


@pytest.mark.parametrize(("layer", "neuron"), [(1, 3), (2, 1)])
@pytest.mark.parametrize("hidden", ["gelu", "softmax"])
def test_the_changes_are_those_the_demon_makes(hidden, layer, neuron):
    net, x, y = question(hidden, "softmax")
    at = {"cost": "log_likelihood", "layer": layer, "neuron": neuron, "dz": 0.4}
    table, demon = routes(net, x, y, **at), perturb(net, x, y, **at)
    happened = demon.activation_changes[0] if layer == 2 else demon.z_changes[1]
    np.testing.assert_allclose(table.change, happened, atol=1e-14)
    np.testing.assert_allclose(table.predicted.sum(axis=1), demon.predicted, atol=1e-14)


@pytest.mark.parametrize("layer", [1, 2])
def test_the_first_order_change_is_the_limit_of_the_change(layer):
    net, x, y = question("softmax", "softmax")
    table = routes(net, x, y, cost="quadratic", layer=layer, neuron=0, dz=1e-6)
    np.testing.assert_allclose(table.change / 1e-6, table.path, atol=1e-5)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_saturated_output_has_an_infinite_slope_but_a_finite_row(output):
    net = Network([[[800.0], [-800.0]]], [[0.0, 0.0]], [output])
    table = routes(net, [[1.0]], [[0, 1]], cost="cross_entropy", layer=1, neuron=1)
    assert np.isinf(table.influence).any()
    assert np.isfinite(table.terms).all()
    np.testing.assert_allclose(table.total, table.delta)
    assert table.delta.item() < -0.9


def test_an_input_has_no_routes():
    net, x, y = question("tanh", "softmax")
    with pytest.raises(InvalidNetworkError, match="Layer 0 is the input"):
        routes(net, x, y, cost="quadratic", layer=0, neuron=0)
