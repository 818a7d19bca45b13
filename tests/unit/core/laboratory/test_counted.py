"""Histograms, samples on the activation's curve, and slices of the cost."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import backpropagate, mean_cost
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.laboratory.histograms import Counted, histogram, read_histograms
from bpexplorer.core.readings.laboratory.on_curve import read_on_curve
from bpexplorer.core.readings.laboratory.slices import DIRECTIONS, read_slices
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.trainer import Trainer
from tests.claims import after


@pytest.mark.parametrize("counted", list(Counted))
def test_every_value_is_counted(counted: Counted) -> None:
    state = after("digits", 0)
    reading = read_histograms(state, counted=counted)
    samples = len(state.data.x_train) if counted.has_samples else None
    for layer, each in enumerate(reading.layers, start=1):
        n_in, n = state.spec.sizes[layer - 1 : layer + 1]
        assert each.total == (n * n_in if samples is None else n * samples)
        assert each.counts.sum() == each.total
        assert each.not_finite == 0
        assert each.edges[0] <= each.least <= each.mean <= each.most <= each.edges[-1]


def test_updates_are_those_of_the_next_step() -> None:
    state = after("digits", 0)
    reading = read_histograms(state, counted=Counted.UPDATES)
    trainer = Trainer(state)
    trainer.advance(1)
    for layer, each in enumerate(reading.layers):
        change = trainer.network.weights[layer] - state.network().weights[layer]
        assert each.rms == pytest.approx(float(np.sqrt((change**2).mean())), rel=1e-9)


def test_columns_are_those_that_numpy_counts_and_0_has_one_of_its_own() -> None:
    values = np.random.default_rng(0).normal(size=500)
    got = histogram(1, values)
    counts, edges = np.histogram(values, bins=got.edges)
    np.testing.assert_array_equal(got.counts, counts)
    middle = len(edges) // 2 - 1
    assert edges[middle] < 0.0 < edges[middle + 1]
    assert edges[0] == pytest.approx(-edges[-1])


@pytest.mark.parametrize("value", [0.0, -3.0, 1e300, -1e308])
def test_values_that_are_all_the_same_or_not_finite_have_a_histogram(value: float) -> None:
    got = histogram(1, np.array([value, value, np.nan, np.inf]))
    assert (got.counts.sum(), got.not_finite, got.total) == (2, 2, 4)
    assert np.isfinite(got.edges).all()
    assert histogram(1, np.array([np.nan])).counts.sum() == 0


def test_a_set_without_samples_has_no_histogram() -> None:
    with pytest.raises(DataError, match="validation set"):
        read_histograms(after("digits", 0), counted=Counted.DELTAS, over="validation")


def test_every_sample_lies_on_the_curve() -> None:
    state = after("digits", 20)
    reading = read_on_curve(state.network(), state.data, neuron=Neuron(2, 1))
    assert len(reading.z) == 1438
    assert reading.curve is not None
    across, up = reading.curve
    np.testing.assert_allclose(up, np.tanh(across))
    np.testing.assert_allclose(reading.a, np.tanh(reading.z))
    np.testing.assert_allclose(reading.slopes, activation("tanh").derivative(reading.z, reading.a))
    assert across[0] <= reading.z.min() <= reading.z.max() <= across[-1]
    assert reading.flat_share == pytest.approx(float((1 - reading.a**2 < 0.05).mean()))


def test_softmax_has_no_one_curve() -> None:
    state = after("digits", 0)
    reading = read_on_curve(state.network(), state.data, neuron=Neuron(3, 8), over="probe")
    assert reading.curve is None
    np.testing.assert_allclose(reading.slopes, reading.a * (1 - reading.a))


def test_the_gradient_says_how_steep_it_is_here_and_not_how_far_to_go() -> None:
    state = after("digits", 0)
    reading = read_slices(state)
    assert (reading.read, reading.samples) == (1438, 1438)
    assert reading.gradient_norm == pytest.approx(0.401, abs=5e-4)
    assert (reading.cost, reading.cost_at_best) == pytest.approx((2.315, 2.165), abs=5e-4)
    assert reading.best == pytest.approx(1.87, abs=0.04)
    assert reading.rates[-1] > 4.5
    assert reading.downhill_change == pytest.approx(-0.140, abs=5e-4)
    # Which directions are drawn is this program's own: their spread is a property of C.
    assert abs(reading.random_changes.mean() - 0.005) < 3 * 0.011 / np.sqrt(DIRECTIONS)
    assert reading.random_changes.std() == pytest.approx(0.011, rel=0.5)
    assert (reading.downhill_change < reading.random_changes).all()


def test_a_point_of_the_curve_is_the_cost_of_the_network_moved_there() -> None:
    state = after("digits", 0)
    reading, data = read_slices(state), state.data
    network = state.network()
    trace = backpropagate(network, data.x_train, data.y_train, cost="log_likelihood")
    far = pytest.approx(2.336, abs=5e-4)  # beyond the end of the curve, where C is higher than at the start
    places = ((reading.rates[7], reading.costs[7]), (reading.rate, reading.cost_at_rate), (5.0, far))
    for rate, cost in places:
        moved = Network(
            [w - rate * g for w, g in zip(network.weights, trace.grad_weights, strict=True)],
            [b - rate * g for b, g in zip(network.biases, trace.grad_biases, strict=True)],
            network.activations,
        )
        there = mean_cost(moved, data.x_train, data.y_train, cost="log_likelihood")
        assert there == (cost if cost is far else pytest.approx(cost))
    assert reading.rate == 0.15
    first = (reading.costs[1] - reading.cost) / reading.rates[1]
    assert first == pytest.approx(-(reading.gradient_norm**2), rel=0.1)


def test_what_is_frozen_moves_in_no_direction_and_the_same_seed_draws_the_same() -> None:
    state = after("xor", 0)
    frozen, _ = Freeze(1, (0, 1, 2, 3)).on_state(state, Context(1))
    one, other, whole = read_slices(frozen), read_slices(frozen), read_slices(state)
    np.testing.assert_array_equal(one.random_changes, other.random_changes)
    assert one.gradient_norm < whole.gradient_norm
    data = state.data
    trace = backpropagate(state.network(), data.x_train, data.y_train, cost="cross_entropy")
    left = np.concatenate([trace.grad_weights[1].ravel(), trace.grad_biases[1]])
    assert one.gradient_norm == pytest.approx(float(np.linalg.norm(left)))


def test_a_gradient_of_0_is_read_as_it_is() -> None:
    state = after("xor", 0)
    flat = state.planes.flat.copy()
    flat[:] = 0.0
    reading = read_slices(replace(state, planes=Parameters(state.spec, flat)))
    assert np.isfinite(reading.costs).all()
