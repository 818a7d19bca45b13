"""Edits: exact to the bit when undone at once, and gentle to what was learned when undone later."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
    Silence,
)
from bpexplorer.core.edits.run import Configure, GoBack, NewStart, ResetToStart, RestoreBest, UseData
from bpexplorer.core.edits.samples import NEW, ChangeSamples
from bpexplorer.core.edits.structure import (
    AddNeurons,
    InsertLayer,
    RemoveLayer,
    RemoveNeurons,
    SetActivation,
    SetDropout,
)
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.ledger import Ledger
from bpexplorer.core.training.state import MOMENTS, START, VALUE, TrainerState
from bpexplorer.core.training.trainer import Trainer
from tests import strategies
from tests.edits import all_edits, structure_edits
from tests.runs import advance, assert_same_run, bits, classes_data, start

DATA = classes_data()
OTHER = classes_data(seed=5)


# Strategies: a run at any step (tests.edits has the edits that its structure allows)


@st.composite
def runs(draw):
    return advance(Trainer(draw(strategies.runs(DATA))), draw(st.integers(0, 8)))


many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# Undone and made again at once


@many
@given(trainer=runs(), draw=st.data())
def test_edits_undone_and_made_again_at_once_are_exact_to_the_bit(trainer, draw):
    ledger, states, edits = Ledger(), [trainer.state()], []
    for number in range(1, draw.draw(st.integers(1, 5)) + 1):
        edits.append(draw.draw(all_edits(trainer, other=OTHER)))
        ledger.apply(trainer, number, edits[-1], Context(number))
        states.append(trainer.state())
        assert trainer.spec == edits[-1].on_spec(states[-2].spec)
        assert trainer.config == edits[-1].on_config(states[-2].config)
    ids = range(1, len(edits) + 1)
    for number in reversed(ids):
        ledger.revert(trainer, number, Context(100 + number))
        assert_same_run(trainer.state(), states[number - 1])
    for number in ids:
        ledger.apply(trainer, number, edits[number - 1], Context(200 + number))
        assert_same_run(trainer.state(), states[number])
    for number in reversed(ids):
        ledger.revert(trainer, number, Context(300 + number))
        assert_same_run(trainer.state(), states[number - 1])


def best_is_past() -> TrainerState:
    """With this rate the cost goes up and down: the best state is neither the start nor the last one."""
    state = advance(Trainer(start((4, 3), data=DATA, optimizer="momentum", learning_rate=0.5)), 63).state()
    assert 0 < state.refuge.step < state.step
    return state


def masked_and_held() -> TrainerState:
    trainer = advance(Trainer(start((4, 3), data=DATA, optimizer="adam", dtype="float32")), 7)
    for number, edit in enumerate(
        (
            Freeze(2, (0,)),
            RemoveConnections(1, ((0, 0), (2, 1))),
            RemoveBiases(1),
            HoldDemon(Neuron(1, 3), 0.5),
        )
    ):
        trainer.apply(edit, Context(number + 1))
    state = advance(trainer, 9).state()
    assert state.refuge.step < state.step
    return state


def thinned() -> TrainerState:
    trainer = advance(Trainer(start((4, 3), data=DATA, clip_norm=0.1, l1=0.01, learning_rate=2.0)), 12)
    trainer.apply(SetDropout(1, 0.5), Context(1))
    return advance(trainer, 8).state()


def has_diverged() -> TrainerState:
    trainer = advance(Trainer(start((4, 3), data=DATA, activation="relu")), 12)
    trainer.apply(Configure(trainer.config.with_changes(learning_rate=1e3, l2=1e3)), Context(1))
    state = advance(trainer, 100).state()
    assert state.divergence is not None
    return state


STANDS = [lambda: start((4, 3), data=DATA), best_is_past, masked_and_held, thinned, has_diverged]

#: One of every class, for a network 3-4-3-3; what depends on the configuration is made of it.
EDITS = [
    AddNeurons(1, 2),
    RemoveNeurons(1, (0, 3)),
    InsertLayer(2, LayerSpec(5, "relu")),
    RemoveLayer(1),
    SetDropout(2, 0.5),
    SetActivation(1, "relu"),
    SetBiases(1, (0, 2), 0.5),
    Freeze(1, (1,)),
    FreezeConnections(2, ((1, 1),)),
    RemoveConnections(1, ((0, 0), (1, 1))),
    RemoveConnections(1, ((0, 0),), removed=False),
    Silence(1, (1, 3)),
    Silence(2, (0,), silenced=False),
    RemoveBiases(2),
    RemoveBiases(1, removed=False),
    Reinitialise(1, (0,)),
    HoldDemon(Neuron(2, 1), -0.25),
    LetGo(),
    ResetToStart(),
    RestoreBest(),
    lambda config: Configure(config.with_changes(learning_rate=0.01)),
    lambda config: Configure(config.with_changes(optimizer="nesterov")),
    lambda config: Configure(config.with_changes(cost="quadratic")),
    lambda config: Configure(config.with_changes(batch_size=7)),
    lambda config: NewStart(config.with_changes(seed=9)),
    lambda config: GoBack(config.with_changes(learning_rate=0.01)),
    lambda config: UseDataKeepingWeights(
        NetworkSpec.create((3, 4, 3, 3), ["tanh", "tanh", "softmax"]),
        config,
        OTHER,
        (0, None, 1),
        (2, None, 0),
    ),
    lambda config: UseData(NetworkSpec.create((3, 4, 3, 3), ["tanh", "tanh", "softmax"]), config, OTHER),
    ChangeSamples(OTHER, np.where(np.arange(23) % 3, np.arange(23), NEW)),
]


def named(edit):
    return type(edit if isinstance(edit, Edit) else edit(TrainingConfig())).__name__


def test_one_of_every_class_of_edits_is_tried():
    def classes(kind):
        return {kind, *(each for below in kind.__subclasses__() for each in classes(below))}

    ours = {each for each in classes(Edit) if each.__module__.startswith("bpexplorer.") and each is not Edit}
    said = {each.__name__ for each in ours if "text" in vars(each)}
    assert {named(edit) for edit in EDITS} == said


@pytest.mark.parametrize(
    "stand", STANDS, ids=["start", "best_is_past", "masked_and_held", "thinned", "diverged"]
)
@pytest.mark.parametrize("edit", EDITS, ids=named)
def test_an_edit_and_its_undo_change_nothing_and_its_redo_equals_it(edit, stand):
    trainer, ledger = Trainer(stand()), Ledger()
    before = trainer.state()
    edit = edit if isinstance(edit, Edit) else edit(trainer.config)
    ledger.apply(trainer, 1, edit, Context(2))
    after = trainer.state()
    for _ in range(2):
        ledger.revert(trainer, 1, Context(3))
        assert_same_run(trainer.state(), before)
        ledger.apply(trainer, 1, edit, Context(4))
        assert_same_run(trainer.state(), after)


def test_the_best_state_of_before_an_edit_is_gone_once_a_step_was_made_under_it():
    trainer, ledger = Trainer(best_is_past()), Ledger()
    best = trainer.best
    ledger.apply(trainer, 1, SetBiases(1, (0,), 0.5), Context(1))
    ledger.apply(trainer, 2, SetBiases(1, (1,), 0.5), Context(2))
    advance(trainer, 1)
    for number in (2, 1):
        ledger.revert(trainer, number, Context(3))
        assert trainer.best.step == 64 != best.step


def test_edits_that_are_made_before_the_first_step_keep_no_copies_of_the_start():
    trainer = Trainer(start((4, 3), data=DATA))
    inverses = [trainer.apply(SetBiases(1, (0,), value), Context(1)) for value in (0.1, 0.2, 0.3)]
    assert [inverse.refuge for inverse in inverses] == [None, None, None]


@many
@given(trainer=runs(), draw=st.data())
def test_a_run_trains_on_after_any_edit_and_its_undo(trainer, draw):
    ledger = Ledger()
    ledger.apply(trainer, 1, draw.draw(all_edits(trainer, other=OTHER)), Context(1))
    before = trainer.step
    assert advance(trainer, 3).step == before + 3 or trainer.divergence
    ledger.revert(trainer, 1, Context(2))
    before = trainer.step
    assert advance(trainer, 3).step == before + 3 or trainer.divergence


@many
@given(trainer=runs(), draw=st.data(), number=st.integers(1, 99))
def test_an_edit_draws_from_its_own_stream_only(trainer, draw, number):
    edit = draw.draw(structure_edits(trainer.spec))
    state = trainer.state()
    once, again = (edit.on_state(state, Context(number))[0] for _ in range(2))
    assert_same_run(once, again)


def test_an_edit_that_is_made_twice_draws_other_numbers_the_second_time():
    state = start(hidden=(3,))
    first, second = (AddNeurons(1).on_state(state, Context(number))[0] for number in (1, 2))
    assert not np.isin(first.parameters.weights[0][3], second.parameters.weights[0][3]).any()


@many
@given(trainer=runs(), draw=st.data())
def test_an_edit_leaves_the_state_it_was_given_as_it_was(trainer, draw):
    state = trainer.state()
    kept = bits(state.planes.flat)
    after, inverse = draw.draw(all_edits(trainer, other=OTHER)).on_state(state, Context(1))
    assert bits(state.planes.flat) == kept
    kept_after = bits(after.planes.flat)
    inverse.on_state(after, Context(2))
    assert bits(after.planes.flat) == kept_after
    assert bits(state.planes.flat) == kept


@pytest.mark.parametrize(
    "edit",
    [
        SetBiases(1, (0, 2), 0.5),
        AddNeurons(1),
        RemoveNeurons(1, (1,)),
        InsertLayer(1, LayerSpec(2, "tanh")),
        RemoveLayer(1),
        SetActivation(1, "relu"),
        Freeze(1, (0,)),
        RemoveConnections(1, ((0, 0),)),
        RemoveBiases(1),
        Reinitialise(1, (0,)),
        HoldDemon(Neuron(1, 0), 0.5),
        ResetToStart(),
    ],
    ids=lambda edit: type(edit).__name__,
)
@pytest.mark.parametrize("masked", [False, True])
def test_every_kind_of_edit_works_on_arrays_of_its_own(edit, masked):
    state = advance(Trainer(start((4,), data=DATA)), 3).state()
    if masked:
        state, _ = Freeze(2, (0,)).on_state(state, Context(9))

    def arrays_of(state):
        return bits(state.planes.flat), None if state.mask is None else bits(state.mask.flat)

    kept = arrays_of(state)
    after, inverse = edit.on_state(state, Context(1))
    assert arrays_of(state) == kept
    kept_after = arrays_of(after)
    inverse.on_state(after, Context(2))
    assert arrays_of(after) == kept_after
    assert arrays_of(state) == kept


# Where neurons go


def marked(spec):
    """Planes in which the bias of each neuron tells its layer and its place."""
    planes = Parameters(spec, np.zeros((2, spec.parameter_count)))
    for layer in range(1, spec.depth + 1):
        planes.biases[layer - 1][...] = layer * 1000 + np.arange(spec.sizes[layer])
    return planes


def assert_marks_moved_as_mapped(edit, before, after):
    for layer in range(1, before.spec.depth + 1):
        for index in range(before.spec.sizes[layer]):
            place = edit.map_neuron(Neuron(layer, index))
            mark = before.biases[layer - 1][0, index]
            everywhere = np.concatenate([biases[0] for biases in after.biases])
            if place is None:
                assert mark not in everywhere
            else:
                assert after.biases[place.layer - 1][0, place.index] == mark
                assert edit.map_layer(layer) == place.layer


@many
@given(trainer=runs(), draw=st.data())
def test_a_marked_neuron_goes_where_the_edit_says(trainer, draw):
    edit = draw.draw(structure_edits(trainer.spec).filter(lambda edit: not isinstance(edit, SetBiases)))
    before, rng = marked(trainer.spec), np.random.default_rng(0)
    after, inverse = edit.on_parameters(before, trainer.config, rng)
    assert_marks_moved_as_mapped(edit, before, after)
    again, _ = inverse.on_parameters(after, trainer.config, rng)
    assert_marks_moved_as_mapped(inverse, after, again)


@pytest.mark.parametrize("layer", [0, 1, 2, 3])
def test_a_layer_in_front_or_behind_an_inserted_one_is_where_the_edit_says(layer):
    edit = InsertLayer(2, LayerSpec(3, "tanh"))
    assert edit.map_layer(layer) == (layer if layer < 2 else layer + 1)
    removal = RemoveLayer(2)
    assert removal.map_layer(layer) == {0: 0, 1: 1, 2: None, 3: 2}[layer]


def test_a_neuron_named_twice_is_removed_once():
    edit = RemoveNeurons(1, (2, 0, 2))
    assert edit.on_spec(start((4,)).spec).sizes[1] == 2
    assert edit.map_neuron(Neuron(1, 3)) == Neuron(1, 1)
    assert edit.text == "Remove 2 neurons of layer 1"


# What survives


def test_surviving_weights_survive_the_removal_of_a_neuron():
    trainer = advance(Trainer(start((4, 3), optimizer="momentum")), 7)
    before = trainer.state().planes
    trainer.apply(RemoveNeurons(1, (1,)), Context(1))
    after = trainer.state().planes
    np.testing.assert_array_equal(after.weights[0], np.delete(before.weights[0], 1, axis=1))
    np.testing.assert_array_equal(after.biases[0], np.delete(before.biases[0], 1, axis=1))
    np.testing.assert_array_equal(after.weights[1], np.delete(before.weights[1], 1, axis=2))
    np.testing.assert_array_equal(after.weights[2], before.weights[2])


def test_a_removed_neuron_comes_back_as_it_was_and_the_others_keep_what_they_learned():
    trainer, ledger = advance(Trainer(start((4, 3), optimizer="momentum")), 7), Ledger()
    before = trainer.state().planes
    ledger.apply(trainer, 1, RemoveNeurons(1, (1, 3)), Context(1))
    learned = advance(trainer, 9).state().planes
    ledger.revert(trainer, 1, Context(2))
    after = trainer.state().planes
    np.testing.assert_array_equal(after.weights[0][:, [1, 3]], before.weights[0][:, [1, 3]])
    np.testing.assert_array_equal(after.biases[0][:, [1, 3]], before.biases[0][:, [1, 3]])
    np.testing.assert_array_equal(after.weights[1][..., [1, 3]], before.weights[1][..., [1, 3]])
    np.testing.assert_array_equal(after.weights[0][:, [0, 2]], learned.weights[0])
    np.testing.assert_array_equal(after.weights[1][..., [0, 2]], learned.weights[1])
    np.testing.assert_array_equal(after.weights[2], learned.weights[2])
    assert (learned.weights[2][VALUE] != before.weights[2][VALUE]).any()


def test_a_removed_layer_comes_back_as_it_was_and_the_others_keep_what_they_learned():
    trainer, ledger = advance(Trainer(start((4, 3))), 7), Ledger()
    before = trainer.state().planes
    ledger.apply(trainer, 1, RemoveLayer(2), Context(1))
    learned = advance(trainer, 9).state().planes
    ledger.revert(trainer, 1, Context(2))
    after = trainer.state().planes
    np.testing.assert_array_equal(after.weights[0], learned.weights[0])
    np.testing.assert_array_equal(after.weights[1], before.weights[1])
    np.testing.assert_array_equal(after.biases[1], before.biases[1])
    np.testing.assert_array_equal(after.weights[2], before.weights[2])
    np.testing.assert_array_equal(after.biases[2], learned.biases[1])


@pytest.mark.parametrize(
    "edit",
    [
        AddNeurons(1, 2),
        InsertLayer(1, LayerSpec(5, "relu")),
        RemoveLayer(1),
        ResetToStart(),
        SetBiases(1, (0, 2), 0.5),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_redo_brings_back_the_numbers_that_undo_took_away(edit):
    trainer, ledger = advance(Trainer(start((4, 3))), 7), Ledger()
    ledger.apply(trainer, 1, edit, Context(1))
    learned = advance(trainer, 9).state()
    ledger.revert(trainer, 1, Context(2))
    ledger.apply(trainer, 1, edit, Context(3))
    assert_same_run(trainer.state(), learned)


def test_another_optimizer_starts_without_moments_and_the_first_gets_its_own_back():
    trainer, ledger = advance(Trainer(start(optimizer="momentum")), 7), Ledger()
    velocity = trainer.state().planes.flat[MOMENTS]
    assert velocity.any()
    ledger.apply(trainer, 1, Configure(trainer.config.with_changes(optimizer="sgd")), Context(1))
    assert len(trainer.state().planes.flat) == MOMENTS
    learned = advance(trainer, 4).state()
    ledger.revert(trainer, 1, Context(2))
    after = trainer.state()
    np.testing.assert_array_equal(after.planes.flat[MOMENTS], velocity)
    np.testing.assert_array_equal(after.planes.flat[VALUE], learned.planes.flat[VALUE])
    assert after.moment_steps == 7


def test_the_first_step_of_another_optimizer_is_its_first():
    """Adam's first step is of the length η in every parameter, because it makes up for moments that began at 0."""
    trainer = advance(Trainer(start(optimizer="momentum")), 7)
    before = trainer.state().parameters.flat
    trainer.apply(Configure(trainer.config.with_changes(optimizer="adam", learning_rate=0.01)), Context(1))
    moved = np.abs(advance(trainer, 1).state().parameters.flat - before)
    np.testing.assert_allclose(moved, 0.01, rtol=1e-3)


def test_new_neurons_have_a_start_and_no_moments():
    trainer = advance(Trainer(start((4,), optimizer="momentum")), 7)
    trainer.apply(AddNeurons(1, 2), Context(1))
    rows = trainer.state().planes.weights[0][:, 4:]
    np.testing.assert_array_equal(rows[VALUE], rows[START])
    assert rows[VALUE].all()
    assert not rows[MOMENTS:].any()


def test_a_reset_returns_to_the_start_that_the_edits_left():
    trainer = Trainer(start((4,)))
    trainer.apply(RemoveNeurons(1, (0,)), Context(1))
    begin = trainer.state().planes.flat[START].copy()
    advance(trainer, 6)
    trainer.apply(ResetToStart(), Context(9))
    state = trainer.state()
    np.testing.assert_array_equal(state.planes.flat[VALUE], begin)
    assert (state.run, state.step, state.epoch, state.position) == (9, 0, 0, 0)
    assert len(state.history.batches) == 0
    assert state.history.latest.epoch == 0


def test_a_bias_set_by_hand_is_gone_after_a_reset():
    trainer = Trainer(start((4,)))
    trainer.apply(SetBiases(1, (2,), 5.0), Context(1))
    assert trainer.network.biases[0][2] == 5.0
    trainer.apply(ResetToStart(), Context(2))
    assert trainer.network.biases[0][2] == 0.0


def test_other_data_of_the_same_sizes_keep_the_start_and_of_others_draw_it():
    state = start((4,))
    begin = state.planes.flat[START]
    trainer = advance(Trainer(state), 3)
    trainer.apply(UseData(state.spec, state.config, classes_data(seed=1)), Context(1))
    np.testing.assert_array_equal(trainer.state().planes.flat[VALUE], begin)
    wider = NetworkSpec.create((5, 4, 3), state.spec.activations)
    trainer.apply(UseData(wider, state.config, classes_data(inputs=5)), Context(2))
    assert trainer.spec == wider
    assert trainer.step == 0


def test_an_import_starts_from_its_own_numbers():
    state = start((4,))
    network = Network.create((3, 6, 3), ["relu", "softmax"], rng=np.random.default_rng(3))
    parameters = Parameters.of_network(network)
    trainer = Trainer(state)
    trainer.apply(
        UseData(parameters.spec, state.config, state.data, "Import weights", parameters), Context(1)
    )
    np.testing.assert_array_equal(trainer.network.weights[0], network.weights[0])
    assert trainer.spec.activations == ("relu", "softmax")


# Divergence and its refuge


def diverged():
    trainer = advance(Trainer(start((4,), activation="relu", learning_rate=0.1)), 12)
    trainer.apply(Configure(trainer.config.with_changes(learning_rate=1000.0)), Context(1))
    trainer.apply(Configure(trainer.config.with_changes(cost="quadratic")), Context(2))
    trainer.apply(SetActivation(2, "identity"), Context(3))
    return advance(trainer, 2000)


def test_going_back_returns_to_the_refuge_and_its_undo_to_the_divergence():
    trainer, ledger = diverged(), Ledger()
    assert trainer.divergence is not None
    state = trainer.state()
    half = trainer.config.with_changes(learning_rate=500.0)
    ledger.apply(trainer, 4, GoBack(half), Context(4))
    back = trainer.state()
    assert back.divergence is None
    assert back.config == half
    assert (back.step, back.epoch, back.position) == (
        state.refuge.step,
        state.refuge.epoch,
        state.refuge.position,
    )
    assert bits(back.planes.flat) == bits(state.refuge.flat)
    assert (back.history.batches[:, 0] <= back.step).all()
    assert (back.history.epochs[:, 0] <= back.epoch).all()
    assert back.history.latest.step <= back.step
    ledger.revert(trainer, 4, Context(5))
    assert_same_run(trainer.state(), state)


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_the_best_state_comes_back_with_its_moments_and_training_goes_on_from_it_as_it_did(optimizer):
    # With this rate the cost goes up and down, so that the best state is none of the last ones.
    trainer = Trainer(start((4,), optimizer=optimizer, learning_rate=0.5))
    ends = {}
    while trainer.epoch < 12:
        trainer.advance(100)
        ends[trainer.epoch] = trainer.state()
    best, last = trainer.best, trainer.state()
    assert 0 < best.epoch < 12  # so the test means something
    ledger = Ledger()
    ledger.apply(trainer, 1, RestoreBest(), Context(1))
    assert_same_run(replace(trainer.state(), run=last.run), ends[best.epoch])
    again = Trainer(ends[best.epoch])
    assert type(trainer.recorder.latest.epoch) is int
    for each in (trainer, again):
        advance(each, 8)
    assert bits(trainer.state().planes.flat) == bits(again.state().planes.flat)
    ledger.revert(trainer, 1, Context(2))
    assert_same_run(trainer.state(), last)


def test_going_back_takes_back_the_count_of_the_steps_that_it_undoes():
    trainer = Trainer(start((4,), learning_rate=4.0, clip_norm=0.5))
    trainer.apply(HoldDemon(Neuron(1, 0), 0.1), Context(1))
    ends = {}
    while trainer.epoch < 12:
        trainer.advance(100)
        ends[trainer.epoch] = trainer.state()
    best, last = trainer.best, trainer.state()
    assert 0 < best.epoch < 12  # so the test means something
    assert ends[best.epoch].clipped_steps < last.clipped_steps
    ledger = Ledger()
    ledger.apply(trainer, 2, RestoreBest(), Context(2))
    assert trainer.clipped_steps == ends[best.epoch].clipped_steps
    assert trainer.held_steps == best.step
    advance(trainer, 3)
    counts = trainer.state().history.batches[:, 2:]
    assert tuple(counts[-1]) == (trainer.clipped_steps, trainer.held_steps)
    assert (np.diff(counts, axis=0) >= 0).all()
    ledger.revert(trainer, 2, Context(3))
    assert_same_run(trainer.state(), last)


def test_the_costs_of_a_state_that_the_thinned_curve_has_dropped_are_measured_again():
    trainer = advance(Trainer(start((4,))), 15)
    record, state = trainer.recorder.latest, trainer.state()
    dropped = replace(
        state.history, epochs=state.history.epochs[:-1], latest=EpochRecord(*state.history.epochs[-2])
    )
    again = Trainer(replace(state, history=dropped))
    np.testing.assert_equal(tuple(again.recorder.latest), tuple(record))


def test_history_tells_no_step_twice_after_going_back():
    trainer = diverged()
    trainer.apply(GoBack(trainer.config.with_changes(learning_rate=0.01)), Context(4))
    advance(trainer, 20)
    history = trainer.recorder.history()
    assert (np.diff(history.batches[:, 0]) > 0).all()
    assert (np.diff(history.epochs[:, 0]) > 0).all()


@pytest.mark.parametrize(
    "edit",
    [
        AddNeurons(1, 1),
        SetActivation(1, "relu"),
        SetBiases(1, (0,), 0.25),
        Configure(start().config.with_changes(optimizer="momentum")),
        Configure(start().config.with_changes(cost="quadratic")),
    ],
    ids=lambda edit: edit.text,
)
def test_an_edit_that_makes_earlier_costs_mean_nothing_moves_the_refuge_here(edit):
    trainer = advance(Trainer(start((4,))), 15)
    trainer.apply(edit, Context(1))
    state = trainer.state()
    assert state.refuge.step == 15
    assert bits(state.refuge.flat) == bits(state.planes.flat)
    latest = advance(Trainer(replace(state, history=type(state.history)())), 0).recorder.latest
    assert state.refuge.train_cost == latest.train_cost


def test_another_learning_rate_keeps_the_refuge():
    trainer = advance(Trainer(start((4,))), 17)
    refuge = trainer.state().refuge
    trainer.apply(Configure(trainer.config.with_changes(learning_rate=0.01)), Context(1))
    assert trainer.state().refuge is refuge
    assert refuge.step == 15


# What can't be done

SPEC = NetworkSpec.create((3, 2, 4, 3), ["tanh", "tanh", "softmax"])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (AddNeurons(0), "Layer 0 is the input layer: the data set fixes its size"),
        (AddNeurons(3), "Layer 3 is the output layer"),
        (AddNeurons(4), "Layer 4 doesn't exist"),
        (AddNeurons(-1), "Layer -1 doesn't exist"),
        (AddNeurons(1, 0), "1 or more, can be added to layer 1, not 0"),
        (AddNeurons(1, 4.5), "A whole number of neurons, 1 or more, can be added to layer 1, not 4.5"),  # type: ignore[arg-type]
        (AddNeurons(1, True), "can be added to layer 1, not True"),
        (AddNeurons(1, -1), "not -1"),
        (AddNeurons(1, 5000), "Layer 1 needs 1 to 4,096 neurons"),
        (RemoveNeurons(1, (0, 1)), "Layer 1 needs at least one neuron. Remove the layer instead"),
        (RemoveNeurons(1, (2,)), "Layer 1 has no neuron 2; it has neurons 0 to 1"),
        (RemoveNeurons(1, (-1,)), "has no neuron -1"),
        (RemoveNeurons(1, ()), "No neuron of layer 1 was chosen"),
        (RemoveNeurons(3, (0,)), "output layer"),
        (RemoveLayer(0), "input layer"),
        (RemoveLayer(3), "output layer"),
        (InsertLayer(0, LayerSpec(2, "tanh")), "There is no layer 0"),
        (InsertLayer(4, LayerSpec(2, "tanh")), "There is no layer 4"),
        (InsertLayer(1, LayerSpec(0, "tanh")), "needs 1 to 4,096 neurons"),
        (InsertLayer(1, LayerSpec(2, "magic")), "no activation called 'magic'"),
        (SetActivation(1, "magic"), "no activation called 'magic'"),
        (SetActivation(0, "tanh"), "There is no layer 0"),
        (SetBiases(1, (2,), 0.0), "has no neuron 2"),
        (SetBiases(1, (), 0.0), "No neuron of layer 1"),
        (SetBiases(0, (0,), 0.0), "There is no layer 0"),
        (SetBiases(1, (0,), math.nan), "The bias is not finite; it must lie between"),
        (SetBiases(1, (0,), 1e7), "between −1,000,000 and 1,000,000"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_with_a_sentence(edit, sentence):
    with pytest.raises(InvalidNetworkError, match=sentence):
        edit.on_spec(SPEC)


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (AddNeurons(1), "Add 1 neuron to layer 1"),
        (AddNeurons(1, 3), "Add 3 neurons to layer 1"),
        (RemoveNeurons(2, (1,)), "Remove neuron 1 of layer 2"),
        (InsertLayer(2, LayerSpec(3, "tanh")), "Insert layer 2"),
        (RemoveLayer(2), "Remove layer 2"),
        (SetActivation(2, "relu"), "Set layer 2 to relu"),
        (SetBiases(1, (0,), 0.0), "Set the bias of layer 1, neuron 0"),
        (SetBiases(1, (0, 1), 0.0), "Set 2 biases of layer 1"),
        (ResetToStart(), "Reset to the start"),
    ],
    ids=str,
)
def test_the_undo_menu_says_what_an_edit_does(edit, text):
    assert edit.text == text


# The ledger


def test_forgotten_edits_keep_nothing_alive():
    trainer, ledger = Trainer(start((4,))), Ledger()
    for number in (1, 2):
        ledger.apply(trainer, number, AddNeurons(1), Context(number))
    ledger.revert(trainer, 2, Context(3))
    ledger.forget((1, 2, 99))
    assert ledger.edit_ids == frozenset()


@pytest.mark.parametrize("changes", [{"engine": "numpy"}, {"dtype": "float32"}])
def test_another_engine_or_type_of_numbers_begins_from_the_imported_start(changes):
    state = start()
    imported = Parameters(state.spec, state.planes.plane(START).flat + 1)
    trainer = Trainer(state)
    trainer.apply(UseData(state.spec, state.config, state.data, "Import", imported), Context(1))
    trainer.apply(NewStart(trainer.config.with_changes(**changes)), Context(2))
    np.testing.assert_allclose(trainer.network.weights[0], imported.network().weights[0], rtol=1e-6)


def test_a_start_that_the_seed_draws_has_all_its_digits_after_float32():
    trainer = Trainer(start())
    drawn = bits(trainer.network.weights[0])
    for number, dtype in enumerate(("float32", "float64")):
        trainer.apply(NewStart(trainer.config.with_changes(dtype=dtype)), Context(number))
    assert bits(trainer.network.weights[0]) == drawn
