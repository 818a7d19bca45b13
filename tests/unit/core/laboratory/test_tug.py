"""Tug of war: the mean of δ goes to 0, not each δ."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.readings.laboratory.tug import read_tug
from bpexplorer.core.spec import Neuron
from tests.claims import after


def test_every_sample_is_there_sorted_and_their_mean_is_the_gradient_of_the_bias() -> None:
    state = after("digits", 0)
    network, data = state.network(), state.data
    trace = backpropagate(network, data.x_train, data.y_train, cost="log_likelihood")
    reading = read_tug(network, data, cost="log_likelihood", neuron=Neuron(2, 1))
    assert (len(reading.rows), reading.samples) == (1438, 1438)
    assert sorted(reading.rows.tolist()) == list(range(1438))
    assert (np.diff(reading.deltas) >= 0).all()
    np.testing.assert_allclose(reading.deltas, trace.deltas[1][reading.rows, 1], atol=1e-15)
    assert reading.mean == pytest.approx(trace.grad_biases[1][1])
    squares = sum(float((each**2).sum()) for each in (*trace.grad_weights, *trace.grad_biases))
    assert reading.gradient_norm == pytest.approx(squares**0.5)
    assert abs(reading.largest) == np.abs(trace.deltas[1][:, 1]).max()
    assert reading.raises + reading.lowers == 1438


def test_the_fixed_samples_and_an_empty_layer_number() -> None:
    state = after("digits", 0)
    reading = read_tug(state.network(), state.data, cost="log_likelihood", neuron=Neuron(3, 8), over="probe")
    assert len(reading.rows) == 32
    with pytest.raises(InvalidNetworkError):
        read_tug(state.network(), state.data, cost="log_likelihood", neuron=Neuron(0, 1))


def test_the_mean_vanishes_not_each_delta() -> None:
    state = after("gaussians", 1000, layers=(2,), batch_size=320, learning_rate=1.0)
    assert state.step == 1000
    reading = read_tug(state.network(), state.data, cost="log_likelihood", neuron=Neuron(1, 0))
    assert abs(reading.mean) == pytest.approx(8.8e-5, rel=0.01)
    assert reading.mean_size == pytest.approx(0.0164, abs=5e-5)
    assert abs(reading.largest) == pytest.approx(0.93, abs=0.005)


@pytest.mark.slow
def test_five_times_as_many_steps_bring_the_mean_down_and_leave_the_sizes() -> None:
    state = after("gaussians", 5000, layers=(2,), batch_size=320, learning_rate=1.0)
    reading = read_tug(state.network(), state.data, cost="log_likelihood", neuron=Neuron(1, 0))
    assert abs(reading.mean) == pytest.approx(5e-6, abs=0.5e-6)
    assert reading.mean_size == pytest.approx(0.0147, abs=5e-5)
