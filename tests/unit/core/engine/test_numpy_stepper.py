"""The steps of the numpy engine, where they differ from backpropagation written out: blocks, and what isn't finite."""

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.engine.numpy_stepper import BLOCK
from bpexplorer.core.frame import Divergence
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.trainer import Trainer
from tests.runs import classes_data, regression_data, start


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
