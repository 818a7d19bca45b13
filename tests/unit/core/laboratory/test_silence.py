"""Silence beside influence: each neuron silenced, by the reading and by hand."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward, forward_from
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Silence
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.evaluation import cost_and_accuracy
from bpexplorer.core.network import Network
from bpexplorer.core.readings.laboratory import silence
from bpexplorer.core.readings.laboratory.silence import influence_on_outputs, read_silence
from bpexplorer.core.training.state import TrainerState
from tests.claims import after


def read(state: TrainerState, layer: int) -> silence.SilenceReading:
    return read_silence(state.network(), state.data, cost=state.config.cost, layer=layer, step=state.step)


@pytest.mark.parametrize("layer", [1, 2])
def test_it_says_what_the_edit_would_do(layer: int) -> None:
    state = after("digits", 20)
    reading = read(state, layer)
    before, accuracy = cost_and_accuracy(state.network(), state.data, "train", cost="log_likelihood")
    assert reading.cost == pytest.approx(before)
    assert reading.accuracy == accuracy
    for j in (0, 3):
        silenced, _ = Silence(layer, (j,)).on_state(state, Context(1))
        after_, share = cost_and_accuracy(silenced.network(), state.data, "train", cost="log_likelihood")
        assert reading.cost_changes[j] == pytest.approx(after_ - before)
        assert reading.accuracies[j] == pytest.approx(share)
        again = read(silenced, layer)
        assert again.silent.tolist() == [each == j for each in range(len(reading.rms))]
        assert again.cost_changes[j] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("hidden", ["tanh", "softmax"])
@pytest.mark.parametrize("layer", [1, 2])
def test_influence_on_the_outputs_is_the_slope_of_their_z(hidden: str, layer: int) -> None:
    rng = np.random.default_rng(2)
    network = Network.create([3, 4, 5, 2], [hidden, hidden, "sigmoid"], rng=rng)
    x = rng.normal(size=(6, 3))
    trace = backpropagate(network, x, np.zeros((6, 2)), cost="quadratic")
    got = influence_on_outputs(network, trace, layer)
    z, slopes = forward(network, x).zs[layer - 1], []
    for j in range(z.shape[1]):
        moved = z.astype(complex)
        moved[:, j] += 1e-30j
        slopes.append(np.sqrt((forward_from(network, layer, moved).zs[-1].imag ** 2).mean()) / 1e-30)
    np.testing.assert_allclose(got, slopes, rtol=1e-10)


def test_a_neuron_whose_delta_has_gone_may_carry_the_answer() -> None:
    reading = read(after("xor", 100), 1)
    assert reading.median[[0, 2]] == pytest.approx([0.00015, 0.00010], abs=6e-6)
    assert reading.accuracies == pytest.approx([1.0, 0.96, 0.59, 0.98], abs=0.005)


def test_training_takes_away_influence_on_the_cost_and_gives_influence_on_the_answer() -> None:
    begun, learned = read(after("digits", 0), 2), read(after("digits", 20), 2)

    assert begun.rms.mean() / learned.rms.mean() == pytest.approx(3.4, abs=0.05)
    assert learned.influence.mean() / begun.influence.mean() == pytest.approx(1.58, abs=0.005)
    assert begun.cost_changes.mean() == pytest.approx(-0.001, abs=0.0005)
    assert begun.cost_changes.min() == pytest.approx(-0.016, abs=0.0005)
    assert begun.cost_changes.max() == pytest.approx(0.019, abs=0.0005)
    assert learned.cost_changes.mean() == pytest.approx(0.039, abs=0.0005)


def test_a_regression_has_no_accuracy_and_the_outputs_are_not_silenced() -> None:
    reading = read(after("wave", 0), 1)
    assert np.isnan(reading.accuracy)
    assert np.isnan(reading.accuracies).all()
    for layer in (0, 3):
        with pytest.raises(InvalidNetworkError):
            read(after("wave", 0), layer)


def test_of_a_large_layer_the_first_neurons_are_silenced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "MOST_NEURONS", 3)
    reading = read(after("digits", 0), 1)
    assert (reading.size, len(reading.rms), len(reading.silent), len(reading.influence)) == (14, 3, 3, 3)
