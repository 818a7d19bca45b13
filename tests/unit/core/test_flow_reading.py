"""What the gradient flow panel and the command line read: the network now, and its next step."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import DataError
from bpexplorer.core.readings.diagnostics.flow import gradient_flow
from bpexplorer.core.readings.flow import read_flow
from bpexplorer.core.training_data import SAMPLES, SamplesName
from tests.frames import Training


@pytest.mark.parametrize("over", SAMPLES)
def test_the_reading_is_of_the_samples_asked_for_and_of_this_step(over: SamplesName) -> None:
    training = Training(validation_share=0.2).advance(30)
    state, net = training.trainer.state(), training.frame().network
    x, y, _ = training.trainer.data.samples(over)
    reading = read_flow(state, over=over)
    assert (reading.step, reading.over, reading.samples) == (30, over, len(x))
    trace = backpropagate(net, x, y, cost=state.config.cost)
    assert tuple(layer.flow for layer in reading.layers) == gradient_flow(net, trace)
    after = training.advance(1).frame().network
    changed = backpropagate(after, x, y, cost=state.config.cost).cost - trace.cost
    np.testing.assert_allclose(reading.next_step.actual, changed, rtol=1e-9)


def test_it_is_of_the_training_part_unless_something_else_is_said() -> None:
    assert read_flow(Training().trainer.state()).over == "train"


def test_a_part_without_samples_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="The validation set has no samples"):
        read_flow(Training().trainer.state(), over="validation")


def test_the_next_step_is_the_one_that_the_run_makes() -> None:
    training = Training(optimizer="adam").advance(30)
    reading = read_flow(training.trainer.state())
    before = training.frame().network
    after = training.advance(1).frame().network
    data, cost = training.trainer.data, training.trainer.config.cost
    c_before, c_after = (
        backpropagate(net, data.x_train, data.y_train, cost=cost).cost for net in (before, after)
    )
    np.testing.assert_allclose(reading.next_step.actual, c_after - c_before, rtol=1e-9)
    for layer, w, moved in zip(reading.layers, before.weights, after.weights, strict=True):
        rms = np.linalg.norm(moved - w) / np.linalg.norm(w)
        np.testing.assert_allclose(layer.update.weights, rms, rtol=1e-9)


def test_reading_leaves_the_run_as_it_is() -> None:
    watched, alone = Training().advance(5), Training().advance(5)
    for _ in range(3):
        read_flow(watched.trainer.state())
        watched.advance(1)
        alone.advance(1)
    for one, other in zip(watched.frame().network.weights, alone.frame().network.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_cost_that_cannot_be_evaluated_is_the_reason_why_there_is_no_next_step() -> None:
    training = Training((2, 4, 1), ("tanh", "tanh"), data="xor", cost="cross_entropy")
    refused = read_flow(training.trainer.state()).refused
    assert refused is not None
    assert "needs outputs between 0 and 1" in refused
    assert read_flow(Training().trainer.state()).refused is None
    of_numbers = Training((1, 4, 1), ("tanh", "sigmoid"), data="wave", cost="cross_entropy")
    assert "are any numbers" in (read_flow(of_numbers.trainer.state()).refused or "")
