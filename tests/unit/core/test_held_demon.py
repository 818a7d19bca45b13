"""A demon that holds Δz while training goes on: what it does to a step, to a run, and what it leaves alone."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.run import NewStart, ResetToStart, UseData
from bpexplorer.core.edits.structure import InsertLayer, RemoveLayer, RemoveNeurons
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.spec import LayerSpec, Neuron
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.state import draw_start
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, bits, classes_data, overflowing, regression_data, start

DATA = classes_data()
PLACE = Neuron(1, 2)


def holding(state, neuron=PLACE, dz=0.5):
    return HoldDemon(neuron, dz).on_state(state, Context(1))[0]


def held():
    return Trainer(holding(start((4, 3), data=DATA)))


@pytest.mark.parametrize("neuron", [Neuron(1, 2), Neuron(2, 0), Neuron(3, 1)])
def test_a_step_follows_the_gradient_of_the_network_whose_bias_is_shifted(neuron):
    state = holding(start((4, 3), batch_size=23, learning_rate=0.1), neuron)
    before = state.network()
    shifted = [biases.copy() for biases in before.biases]
    shifted[neuron.layer - 1][neuron.index] += 0.5
    trace = backpropagate(
        replace_biases(before, shifted), state.data.x_train, state.data.y_train, cost=state.config.cost
    )
    after = advance(Trainer(state), 1).network
    for got, b, gradient in zip(after.biases, before.biases, trace.grad_biases, strict=True):
        assert_allclose(got, b - 0.1 * gradient, rtol=1e-12)
    for got, w, gradient in zip(after.weights, before.weights, trace.grad_weights, strict=True):
        assert_allclose(got, w - 0.1 * gradient, rtol=1e-12)


def replace_biases(network, biases):
    return type(network)(network.weights, biases, network.activations)


def test_a_neuron_alone_takes_all_of_it_back():
    x = np.linspace(-1, 1, 20)[:, None]
    options = {"output": "identity", "cost": "quadratic", "learning_rate": 0.2}
    state = start((), data=regression_data(x, 3 * x + 1), **options)
    trainer = advance(Trainer(state), 2000)
    learned = trainer.network.biases[0][0]
    assert_allclose(learned, 1, atol=1e-6)
    trainer.apply(HoldDemon(Neuron(1, 0), 0.5), Context(1))
    advance(trainer, 2000)
    assert_allclose(trainer.network.biases[0][0], learned - 0.5, atol=1e-6)
    assert_allclose(trainer.held.compensation(trainer.network), -0.5, atol=1e-6)


def test_among_others_a_neuron_takes_only_a_part_of_it_back():
    alone, under = (advance(Trainer(start((4, 3), learning_rate=0.2)), 100) for _ in range(2))
    under.apply(HoldDemon(PLACE, 0.5), Context(1))
    cost_then = backpropagate_all(under).cost
    assert cost_then > backpropagate_all(alone).cost
    for trainer in (alone, under):
        advance(trainer, 100)
    assert -0.5 < under.network.biases[0][2] - alone.network.biases[0][2] < -0.01
    assert backpropagate_all(under).cost < cost_then


def backpropagate_all(trainer):
    data = trainer.data
    return backpropagate(trainer.trained_network, data.x_train, data.y_train, cost=trainer.config.cost)


def test_the_curve_is_the_cost_of_the_network_as_it_is_trained():
    trainer = advance(held(), 5)
    assert_allclose(trainer.state().history.latest.train_cost, backpropagate_all(trainer).cost, rtol=1e-12)


def test_a_run_under_a_demon_that_is_stopped_anywhere_goes_on_to_the_bit():
    through, first = advance(held(), 13), advance(held(), 7)
    assert_same_run(advance(Trainer(first.state()), 6).state(), through.state())


def test_the_run_knows_since_when_and_for_how_many_steps_it_is_under_a_demon():
    trainer = advance(Trainer(start((4, 3))), 3)
    bias = trainer.network.biases[0][2]
    trainer.apply(HoldDemon(PLACE, 0.5), Context(1))
    advance(trainer, 4)
    assert (trainer.held.since, trainer.held.bias) == (3, bias)
    assert trainer.held_steps == 4
    trainer.apply(LetGo(), Context(2))
    advance(trainer, 2)
    assert (trainer.held, trainer.held_steps) == (None, 4)


def test_holding_and_letting_go_at_once_leaves_no_trace():
    plain, teased = (advance(Trainer(start((4, 3), data=DATA)), 3) for _ in range(2))
    undo = teased.apply(HoldDemon(PLACE, 0.5), Context(1))
    teased.apply(undo, Context(2))
    assert_same_run(advance(teased, 5).state(), advance(plain, 5).state())


def test_the_parameters_and_the_start_leave_it_out():
    state = start((4, 3))
    after = holding(state)
    assert bits(after.planes.flat) == bits(state.planes.flat)
    assert bits(after.network().biases[0]) == bits(state.network().biases[0])
    assert after.trained_network().biases[0][2] == state.network().biases[0][2] + 0.5
    reset, _ = ResetToStart().on_state(Trainer(after).state(), Context(2))
    assert bits(reset.planes.flat) == bits(draw_start_planes(state))


def draw_start_planes(state):
    flat = np.zeros_like(state.planes.flat)
    flat[:2] = draw_start(state.spec, state.config).flat
    return flat


@pytest.mark.parametrize("edit", ["reset", "new seed"])
def test_a_run_that_begins_anew_is_held_from_its_first_step(edit):
    trainer = advance(held(), 7)
    trainer.apply(
        ResetToStart() if edit == "reset" else NewStart(trainer.config.with_changes(seed=5)), Context(2)
    )
    assert (trainer.held.neuron, trainer.held.dz, trainer.held.since) == (PLACE, 0.5, 0)
    assert trainer.held.compensation(trainer.network) == 0
    assert trainer.held_steps == 0


def test_other_data_that_leave_no_such_neuron_let_it_go_until_the_undo():
    data = classes_data(classes=2)
    state = holding(start((4,)), Neuron(2, 2))
    small = start((4,), data=data)
    after, undo = UseData(small.spec, small.config, data).on_state(state, Context(2))
    assert after.held is None
    assert undo.on_state(after, Context(3))[0].held == state.held


def test_it_moves_with_its_neuron():
    ledger, trainer = Ledger(), held()
    ledger.apply(trainer, 1, InsertLayer(1, LayerSpec(2, "tanh")), Context(1))
    assert trainer.held.neuron == Neuron(2, 2)
    ledger.apply(trainer, 2, RemoveNeurons(2, (0,)), Context(2))
    assert trainer.held.neuron == Neuron(2, 1)
    ledger.revert(trainer, 2, Context(3))
    ledger.revert(trainer, 1, Context(4))
    assert trainer.held.neuron == PLACE


@pytest.mark.parametrize("edit", [RemoveNeurons(1, (2,)), RemoveLayer(1)])
def test_it_goes_with_its_neuron_and_comes_back_with_the_undo(edit):
    ledger, trainer = Ledger(), advance(held(), 2)
    before = trainer.state()
    ledger.apply(trainer, 1, edit, Context(1))
    after = trainer.state()
    assert after.held is None
    ledger.revert(trainer, 1, Context(2))
    assert_same_run(trainer.state(), before)
    ledger.apply(trainer, 1, edit, Context(3))
    assert_same_run(trainer.state(), after)
    ledger.revert(trainer, 1, Context(4))
    assert_same_run(trainer.state(), before)


def test_a_divergence_under_a_demon_is_found_in_the_step_that_it_happens_in():
    state = holding(overflowing(), Neuron(1, 0), 1.0)
    trainer = advance(Trainer(state), 1000)
    assert trainer.divergence is not None
    assert trainer.divergence.step == trainer.step + 1
    assert np.isfinite(trainer.state().planes.flat).all()


@pytest.mark.parametrize(
    ("neuron", "dz", "words"),
    [
        (Neuron(0, 0), 0.5, "Inputs have no z"),
        (Neuron(1, 9), 0.5, "no layer 1, neuron 9"),
        (PLACE, float("nan"), "can't hold"),
        (PLACE, 1e9, "can't hold"),
    ],
)
def test_what_cannot_be_held_is_refused_with_a_reason(neuron, dz, words):
    with pytest.raises(InvalidNetworkError, match=words):
        HoldDemon(neuron, dz).on_spec(start((4, 3)).spec)


def test_a_state_names_no_neuron_that_is_not_there():
    state = holding(start((4, 3)))
    with pytest.raises(InvalidNetworkError, match="A demon holds"):
        replace(state, held=replace(state.held, neuron=Neuron(1, 9)))
