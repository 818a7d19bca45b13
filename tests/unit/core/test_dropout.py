"""Dropout: the step's own factors in both directions, the same on every machine, and nothing of it elsewhere."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import cost
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import NewStart, ResetToStart
from bpexplorer.core.edits.structure import AddNeurons, InsertLayer, RemoveLayer, SetDropout
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.output import sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.training.state import MOMENTS
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, bits, classes_data, start

DATA = classes_data()


def run(*edits, hidden=(6, 5), steps=0, **config):
    trainer = Trainer(start(hidden, data=DATA, **config))
    for number, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(number))
    return advance(trainer, steps)


def cost_with(parameters, factors, x, y):
    """C of a network whose activations are multiplied by the factors of one step; complex parameters are allowed."""
    a, layers = x, parameters.spec.layers
    for l, (w, b, layer) in enumerate(  # noqa: E741
        zip(parameters.weights, parameters.biases, layers, strict=True), start=1
    ):
        z = a @ w.T + b
        a = activation(layer.activation).value(z) * factors.get(l, 1.0)
    return sample_costs(cost("log_likelihood"), activation("softmax"), z, a, y).mean()


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softmax", "softplus"])
def test_a_step_follows_the_gradient_of_the_cost_with_its_factors_by_complex_step(name):
    edits = (SetDropout(1, 0.5), SetDropout(2, 0.2))
    # Without momentum the velocity is the gradient, to the bit.
    velocity = {"optimizer": "momentum", "optimizer_settings": {"momentum": 0.0}}
    trainer = run(*edits, steps=2, activation=name, batch_size=23, learning_rate=1.0, **velocity)
    before = trainer.state()
    rows = trainer.order
    factors = Dropout(before.spec, before.config.seed).factors(2, 23)
    x, y = DATA.x_train[rows], DATA.y_train[rows]
    gradient = np.empty(before.spec.parameter_count)
    for place in range(len(gradient)):
        nudged = before.parameters.flat.astype(complex)
        nudged[place] += 1e-30j
        gradient[place] = cost_with(Parameters(before.spec, nudged), factors, x, y).imag / 1e-30
    got, want = (
        Parameters(before.spec, g) for g in (advance(trainer, 1).state().planes.flat[MOMENTS], gradient)
    )
    for array, wanted in zip((*got.weights, *got.biases), (*want.weights, *want.biases), strict=True):
        assert abs(array - wanted).max() <= 1e-12 * abs(wanted).max()


def test_what_is_left_counts_more_so_that_the_mean_stays():
    spec = run(SetDropout(1, 0.3), SetDropout(2, 0.8)).spec
    draws = [Dropout(spec, 7).factors(step, 50) for step in range(200)]
    assert set(draws[0]) == {1, 2}
    for layer, share in ((1, 0.3), (2, 0.8)):
        factors = np.array([draw[layer] for draw in draws])
        assert np.unique(factors).tolist() == [0.0, 1 / (1 - share)]
        assert_allclose(factors.mean(), 1.0, atol=0.03)


def test_every_step_and_seed_has_factors_of_its_own_and_always_the_same():
    spec = run(SetDropout(1, 0.5)).spec
    here = Dropout(spec, 7).factors(3, 10)[1]
    assert bits(Dropout(spec, 7).factors(3, 10)[1]) == bits(here)
    assert (Dropout(spec, 7).factors(4, 10)[1] != here).any()
    assert (Dropout(spec, 8).factors(3, 10)[1] != here).any()


@pytest.mark.parametrize("steps", [0, 3, 5, 7])
def test_a_run_with_dropout_that_is_stopped_anywhere_goes_on_to_the_bit(steps):
    edits = (SetDropout(1, 0.5),)
    through = run(*edits, steps=11, optimizer="adam")
    stopped = run(*edits, steps=steps, optimizer="adam")
    assert_same_run(advance(Trainer(stopped.state()), 11 - steps).state(), through.state())


def test_dropout_shifts_neither_the_start_nor_the_order_of_the_samples():
    plain, dropping = run(), run(SetDropout(1, 0.5))
    assert bits(dropping.state().planes.flat) == bits(plain.state().planes.flat)
    advance(plain, 5)
    advance(dropping, 5)
    assert bits(dropping.order) == bits(plain.order)
    assert (dropping.state().planes.flat[0] != plain.state().planes.flat[0]).any()


def test_the_curve_leaves_nothing_out():
    trainer = run(SetDropout(1, 0.5), steps=5)
    trace = backpropagate(trainer.network, DATA.x_train, DATA.y_train, cost=trainer.config.cost)
    assert_allclose(trainer.state().history.latest.train_cost, trace.cost, rtol=1e-12)


def test_dropout_goes_with_its_layer_and_comes_back_with_the_undo():
    ledger, trainer = Ledger(), run(SetDropout(2, 0.25), steps=3)
    before = trainer.state()
    ledger.apply(trainer, 11, InsertLayer(1, LayerSpec(3, "tanh")), Context(11))
    ledger.apply(trainer, 12, AddNeurons(3), Context(12))
    assert [layer.dropout for layer in trainer.spec.layers] == [0, 0, 0.25, 0]
    ledger.apply(trainer, 13, RemoveLayer(3), Context(13))
    assert not trainer.spec.has_dropout
    for number in (13, 12, 11):
        ledger.revert(trainer, number, Context(100 + number))
    assert_same_run(trainer.state(), before)


@pytest.mark.parametrize("edit", [ResetToStart(), "seed"])
def test_a_new_run_keeps_its_dropout(edit):
    trainer = run(SetDropout(1, 0.5), steps=4)
    trainer.apply(NewStart(trainer.config.with_changes(seed=4)) if edit == "seed" else edit, Context(5))
    assert trainer.spec.layer(1).dropout == 0.5
    assert advance(trainer, 3).step == 3


@pytest.mark.parametrize(
    ("layer", "share", "words"),
    [(1, 0.99, "between 0 and 0.95"), (1, -0.1, "between"), (3, 0.5, "has no dropout")],
)
def test_a_share_that_cannot_be_is_refused_with_a_reason(layer, share, words):
    with pytest.raises(InvalidNetworkError, match=words):
        SetDropout(layer, share).on_spec(run().spec)
