"""The sum that makes a δ, term by term, against complex steps and the reference cases."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.origin import DeltaSum, SumKind, delta_sum
from tests.gradients import batch_for, network
from tests.slopes import by_weighted_inputs
from tests.unit.core.test_reference_gradients import MANIFEST, REFERENCE

PAIRS = [(c, a) for c in COSTS for a in ACTIVATIONS if explain_pair(COSTS[c], ACTIVATIONS[a]) is None]


def question(hidden, output, *, seed=21):
    rng = np.random.default_rng(seed)
    net = Network.create([3, 5, 4], [hidden, output], initializer="normal", rng=rng)
    return net, rng.normal(size=(6, 3)), np.eye(4)[rng.integers(0, 4, 6)]


def sum_of(net: Network, x, y, cost: str, layer: int, neuron: int, **options) -> DeltaSum:
    trace = backpropagate(net, x, y, cost=cost, factors=options.pop("dropout", {}))
    return delta_sum(net, trace, np.asarray(y), cost=cost, layer=layer, neuron=neuron, **options)


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_the_terms_of_every_neuron_add_up_to_the_slope_that_the_complex_step_finds(cost, output):
    for hidden in ACTIVATIONS:
        parameters = network(hidden, output)
        net = Network(parameters.weights, parameters.biases, parameters.spec.activations)
        x, y = batch_for(cost, output, 7)
        trace = backpropagate(net, x, y, cost=cost)
        for layer in (1, 2, 3):
            slopes = by_weighted_inputs(parameters, layer, x, y, cost)
            at = {"cost": cost, "layer": layer}
            made = [
                delta_sum(net, trace, y, neuron=j, **at).shares.sum(axis=1) for j in range(net.sizes[layer])
            ]
            assert slopes.deviation(np.stack(made, axis=1)) <= 1e-12, (hidden, layer)


@pytest.mark.parametrize("case", [each for each in MANIFEST if each["file"].startswith("backprop")], ids=str)
def test_the_terms_add_up_to_the_deltas_of_the_reference_cases(case):
    with np.load(REFERENCE / case["file"]) as arrays:
        given = dict(arrays)
    depth = len(case["activations"])
    net = Network(
        [given[f"w{layer}"] for layer in range(1, depth + 1)],
        [given[f"b{layer}"] for layer in range(1, depth + 1)],
        case["activations"],
    )
    for layer in range(1, depth + 1):
        want = given[f"delta{layer}"]
        for j in range(want.shape[1]):
            got = sum_of(net, given["x"], given["y"], case["cost"], layer, j).shares.sum(axis=1)
            assert (np.abs(got - want[:, j]) / (1e-3 + np.abs(want[:, j]))).max() <= 1e-10


def test_the_factors_are_what_they_are_called():
    net, x, y = question("sigmoid", "softmax")
    found = sum_of(net, x, y, "log_likelihood", 1, 2)
    assert (found.kind, found.layer) == (SumKind.NEXT, 2)
    trace = backpropagate(net, x, y, cost="log_likelihood")
    a = trace.activations[0][:, 2]
    np.testing.assert_array_equal(found.path, np.tile(net.weights[1][:, 2], (6, 1)))
    np.testing.assert_array_equal(found.influence, trace.deltas[1])
    np.testing.assert_allclose(found.slope, a * (1 - a), rtol=1e-13)
    np.testing.assert_array_equal(found.delta, trace.deltas[0][:, 2])


def test_in_a_hidden_softmax_the_sum_goes_over_its_own_layer():
    net, x, y = question("softmax", "sigmoid")
    found = sum_of(net, x, y, "quadratic", 1, 2)
    assert (found.kind, found.layer, found.slope) == (SumKind.LAYER, 1, None)
    trace = backpropagate(net, x, y, cost="quadratic")
    a = trace.activations[0]
    by_activations = trace.deltas[1] @ net.weights[1]
    jacobian = a * ((np.arange(5) == 2) - a[:, [2]])
    np.testing.assert_allclose(found.influence, by_activations, rtol=1e-13)
    np.testing.assert_allclose(found.path, jacobian, rtol=1e-12)
    assert (np.abs(found.terms) > 0).all()


@pytest.mark.parametrize("hidden", ["tanh", "softmax"])
def test_dropout_is_a_factor_of_the_sum_or_in_its_terms(hidden):
    net, x, y = question(hidden, "softmax")
    factors = 2.0 * np.random.default_rng(3).integers(0, 2, size=(6, 5))
    for j in range(5):
        found = sum_of(net, x, y, "log_likelihood", 1, j, dropout={1: factors}, factors=factors)
        trace = backpropagate(net, x, y, cost="log_likelihood", factors={1: factors})
        np.testing.assert_allclose(found.shares.sum(axis=1), trace.deltas[0][:, j], rtol=1e-12, atol=1e-15)
        if hidden == "tanh":
            np.testing.assert_array_equal(found.factor, factors[:, j])
        else:
            assert found.factor is None
            assert (found.influence[factors == 0.0] == 0.0).all()


def test_a_removed_connection_is_no_term():
    net, x, y = question("tanh", "softmax")
    net.weights[1][1, 2] = 0.0
    removed = np.zeros((4, 5), dtype=bool)
    removed[1, 2] = True
    found = sum_of(net, x, y, "log_likelihood", 1, 2, removed=removed)
    assert found.neurons.tolist() == [0, 2, 3]
    np.testing.assert_allclose(found.shares.sum(axis=1), found.delta, rtol=1e-12)


def test_with_sigmoids_one_term_is_left_and_with_softmax_all_count():
    net, x, y = question("tanh", "sigmoid")
    terms = sum_of(net, x, y, "quadratic", 2, 1).terms
    assert (np.abs(terms).max(axis=0) > 0).tolist() == [False, True, False, False]
    net, x, y = question("tanh", "softmax")
    assert (np.abs(sum_of(net, x, y, "quadratic", 2, 1).terms) > 0).all()


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_saturated_output_has_an_infinite_slope_but_finite_terms(output):
    net = Network([[[800.0], [-800.0]]], [[0.0, 0.0]], [output])
    found = sum_of(net, [[1.0]], [[0.0, 1.0]], "cross_entropy", 1, 1)
    assert np.isinf(found.influence).any()
    assert np.isfinite(found.terms).all()
    np.testing.assert_allclose(found.terms.sum(axis=1), found.delta)
    assert found.delta.item() < -0.9


def test_an_input_has_no_delta_to_make():
    net, x, y = question("tanh", "softmax")
    with pytest.raises(InvalidNetworkError, match="Layer 0 is the input"):
        sum_of(net, x, y, "quadratic", 0, 0)
