"""The steps of the numpy engine, beside backpropagation written out: blocks, memory, and what isn't finite."""

import tracemalloc

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.engine import numpy_stepper
from bpexplorer.core.engine.numpy_stepper import BLOCK
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.state import Divergence
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, classes_data, regression_data, start


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_network_of_many_blocks_is_updated_by_its_own_gradient_everywhere(optimizer):
    data = classes_data()
    state = start((150, 250), data=data, optimizer=optimizer, learning_rate=0.5, batch_size=23)
    assert state.spec.parameter_count > 2 * BLOCK
    trace = backpropagate(state.network(), data.x_train, data.y_train, cost=state.config.cost)
    gradient = Parameters.join(state.spec, trace.grad_weights, trace.grad_biases).flat
    trainer = Trainer(state)
    trainer.advance(1)
    moved = trainer.state().parameters.flat - state.parameters.flat
    np.testing.assert_allclose(moved, -0.5 * gradient, rtol=1e-9, atol=1e-14)


def test_an_update_that_overflows_is_not_taken_although_the_cost_is_finite():
    """∂C/∂w = −x y = −10³⁰⁶, and η = 1000 times that is beyond float64; C = y²/2 isn't."""
    data = regression_data(np.full((2, 1), 1e156), np.full((2, 1), 1e150))
    state = start(
        (),
        data=data,
        output="identity",
        cost="quadratic",
        initializer="zeros",
        learning_rate=1000.0,
        batch_size=2,
    )
    trainer = Trainer(state)
    assert trainer.advance(1).steps == 0
    assert trainer.divergence == Divergence(1, 1, "the update of the weights")
    np.testing.assert_array_equal(trainer.state().planes.flat, state.planes.flat)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "identity"])
@pytest.mark.parametrize("hidden", list(ACTIVATIONS))
def test_a_step_follows_the_gradient_of_its_batch(hidden, output):
    trainer = advance(Trainer(start((6, 4), activation=hidden, output=output, cost="quadratic")), 3)
    before = Parameters.of_network(trainer.network)
    rows = trainer.order[15:20]
    x, y = trainer.data.x_train[rows], trainer.data.y_train[rows]
    trace = backpropagate(trainer.network, x, y, cost="quadratic")
    trainer.advance(1)
    gradient = Parameters.join(trainer.spec, trace.grad_weights, trace.grad_biases).flat
    want = before.flat - trainer.config.learning_rate * gradient
    np.testing.assert_allclose(Parameters.of_network(trainer.network).flat, want, rtol=0, atol=1e-15)
    assert trainer.recorder.history().batches[-1, 1] == pytest.approx(trace.cost, rel=1e-14)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_going_through_the_parameters_by_blocks_changes_no_bit(optimizer, monkeypatch):
    state = start(optimizer=optimizer)
    at_once = advance(Trainer(state), 12).state()
    monkeypatch.setattr(numpy_stepper, "BLOCK", 7)
    assert_same_run(advance(Trainer(state), 12).state(), at_once)


def test_training_needs_little_more_memory_than_its_numbers():
    data = classes_data(samples=500, inputs=300)
    state = start((400, 300), data=data, batch_size=100, dtype="float32")
    tracemalloc.start()
    try:
        trainer = Trainer(state)
        advance(trainer, 2)  # what a step allocates for a moment counts, too
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        advance(trainer, 2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    parameters = state.spec.parameter_count
    assert peak - before < 0.05 * 4 * parameters


def test_numbers_of_float32_stay_so():
    trainer = advance(Trainer(start(optimizer="adam", dtype="float32", l1=1e-3, clip_norm=1.0)), 7)
    assert trainer.state().planes.flat.dtype == trainer.network.weights[0].dtype == np.float32
    assert trainer.engine == "numpy float32"
