"""One question about the demon gives everything that is read off it."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare

NEURON = Neuron(1, 3)


@pytest.fixture(scope="module")
def data() -> TrainingData:
    return prepare(default_choice("digits"), "softmax").training


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.create([64, 6, 10], ["tanh", "softmax"], rng=np.random.default_rng(4))


def read(network: Network, data: TrainingData, *, dz: float, whole_batch: bool) -> DemonReading:
    return read_demon(
        network, data, cost="log_likelihood", sample=5, neuron=NEURON, dz=dz, whole_batch=whole_batch, step=17
    )


def test_the_curve_passes_through_the_cost_at_zero_and_through_the_changed_cost_at_dz(network, data):
    reading = read(network, data, dz=0.3, whole_batch=False)
    at_dz = reading.curve_cost[np.flatnonzero(reading.curve_dz == 0.3)]
    assert at_dz == pytest.approx([reading.cost + reading.actual], rel=1e-12)
    assert np.all(np.diff(reading.curve_dz) > 0)


def test_a_reading_of_one_sample_predicts_with_that_samples_delta(network, data):
    reading = read(network, data, dz=-0.2, whole_batch=False)
    trace = backpropagate(network, data.x_probe, data.y_probe, cost="log_likelihood")
    assert reading.delta == pytest.approx(trace.deltas[0][5, 3], rel=1e-12)
    assert reading.predicted == pytest.approx(reading.delta * -0.2, rel=1e-12)
    assert reading.cost == pytest.approx(trace.sample_costs[5], rel=1e-12)


def test_a_reading_of_the_whole_probe_predicts_with_the_mean_delta_which_is_the_gradient_by_the_bias(
    network, data
):
    reading = read(network, data, dz=0.1, whole_batch=True)
    trace = backpropagate(network, data.x_probe, data.y_probe, cost="log_likelihood")
    assert reading.delta == pytest.approx(trace.grad_biases[0][3], rel=1e-12)
    assert reading.cost == pytest.approx(trace.cost, rel=1e-12)


def test_the_curve_reaches_beyond_a_large_dz(network, data):
    assert read(network, data, dz=8.0, whole_batch=False).curve_dz[-1] > 8.0


@pytest.mark.parametrize("neuron", [NEURON, Neuron(2, 7)], ids=["tanh", "softmax"])
def test_the_neurons_own_activation_is_that_of_the_changed_network_at_every_dz(network, data, neuron):
    def at(dz: float, *, whole_batch: bool = False) -> DemonReading:
        return read_demon(
            network,
            data,
            cost="log_likelihood",
            sample=5,
            neuron=neuron,
            dz=dz,
            whole_batch=whole_batch,
            step=0,
        )

    reading = at(0.7)
    for dz in (-1.5, 0.0, 0.7):
        after = at(dz).perturbation.activations_after[0][0, neuron.index]
        on_curve = np.interp(dz, reading.curve_dz, reading.curve_a)
        assert on_curve == pytest.approx(after, abs=1e-3)
    before, after = reading.activation_change
    assert before == pytest.approx(reading.curve_a[np.flatnonzero(reading.curve_dz == 0.0)][0], rel=1e-12)
    assert after == pytest.approx(reading.curve_a[np.flatnonzero(reading.curve_dz == 0.7)][0], rel=1e-12)
    # It stays that of the one sample where the cost is the mean of all.
    np.testing.assert_array_equal(at(0.7, whole_batch=True).curve_a, reading.curve_a)


def test_the_lowest_point_is_that_of_the_curve_and_a_flat_one_has_none(network, data):
    reading = read(network, data, dz=0.3, whole_batch=False)
    assert reading.lowest is not None
    dz, cost = reading.lowest
    assert cost == reading.curve_cost.min()
    assert dz == reading.curve_dz[reading.curve_cost.argmin()]
    # Downhill is the way to it, though not how far it is.
    assert np.sign(dz) == -np.sign(reading.delta)
    flat = replace(reading, curve_cost=np.full_like(reading.curve_cost, 2.0), rounding=1e-15)
    assert flat.lowest is None
    assert replace(reading, curve_cost=np.full_like(reading.curve_cost, np.nan)).lowest is None


def test_the_prediction_before_and_with_dz_is_that_of_the_outputs(network, data):
    seen = set()
    for dz in (-9.0, 0.0, 9.0):
        reading = read(network, data, dz=dz, whole_batch=False)
        change = reading.perturbation
        expected = change.activations_before[-1][0].argmax(), change.activations_after[-1][0].argmax()
        assert reading.predictions(data) == expected
        seen.add(expected[0] == expected[1])
    assert seen == {True, False}
    assert reading.predictions(replace(data, labels_train=None, labels_test=None, class_names=())) is None
