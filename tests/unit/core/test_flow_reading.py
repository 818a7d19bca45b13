"""What the gradient flow panel and the command line read: the network now, and its next step."""

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.diagnostics.flow import gradient_flow
from bpexplorer.core.flow_reading import read_flow
from tests.frames import Training


def test_the_reading_is_of_all_training_samples_and_of_this_step() -> None:
    training = Training().advance(30)
    state, net, data = training.trainer.state(), training.frame().network, training.trainer.data
    reading = read_flow(state)
    assert (reading.step, reading.samples) == (30, len(data.x_train))
    trace = backpropagate(net, data.x_train, data.y_train, cost=state.config.cost)
    assert tuple(layer.flow for layer in reading.layers) == gradient_flow(net, trace)


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
