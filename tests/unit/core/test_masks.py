"""What training leaves alone: frozen and removed parameters, through every optimizer, edit and undo."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
)
from bpexplorer.core.edits.run import NewStart, ResetToStart, UseData
from bpexplorer.core.edits.structure import AddNeurons, InsertLayer, RemoveLayer, RemoveNeurons
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.mask import (
    fixed_places,
    frozen_neurons,
    frozen_weights,
    is_biasless,
    removed_places,
    removed_weights,
)
from bpexplorer.core.training.rules.clipping import clip_by_norm
from bpexplorer.core.training.state import MOMENTS, START, VALUE
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, assert_same_run, bits, classes_data, start

DATA = classes_data()
PAIRS = ((0, 1), (2, 3))


def run(*edits, steps=0, **config):
    trainer = advance(Trainer(start((4, 3), data=DATA, **config)), steps)
    for number, edit in enumerate(edits, start=1):
        trainer.apply(edit, Context(number))
    return trainer


HARSH = {"l1": 0.01, "l2": 0.1, "clip_norm": 0.5, "learning_rate": 0.05}


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_nothing_moves_what_is_frozen_or_removed(optimizer):
    settings = {"optimizer_settings": {"weight_decay": 0.1}} if optimizer == "adamw" else {}
    # Steps before give the moments a velocity that would go on.
    edits = (
        Freeze(1, (1, 3)),
        RemoveConnections(2, PAIRS),
        RemoveBiases(3),
        FreezeConnections(3, ((0, 2), (1, 1))),
    )
    trainer = run(*edits, steps=6, optimizer=optimizer, **HARSH, **settings)
    before = trainer.state()
    fixed = fixed_places(before.mask)
    assert len(fixed) == 2 * (3 + 1) + 2 + 3 + 2
    after = advance(trainer, 12).state()
    assert bits(after.planes.flat[:, fixed]) == bits(before.planes.flat[:, fixed])
    free = np.setdiff1d(np.arange(before.spec.parameter_count), fixed)
    assert (after.planes.flat[VALUE, free] != before.planes.flat[VALUE, free]).all()
    assert not after.planes.flat[VALUE, removed_places(after.mask)].any()


def test_the_free_parameters_follow_their_own_gradient_alone():
    trainer = run(Freeze(2, (0, 2)), RemoveConnections(1, ((3, 0),)), batch_size=23, learning_rate=0.1)
    before = trainer.state()
    trace = backpropagate(before.network(), DATA.x_train, DATA.y_train, cost=before.config.cost)
    gradient = Parameters.join(before.spec, trace.grad_weights, trace.grad_biases).flat
    gradient[fixed_places(before.mask)] = 0
    after = advance(trainer, 1).state()
    want = before.parameters.flat - 0.1 * gradient
    np.testing.assert_allclose(after.parameters.flat, want, rtol=1e-12, atol=1e-15)


def test_what_is_fixed_counts_for_nothing_where_the_gradient_is_clipped():
    trainer = run(Freeze(3, (0, 1, 2)), batch_size=23, learning_rate=1.0, clip_norm=1e-3)
    before = trainer.state()
    trace = backpropagate(before.network(), DATA.x_train, DATA.y_train, cost=before.config.cost)
    gradient = Parameters.join(before.spec, trace.grad_weights, trace.grad_biases).flat
    gradient[fixed_places(before.mask)] = 0
    clip_by_norm(gradient, 1e-3)
    after = advance(trainer, 1).state()
    np.testing.assert_allclose(
        after.parameters.flat, before.parameters.flat - gradient, rtol=1e-9, atol=1e-13
    )


def test_a_removed_connection_carries_nothing():
    trainer = run(*[RemoveConnections(1, tuple((target, 0) for target in range(4)))], steps=3)
    other = DATA.x_train.copy()
    other[:, 0] += 5.0
    one, two = (
        backpropagate(trainer.network, x, DATA.y_train, cost="log_likelihood").activations[-1]
        for x in (DATA.x_train, other)
    )
    np.testing.assert_array_equal(one, two)


def test_a_connection_comes_back_as_it_was_by_undo_and_as_it_began_by_request():
    trainer = run(steps=4, optimizer="adam", learning_rate=0.05)
    before = trainer.state()
    undo = trainer.apply(RemoveConnections(2, PAIRS), Context(1))
    trainer.apply(undo, Context(2))
    assert_same_run(trainer.state(), before)

    trainer.apply(RemoveConnections(2, PAIRS), Context(3))
    advance(trainer, 3)
    trainer.apply(RemoveConnections(2, PAIRS, removed=False), Context(4))
    state = trainer.state()
    for target, source in PAIRS:
        column = state.planes.weights[1][:, target, source]
        assert column[VALUE] == column[START] != 0
        assert not column[MOMENTS:].any()
    assert not fixed_places(state.mask).size


def test_what_is_removed_and_frozen_stays_frozen_when_it_comes_back():
    trainer = run(
        Freeze(2, (0,)), RemoveConnections(2, ((0, 1),)), RemoveConnections(2, ((0, 1),), removed=False)
    )
    assert frozen_neurons(trainer.mask, 2).tolist() == [True, False, False]
    trainer.apply(RemoveConnections(2, ((0, 1),)), Context(9))
    trainer.apply(Freeze(2, (0,), frozen=False), Context(10))
    assert removed_weights(trainer.mask, 2).sum() == 1
    assert fixed_places(trainer.mask).size == 1


def test_a_single_weight_is_frozen_and_its_neighbours_learn_on():
    trainer = run(FreezeConnections(2, ((1, 3),)), steps=2)
    before = trainer.network.weights[1].copy()
    advance(trainer, 5)
    moved = trainer.network.weights[1] != before
    assert np.argwhere(~moved).tolist() == [[1, 3]]
    assert np.argwhere(frozen_weights(trainer.mask, 2)).tolist() == [[1, 3]]
    trainer.apply(FreezeConnections(2, ((1, 3),), frozen=False), Context(2))
    before = trainer.network.weights[1][1, 3]
    assert advance(trainer, 2).network.weights[1][1, 3] != before


def test_undoing_a_frozen_weight_frees_it_alone_and_touches_no_number():
    trainer = run(Freeze(2, (0,)), steps=3, optimizer="adam")
    codes = trainer.mask.flat.copy()
    # The first of them is frozen with its neuron already.
    undo = trainer.apply(FreezeConnections(2, ((0, 1), (2, 1))), Context(5))
    assert (trainer.mask.flat != codes).sum() == 1
    learned = advance(trainer, 4).state().planes.flat.copy()
    redo = trainer.apply(undo, Context(6))
    assert bits(trainer.mask.flat) == bits(codes)
    assert bits(trainer.state().planes.flat) == bits(learned)
    trainer.apply(redo, Context(7))
    assert frozen_weights(trainer.mask, 2)[[0, 2], [1, 1]].all()


def test_a_frozen_weight_is_undone_to_the_bit_where_nothing_was_masked():
    trainer = run(steps=4, optimizer="adam")
    before = trainer.state()
    undo = trainer.apply(FreezeConnections(1, ((2, 0),)), Context(1))
    trainer.apply(undo, Context(2))
    assert_same_run(trainer.state(), before)


def test_a_frozen_weight_that_is_removed_comes_back_frozen():
    trainer = run(FreezeConnections(2, ((0, 1),)), RemoveConnections(2, ((0, 1),)))
    assert trainer.network.weights[1][0, 1] == 0
    trainer.apply(RemoveConnections(2, ((0, 1),), removed=False), Context(4))
    back = trainer.network.weights[1][0, 1]
    assert back != 0
    assert advance(trainer, 3).network.weights[1][0, 1] == back


@pytest.mark.parametrize("edit", ["reset", "new seed", "data"])
def test_a_new_run_keeps_what_is_frozen_or_removed(edit):
    trainer = run(Freeze(1, (0,)), RemoveConnections(2, PAIRS), RemoveBiases(3), steps=5)
    mask = trainer.mask.flat.copy()
    edits = {
        "reset": ResetToStart(),
        "new seed": NewStart(trainer.config.with_changes(seed=8)),
        "data": UseData(trainer.spec, trainer.config, classes_data(seed=3)),
    }
    trainer.apply(edits[edit], Context(9))
    state = trainer.state()
    assert bits(state.mask.flat) == bits(mask)
    assert not state.planes.flat[VALUE, removed_places(state.mask)].any()
    advance(trainer, 3)
    fixed = fixed_places(state.mask)
    assert bits(trainer.state().planes.flat[VALUE, fixed]) == bits(state.planes.flat[VALUE, fixed])


def test_data_of_another_shape_begin_without_a_mask_until_the_undo():
    trainer = run(Freeze(1, (0,)))
    before = trainer.state()
    other = start((4, 3), data=classes_data(inputs=2))
    undo = trainer.apply(UseData(other.spec, other.config, other.data), Context(5))
    assert trainer.mask is None
    trainer.apply(undo, Context(6))
    assert_same_run(trainer.state(), before)


def test_masks_go_through_edits_of_the_structure_with_their_neurons():
    ledger, trainer = Ledger(), run(Freeze(1, (2,)), RemoveConnections(2, ((1, 2),)), steps=2)
    before = trainer.state()
    ledger.apply(trainer, 11, RemoveNeurons(1, (0,)), Context(11))
    assert frozen_neurons(trainer.mask, 1).tolist() == [False, True, False]
    assert np.argwhere(removed_weights(trainer.mask, 2)).tolist() == [[1, 1]]
    ledger.apply(trainer, 12, InsertLayer(1, LayerSpec(2, "tanh")), Context(12))
    # The weights into the layer behind the new one are new, its biases aren't.
    assert not frozen_neurons(trainer.mask, 1).any()
    ledger.apply(trainer, 13, RemoveLayer(1), Context(13))
    for number in (13, 12, 11):
        ledger.revert(trainer, number, Context(100 + number))
    assert_same_run(trainer.state(), before)


def test_removing_the_only_neuron_that_is_frozen_can_be_undone_and_made_again():
    ledger, trainer = Ledger(), run(Freeze(1, (2,)), steps=2)
    before = trainer.state()
    ledger.apply(trainer, 11, RemoveNeurons(1, (2,)), Context(11))
    after = trainer.state()
    ledger.apply(trainer, 12, Freeze(1, (0,)), Context(12))
    ledger.revert(trainer, 12, Context(13))
    assert_same_run(trainer.state(), after)
    ledger.revert(trainer, 11, Context(14))
    assert_same_run(trainer.state(), before)
    ledger.apply(trainer, 11, RemoveNeurons(1, (2,)), Context(15))
    assert_same_run(trainer.state(), after)


def test_a_layer_without_biases_gets_neurons_without_and_ignores_biases_that_are_set():
    trainer = run(RemoveBiases(1))
    trainer.apply(AddNeurons(1, 2), Context(2))
    trainer.apply(SetBiases(1, (0, 5), 0.7), Context(3))
    assert is_biasless(trainer.mask, 1)
    advance(trainer, 4)
    assert not trainer.network.biases[0].any()
    trainer.apply(RemoveBiases(1, removed=False), Context(4))
    advance(trainer, 2)
    assert trainer.network.biases[0].all()


def test_neurons_drawn_anew_have_other_numbers_no_moments_and_the_same_start():
    trainer = run(RemoveConnections(1, ((1, 0),)), steps=5, optimizer="momentum")
    before = trainer.state()
    undo = trainer.apply(Reinitialise(1, (1, 2)), Context(7))
    after = trainer.state()
    rows_before, rows = (state.planes.weights[0][:, [1, 2]] for state in (before, after))
    assert rows[VALUE, 0, 0] == 0
    assert (rows[VALUE] != rows_before[VALUE]).sum() == 5
    assert bits(rows[START]) == bits(rows_before[START])
    assert not rows[MOMENTS:].any()
    untouched = [0, 3]
    assert bits(after.planes.weights[0][:, untouched]) == bits(before.planes.weights[0][:, untouched])
    assert bits(after.planes.weights[1]) == bits(before.planes.weights[1])
    trainer.apply(undo, Context(8))
    assert_same_run(trainer.state(), before)


@settings(max_examples=25, deadline=None)
@given(
    steps=st.integers(0, 7),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    frozen=st.lists(st.integers(0, 3), unique=True, min_size=1).map(tuple),
)
def test_a_masked_run_that_is_stopped_anywhere_goes_on_to_the_bit(steps, optimizer, frozen):
    edits = (Freeze(1, frozen), RemoveConnections(2, PAIRS), RemoveBiases(3))
    through = advance(run(*edits, optimizer=optimizer, learning_rate=0.05), 9)
    stopped = advance(run(*edits, optimizer=optimizer, learning_rate=0.05), steps)
    assert_same_run(advance(Trainer(stopped.state()), 9 - steps).state(), through.state())


@pytest.mark.parametrize(
    "edit",
    [
        Freeze(1, ()),
        Freeze(1, (9,)),
        Freeze(0, (0,)),
        FreezeConnections(1, ((4, 0),)),
        FreezeConnections(0, ((0, 0),)),
        RemoveConnections(1, ((0, 9),)),
        RemoveBiases(7),
    ],
)
def test_what_is_not_there_is_refused(edit):
    with pytest.raises(InvalidNetworkError):
        edit.on_spec(start((4, 3)).spec)


def test_a_state_whose_removed_weight_is_not_zero_is_refused():
    state = run(RemoveConnections(1, ((0, 0),))).state()
    planes = Parameters(state.spec, state.planes.flat + 1.0)
    with pytest.raises(InvalidNetworkError, match="isn't 0"):
        replace(state, planes=planes)
