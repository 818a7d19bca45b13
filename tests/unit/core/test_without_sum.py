"""Backpropagation without the sum over k: exactly the term k = j, and what training makes of it."""

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS
from bpexplorer.core.gradients.without_sum import (
    backpropagate_without_sum,
    is_needed,
    output_error_without_sum,
)
from bpexplorer.core.network import Network
from bpexplorer.core.output import output_error, output_error_terms
from bpexplorer.core.training.without_sum import train_without_sum
from tests.laboratory import opening_run


@pytest.mark.parametrize("cost", ["quadratic", "log_likelihood", "cross_entropy"])
def test_of_softmax_the_terms_k_equal_j_are_left(cost: str) -> None:
    rng = np.random.default_rng(3)
    softmax, z = ACTIVATIONS["softmax"], rng.normal(size=(6, 4))
    a, y = softmax.value(z), np.eye(4)[rng.integers(0, 4, 6)]
    kept = output_error_without_sum(COSTS[cost], softmax, z, a, y)
    for j in range(4):
        terms = output_error_terms(COSTS[cost], softmax, z, a, y, j)
        np.testing.assert_allclose(kept[:, j], terms[:, j], rtol=1e-12, atol=1e-15)
    assert abs(kept - output_error(COSTS[cost], softmax, z, a, y)).max() > 0.01


def test_where_outputs_round_to_0_and_1_what_is_left_stays_finite() -> None:
    softmax, z = ACTIVATIONS["softmax"], np.array([[800.0, 0.0, -800.0]])
    a, y = softmax.value(z), np.array([[0.0, 0.0, 1.0]])
    for cost in ("log_likelihood", "cross_entropy"):
        kept = output_error_without_sum(COSTS[cost], softmax, z, a, y)
        assert np.isfinite(kept).all()
        assert kept[0, 2] == pytest.approx(-1.0)


def test_with_elementwise_activations_nothing_is_lost() -> None:
    rng = np.random.default_rng(4)
    net = Network.create([3, 5, 2], ["tanh", "sigmoid"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(4, 3)), np.eye(2)[[0, 1, 1, 0]]
    right = backpropagate(net, x, y, cost="quadratic")
    without = backpropagate_without_sum(net, x, y, cost="quadratic")
    assert not is_needed(net.activations)
    for ours, theirs in zip(without.deltas, right.deltas, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


def test_a_hidden_softmax_loses_its_sum_too() -> None:
    rng = np.random.default_rng(5)
    net = Network.create([3, 4, 2], ["softmax", "sigmoid"], initializer="normal", rng=rng)
    x, y = rng.normal(size=(4, 3)), np.eye(2)[[0, 1, 1, 0]]
    right = backpropagate(net, x, y, cost="quadratic")
    without = backpropagate_without_sum(net, x, y, cost="quadratic")
    a = right.activations[0]
    np.testing.assert_allclose(without.deltas[0], (right.deltas[1] @ net.weights[1]) * a * (1 - a))
    np.testing.assert_allclose(without.grad_weights[0], without.deltas[0].T @ x / 4)
    assert is_needed(net.activations)


@pytest.mark.parametrize(
    ("cost", "with_sum", "without_sum"), [("log_likelihood", 0.955, 0.100), ("quadratic", 0.944, 0.922)]
)
def test_training_without_the_sum_fails_or_goes_on_all_the_same(
    cost: str, with_sum: float, without_sum: float
) -> None:
    """After 20 epochs on the digits. The second still trains: accuracy doesn't prove a gradient right."""
    right = opening_run(20, cost).history.latest
    assert right is not None
    assert right.test_accuracy == pytest.approx(with_sum, abs=0.002)
    records = list(train_without_sum(opening_run(0, cost), 20))
    assert [record.epoch for record in records] == list(range(21))
    assert records[-1].test_accuracy == pytest.approx(without_sum, abs=0.002)
