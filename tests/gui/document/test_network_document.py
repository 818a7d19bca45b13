"""The open project: one undo step a request, told to the thread in order, and nothing changed by what is refused."""

import gc
import random
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
)
from bpexplorer.core.edits.messages import Forget
from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.edits.structure import AddNeurons, RemoveLayer, RemoveNeurons, SetActivation, SetDropout
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import BpExplorerError, DataError, InvalidNetworkError
from bpexplorer.core.network import Network
from bpexplorer.core.spec import Connection, LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.scaling import Scaling
from bpexplorer.document import commands, network_document
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import Demon, NeuronQuantity, Scope, Session, SessionState, Tool
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.project.plan import Plan
from bpexplorer.project.weights import WeightsFile
from tests.runs import advance, assert_same_run
from tests.thread import Thread

XOR = DataChoice(name="xor", samples=40, noise=0.1)


def plan(hidden=(4, 3), output="sigmoid", *, data=XOR, **config) -> Plan:
    outputs = 2 if output == "softmax" else 1
    spec = NetworkSpec.create((2, *hidden, outputs), ["tanh"] * len(hidden) + [output])
    return Plan(spec, TrainingConfig(**({"cost": "quadratic"} | config)), data)


@pytest.fixture
def document(qapp) -> NetworkDocument:
    return NetworkDocument(plan())


@pytest.fixture
def thread(document) -> Iterator[Thread]:
    thread = Thread(document)
    yield thread
    thread.check()


@pytest.fixture
def clock(monkeypatch) -> Iterator[list[float]]:
    """The time that commands are made at, as a list of one number."""
    now = [100.0]
    monkeypatch.setattr(commands.time, "monotonic", lambda: now[0])
    return now


NETWORK = Network.create((2, 5, 1), ("relu", "tanh"), rng=np.random.default_rng(0))


def weights_of(network: Network, cost: str = "quadratic", **said) -> WeightsFile:
    """A file of weights that were trained on inputs as they are."""
    inputs = network.sizes[0]
    return WeightsFile(network=network, cost=cost, scaling=Scaling(np.zeros(inputs), np.ones(inputs)), **said)


REQUESTS = {
    "add_neurons": lambda document: document.request(AddNeurons(1, 2)),
    "remove_neurons": lambda document: document.request(RemoveNeurons(1, (0, 2))),
    "grow": lambda document: document.resize_layer(2, 7),
    "shrink": lambda document: document.resize_layer(1, 2),
    "insert_layer": lambda document: document.insert_layer(2),
    "remove_layer": lambda document: document.request(RemoveLayer(1)),
    "set_activation": lambda document: document.request(SetActivation(1, "relu")),
    "output_activation": lambda document: document.request(SetActivation(3, "tanh")),
    "softmax": lambda document: document.request(SetActivation(3, "softmax")),
    "set_biases": lambda document: document.request(SetBiases(1, (0, 1), 0.5)),
    "set_all_biases": lambda document: document.request(SetBiases(2, (0, 1, 2), 0.25)),
    "freeze": lambda document: document.request(Freeze(1, (0, 2))),
    "freeze_layer": lambda document: document.request(Freeze(2, (0, 1, 2))),
    "reinitialise": lambda document: document.request(Reinitialise(1, (1,))),
    "remove_connection": lambda document: document.request(RemoveConnections(2, ((0, 1),), removed=True)),
    "dropout": lambda document: document.request(SetDropout(2, 0.5)),
    "no_biases": lambda document: document.request(RemoveBiases(1)),
    "hold_demon": lambda document: document.request(HoldDemon(Neuron(1, 2), 0.5)),
    "let_go": lambda document: document.request(LetGo()),
    "move_layer": lambda document: document.move_layer(1, 10.0, -5.0),
    "learning_rate": lambda document: document.configure(learning_rate=0.5),
    "optimizer": lambda document: document.configure(optimizer="momentum"),
    "cost": lambda document: document.configure(cost="absolute"),
    "seed": lambda document: document.configure(seed=5),
    "several": lambda document: document.configure(learning_rate=0.2, batch_size=3),
    "data": lambda document: document.choose_data(replace(XOR, samples=60)),
    "restart": lambda document: document.restart(),
    "new_seed": lambda document: document.restart(seed=9),
    "go_back": lambda document: document.go_back(),
    "restore_best": lambda document: document.request(RestoreBest()),
    "patience": lambda document: document.configure(patience=5),
    "halve": lambda document: document.halve_learning_rate(),
    "import": lambda document: document.import_weights(weights_of(NETWORK)),
}


@pytest.mark.parametrize("request_name", list(REQUESTS))
def test_every_request_is_one_undo_step_that_the_thread_undoes_to_the_bit(document, thread, request_name):
    advance(thread.trainer, 7)
    before, state = document.plan, thread.trainer.state()
    changes = []
    document.plan_changed.connect(lambda new, old: changes.append((new, old)))
    REQUESTS[request_name](document)
    after, edited = document.plan, thread.trainer.state()
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undo_text != ""
    thread.check()

    document.undo_stack.undo()
    assert document.plan is before
    thread.check()
    assert_same_run(thread.trainer.state(), state)

    document.undo_stack.redo()
    assert document.plan is after
    thread.check()
    # A run that began anew is named after the message that began it first: redo brings that run back.
    assert_same_run(thread.trainer.state(), edited)
    assert changes == [(after, before), (before, after), (after, before)]


def test_messages_are_numbered_in_the_order_in_which_they_are_posted(document, thread):
    document.request(AddNeurons(1))
    document.request(RemoveLayer(2))
    document.undo_stack.undo()
    document.undo_stack.redo()
    document.undo_stack.undo()
    document.undo_stack.undo()
    kinds = [(type(message).__name__, message.number, message.edit_id) for message in thread.messages]
    assert kinds == [
        ("Apply", 1, 1),
        ("Apply", 2, 2),
        ("Revert", 3, 2),
        ("Apply", 4, 2),
        ("Revert", 5, 2),
        ("Revert", 6, 1),
    ]
    assert document.posted == 6


# Forgetting


def test_what_can_no_longer_be_made_again_is_forgotten(document, thread):
    for _ in range(3):
        document.request(AddNeurons(1))
    document.undo_stack.undo()
    document.undo_stack.undo()
    document.request(AddNeurons(2))
    assert thread.messages[-1] == Forget((2, 3))


def test_moving_a_layer_truncates_the_stack_too(document, thread):
    document.request(AddNeurons(1))
    document.undo_stack.undo()
    document.move_layer(1, 1.0, 1.0)
    assert thread.messages[-1] == Forget((1,))


@pytest.fixture
def short_stack(monkeypatch):
    monkeypatch.setattr(network_document, "UNDO_LIMIT", 3)


def test_at_the_limit_the_oldest_edit_is_forgotten(short_stack, qapp):
    document = NetworkDocument(plan())
    thread = Thread(document)
    for _ in range(5):
        document.request(AddNeurons(1))
        thread.check()
    assert [message for message in thread.messages if isinstance(message, Forget)] == [
        Forget((1,)),
        Forget((2,)),
    ]
    while document.undo_stack.can_undo:
        document.undo_stack.undo()
    thread.check()
    assert document.plan.spec.sizes[1] == 6


def test_a_change_that_merges_at_the_limit_forgets_none_that_can_be_undone(short_stack, qapp, clock):
    document = NetworkDocument(plan())
    thread = Thread(document)
    document.request(AddNeurons(1))
    document.request(AddNeurons(1))
    for rate in (0.1, 0.2, 0.3):
        document.configure(learning_rate=rate)
        thread.check()
    for _ in range(3):
        document.undo_stack.undo()
    thread.check()
    assert document.plan.spec.sizes[1] == 4


# Merging


def test_a_rate_that_is_typed_is_one_undo_step(document, thread, clock):
    before = document.plan
    for rate in (1.0, 0.1, 0.12):
        clock[0] += 0.3
        document.configure(learning_rate=rate)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.plan is before
    thread.check()
    document.undo_stack.redo()
    assert document.plan.config.learning_rate == 0.12
    thread.check()


def test_what_training_did_between_quick_changes_is_kept_by_their_undo(document, thread, clock):
    document.configure(learning_rate=0.1)
    advance(thread.trainer, 5)
    document.configure(learning_rate=0.2)
    learned = advance(thread.trainer, 5).state()
    document.undo_stack.undo()
    np.testing.assert_array_equal(thread.trainer.state().planes.flat, learned.planes.flat)
    thread.check()


def test_slow_changes_and_changes_of_something_else_are_steps_of_their_own(document, thread, clock):
    document.configure(learning_rate=0.1)
    clock[0] += 2.0
    document.configure(learning_rate=0.2)
    document.configure(batch_size=7)
    document.configure(learning_rate=0.3)
    document.configure(learning_rate=0.4, batch_size=8)
    assert document.undo_stack.count() == 5


def test_a_change_after_a_save_does_not_merge_into_what_was_saved(document, thread, clock, tmp_path):
    document.configure(learning_rate=0.1)
    document.mark_saved(tmp_path / "a", plan=document.plan, run=0, step=0, generation=document.generation)
    document.configure(learning_rate=0.2)
    assert document.modified
    document.undo_stack.undo()
    assert not document.modified
    assert document.plan.config.learning_rate == 0.1


# Several requests as one step


def test_several_requests_can_be_one_step(document, thread):
    before, state = document.plan, thread.trainer.state()
    with document.one_step("Remove 4 neurons"):
        document.request(RemoveLayer(2))
        document.request(RemoveNeurons(1, (0,)))
        thread.check()
        assert not document.undo_stack.can_undo
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undo_text == "Remove 4 neurons"
    document.undo_stack.undo()
    thread.check()
    assert document.plan is before
    assert_same_run(thread.trainer.state(), state)
    document.undo_stack.redo()
    thread.check()
    assert document.plan.spec.sizes == (2, 3, 1)


def test_a_step_that_ends_early_keeps_what_was_done(document, thread):
    document.request(AddNeurons(1))
    document.undo_stack.undo()
    with suppress(BpExplorerError), document.one_step("Both"):
        document.request(AddNeurons(2))
        document.request(AddNeurons(9))
    assert document.undo_stack.count() == 1
    assert thread.messages[-1] == Forget((1,))
    thread.check()
    document.undo_stack.undo()
    assert document.plan.spec.sizes == (2, 4, 3, 1)


def test_a_step_in_which_nothing_was_done_is_none(document, thread):
    document.request(AddNeurons(1))
    document.undo_stack.undo()
    with document.one_step("Nothing"):
        pass
    assert document.undo_stack.count() == 1
    assert document.undo_stack.can_redo


# The collector


def test_documents_that_went_out_of_use_are_collected_with_their_commands(qapp):
    gone = []
    for _ in range(20):
        document = NetworkDocument(plan())
        document.itself = document  # any cycle of references
        document.request(AddNeurons(1))
        document.request(AddNeurons(1))
        document.undo_stack.undo()
        gone.append(weakref.ref(document))
        del document
    gc.collect()
    assert [reference() for reference in gone] == [None] * 20


def test_a_long_session_of_edits_undo_and_merging_survives_garbage_collection(document, thread):
    rng = random.Random(0)
    requests = list(REQUESTS.values())
    for number in range(400):
        kind = rng.random()
        if kind < 0.25:
            document.undo_stack.undo()
        elif kind < 0.4:
            document.undo_stack.redo()
        else:
            with suppress(BpExplorerError):  # what the network of the moment doesn't allow
                rng.choice(requests)(document)
        advance(thread.trainer, rng.randrange(3))
        if number % 10 == 0:
            gc.collect()
        thread.check()


# Saved and modified


@pytest.fixture
def modified(document) -> list[bool]:
    said: list[bool] = []
    document.modified_changed.connect(said.append)
    return said


def test_a_new_project_is_unmodified_until_it_is_edited(document, modified):
    assert not document.modified
    document.request(AddNeurons(1))
    document.request(AddNeurons(1))
    assert document.modified
    assert modified == [True]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert modified == [True, False]


def test_steps_since_the_save_count_as_changes(document, modified, tmp_path):
    document.note_progress(0, 10)
    assert document.modified
    document.mark_saved(tmp_path / "a", plan=document.plan, run=0, step=10, generation=document.generation)
    assert not document.modified
    document.note_progress(0, 11)
    assert document.modified
    assert modified == [True, False, True]


def test_while_it_trains_there_is_something_to_save_before_a_step_is_known(document, modified):
    document.note_training()
    assert document.modified
    document.note_progress(0, 0, training=True)
    assert document.modified
    document.note_progress(0, 0)
    assert not document.modified, "it didn't train after all"
    assert modified == [True, False]


def test_training_that_went_on_while_the_file_was_written_is_not_saved(document, tmp_path):
    document.note_progress(0, 12)
    document.mark_saved(tmp_path / "a", plan=document.plan, run=0, step=10, generation=document.generation)
    assert document.modified


def test_an_edit_made_while_the_file_was_written_is_not_saved(document, tmp_path):
    document.request(AddNeurons(1))
    saved = document.plan
    document.request(SetBiases(1, (0,), 0.5))  # changes no plan, but the run
    document.mark_saved(tmp_path / "a", plan=saved, run=0, step=0, generation=document.generation)
    assert document.modified
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.modified  # the file has one neuron more


def test_a_save_of_the_project_that_was_open_before_says_nothing_of_this_one(document, modified, tmp_path):
    before, plan = document.generation, document.plan
    document.load(plan, path=None, run=1, step=0)
    document.note_progress(1, 5)
    document.mark_saved(tmp_path / "a", plan=plan, run=1, step=5, generation=before)
    assert document.path is None
    assert document.modified
    assert modified == [True]


def test_a_reset_and_its_undo_return_to_what_was_saved(document, tmp_path):
    document.note_progress(0, 10)
    document.mark_saved(tmp_path / "a", plan=document.plan, run=0, step=10, generation=document.generation)
    document.restart()
    document.note_progress(1, 0)
    assert document.modified
    document.undo_stack.undo()
    document.note_progress(0, 10)
    assert not document.modified


def test_saving_tells_the_path(document, qtbot, tmp_path):
    assert document.path is None
    with qtbot.waitSignal(document.path_changed):
        document.mark_saved(tmp_path / "a", plan=document.plan, run=0, step=0, generation=document.generation)
    assert document.path == tmp_path / "a"


def test_another_project_starts_unmodified_without_anything_to_undo(document, qtbot, modified):
    document.request(AddNeurons(1))
    document.session.select(Neuron(1, 4), sample=9)
    document.note_progress(0, 5)
    other = plan((6,), "softmax")
    with qtbot.waitSignals([document.loaded, document.path_changed]):
        document.load(other, path=Path("b"), run=8, step=30)
    assert document.plan is other
    assert document.prepared.training.outputs == 2
    assert document.session.state == SessionState()
    assert not document.modified
    assert not document.undo_stack.can_undo
    assert document.posted > 8  # runs and frames of before are told apart from what comes
    assert modified == [True, False]
    document.note_progress(8, 30)
    assert not document.modified


def test_a_project_whose_data_cannot_be_made_leaves_the_open_one(document, monkeypatch):
    def refuse(choice, activation):
        raise DataError("The file is gone.")

    before = document.plan
    document.request(AddNeurons(1))
    edited = document.plan
    monkeypatch.setattr(network_document, "prepare", refuse)
    with pytest.raises(DataError):
        document.load(plan((9,)), path=None, run=0, step=0)
    assert document.plan is edited
    document.undo_stack.undo()
    assert document.plan is before


# The session follows


def test_selection_and_demon_follow_the_edit_and_its_undo(document):
    session = document.session
    session.select(Neuron(1, 0), Neuron(1, 2), Neuron(1, 3))
    session.arm(Neuron(1, 3), 0.25)
    session.select(Neuron(1, 2), Neuron(2, 1), Neuron(1, 3))
    document.request(RemoveNeurons(1, (0, 2)))
    assert session.state.selection == (Neuron(2, 1), Neuron(1, 1))
    assert session.state.demon.neuron == Neuron(1, 1)
    assert session.state.demon.dz == 0.25
    document.insert_layer(1)
    assert session.state.selection == (Neuron(3, 1), Neuron(2, 1))
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert session.state.selection == (Neuron(2, 1), Neuron(1, 3))
    assert session.state.demon.neuron == Neuron(1, 3)


def test_a_demon_on_a_neuron_that_goes_is_released(document):
    document.session.arm(Neuron(2, 1), 0.5)
    document.request(RemoveLayer(2))
    assert document.session.state.demon is None
    assert document.session.state.selection == ()


def test_neurons_that_an_undo_takes_away_are_deselected(document):
    document.request(AddNeurons(1, 2))
    document.session.select(Neuron(1, 1), Neuron(1, 5))
    document.undo_stack.undo()
    assert document.session.state.selection == (Neuron(1, 1),)


def test_the_sample_stays_within_a_smaller_probe(document):
    document.session.update(sample=31)
    document.choose_data(DataChoice(name="xor", samples=20, test_share=0.5))
    assert document.session.state.sample == len(document.prepared.training.probe) - 1 == 9


def test_neurons_of_inputs_that_other_data_do_not_have_are_deselected(qapp):
    document = NetworkDocument(plan())
    digits = DataChoice(name="digits", samples=1797, scaling="unit")
    document.choose_data(digits)
    document.session.select(Neuron(0, 60), Neuron(1, 1))
    document.undo_stack.undo()
    assert document.session.state.selection == (Neuron(1, 1),)


# What requests mean


def test_layers_keep_their_places_on_the_canvas_through_edits(document):
    document.move_layer(1, 10.0, 1.0)
    document.move_layer(3, 30.0, 3.0)
    document.insert_layer(2)
    assert document.plan.offsets == ((0, 0), (10, 1), (0, 0), (0, 0), (30, 3))
    document.request(RemoveLayer(1))
    assert document.plan.offsets == ((0, 0), (0, 0), (0, 0), (30, 3))


@pytest.mark.parametrize(
    ("hidden", "position", "new"),
    [
        ((4, 3), 1, LayerSpec(4, "tanh")),
        ((4, 3), 2, LayerSpec(4, "tanh")),
        ((4, 3), 3, LayerSpec(3, "tanh")),
        ((), 1, LayerSpec(8, "tanh")),
    ],
)
def test_a_new_layer_is_like_the_hidden_layer_beside_it(qapp, hidden, position, new):
    document = NetworkDocument(plan(hidden))
    document.insert_layer(position)
    assert document.plan.spec.layer(position) == new
    assert document.plan.spec.depth == len(hidden) + 2


def test_a_new_layer_can_be_told_what_to_be(document):
    document.insert_layer(1, 2, "relu")
    assert document.plan.spec.layer(1) == LayerSpec(2, "relu")


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.configure(learning_rate=0.15, seed=20261121),
        lambda document: document.choose_data(XOR),
        lambda document: document.resize_layer(1, 4),
        lambda document: document.move_layer(1, 0.0, 0.0),
        lambda document: document.request(SetActivation(1, "tanh")),
        lambda document: document.request(SetActivation(3, "sigmoid")),
    ],
)
def test_what_changes_nothing_is_no_undo_step(document, thread, change):
    change(document)
    assert document.undo_stack.count() == 0
    assert thread.messages == []


def test_the_same_seed_among_other_changes_does_not_restart(document, thread):
    advance(thread.trainer, 5)
    document.configure(seed=document.plan.config.seed, learning_rate=0.5)
    assert thread.trainer.step == 5
    assert document.undo_stack.undo_text == "Change learning rate"


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 4},
        {"initializer": "zeros"},
        {"initializer_settings": {"gain": 2.0}},
        {"bias_initializer": "normal"},
        {"dtype": "float32"},
    ],
)
def test_a_new_seed_or_initialiser_begins_a_new_run(document, thread, change):
    advance(thread.trainer, 5)
    document.configure(**change)
    assert (thread.trainer.step, thread.trainer.run) == (0, 1)


def test_an_output_activation_with_the_same_targets_trains_on(document, thread):
    advance(thread.trainer, 5)
    assert document.restart_reason(SetActivation(3, "relu")) is None
    document.request(SetActivation(3, "relu"))
    assert thread.trainer.step == 5


@pytest.mark.parametrize(("name", "outputs"), [("tanh", 1), ("softmax", 2)])
def test_an_output_activation_with_other_targets_starts_over_and_says_why(document, thread, name, outputs):
    advance(thread.trainer, 5)
    assert "training starts over" in document.restart_reason(SetActivation(3, name))
    document.request(SetActivation(3, name))
    assert thread.trainer.step == 0
    assert document.plan.spec.outputs == outputs
    assert document.undo_stack.undo_text == f"Set layer 3 to {name}"
    document.undo_stack.undo()
    assert thread.trainer.step == 5


def test_hidden_activations_never_need_a_restart(document):
    assert document.restart_reason(SetActivation(1, "softmax")) is None


def test_halving_the_rate_and_going_back_halve_it(document):
    document.halve_learning_rate()
    document.go_back()
    assert document.plan.config.learning_rate == 0.15 / 4


def test_an_import_begins_a_run_from_the_numbers_in_the_file(document, thread):
    document.import_weights(weights_of(NETWORK))
    assert document.plan.spec.sizes == (2, 5, 1)
    np.testing.assert_array_equal(thread.trainer.network.weights[0], NETWORK.weights[0])
    assert document.prepared.training.y_train.min() == -1  # the targets of tanh


def test_an_import_takes_cost_and_scaling_over_and_one_undo_brings_all_back(document, thread):
    document.choose_data(replace(XOR, scaling="standard"))
    advance(thread.trainer, 5)
    before, state = document.plan, thread.trainer.state()
    network = Network.create((2, 5, 1), ("relu", "sigmoid"), rng=np.random.default_rng(0))
    document.import_weights(weights_of(network, cost="cross_entropy"))
    assert (document.plan.config.cost, document.plan.data.scaling) == ("cross_entropy", "none")
    document.plan.pair.check()
    thread.check()
    assert thread.trainer.config.cost == "cross_entropy"
    document.undo_stack.undo()
    assert document.plan == before
    thread.check()
    assert_same_run(thread.trainer.state(), state)
    document.undo_stack.redo()
    assert (document.plan.config.cost, document.plan.data.scaling) == ("cross_entropy", "none")
    thread.check()


def test_an_import_too_large_for_the_runs_numbers_is_refused_and_changes_nothing(document, thread):
    document.configure(dtype="float32")
    before, step = document.plan, thread.trainer.step
    large = Network([weights * 1e300 for weights in NETWORK.weights], NETWORK.biases, NETWORK.activations)
    with pytest.raises(InvalidNetworkError, match=r"numbers of type float32 end at 3\.4×10³⁸"):
        document.import_weights(weights_of(large))
    assert (document.plan, thread.trainer.step) == (before, step)
    document.configure(dtype="float64")
    document.import_weights(weights_of(large))
    assert document.plan.spec.sizes == (2, 5, 1)


REFUSED = {
    "no such layer": lambda document: document.request(AddNeurons(7)),
    "the input": lambda document: document.resize_layer(0, 5),
    "the output": lambda document: document.resize_layer(3, 5),
    "resize nothing": lambda document: document.resize_layer(9, 5),
    "resize from the end": lambda document: document.resize_layer(-1, 5),
    "to nothing": lambda document: document.resize_layer(1, 0),
    "to less": lambda document: document.resize_layer(1, -3),
    "too large": lambda document: document.resize_layer(1, 10**6),
    "every neuron": lambda document: document.request(RemoveNeurons(2, (0, 1, 2))),
    "no neuron": lambda document: document.request(RemoveNeurons(2, ())),
    "no place": lambda document: document.insert_layer(0),
    "behind the output": lambda document: document.insert_layer(4),
    "empty layer": lambda document: document.insert_layer(1, 0),
    "unknown activation": lambda document: document.request(SetActivation(1, "magic")),
    "unknown output": lambda document: document.request(SetActivation(3, "magic")),
    "input activation": lambda document: document.request(SetActivation(0, "tanh")),
    "infinite bias": lambda document: document.request(SetBiases(1, (0, 1, 2, 3, 4), float("inf"))),
    "input bias": lambda document: document.request(SetBiases(0, (0,), 1.0)),
    "move nothing": lambda document: document.move_layer(4, 1.0, 1.0),
    "rate": lambda document: document.configure(learning_rate=-1.0),
    "batch": lambda document: document.configure(batch_size=0),
    "seed": lambda document: document.restart(seed=-1),
    "inputs": lambda document: document.import_weights(
        weights_of(Network.create((3, 1), ("sigmoid",), rng=np.random.default_rng(0)))
    ),
    "outputs": lambda document: document.import_weights(
        weights_of(Network.create((2, 2), ("sigmoid",), rng=np.random.default_rng(0)))
    ),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_refused_request_changes_nothing_and_says_why(document, thread, name):
    before, session = document.plan, document.session.state
    with pytest.raises(BpExplorerError, match=r"^[A-Z].*\.$"):
        REFUSED[name](document)
    assert document.plan is before
    assert document.session.state is session
    assert document.undo_stack.count() == 0
    assert not document.modified
    assert thread.messages == []
    document.request(AddNeurons(1))
    thread.check()


# The session


def test_the_session_speaks_only_of_real_changes(qtbot):
    session = Session()
    said = []
    session.changed.connect(lambda new, old: said.append((new, old)))
    session.select(Neuron(1, 0), sample=3)
    session.select(Neuron(1, 0), sample=3)
    session.update(sample=3)
    assert len(said) == 1
    new, old = said[0]
    assert (old.sample, new.sample) == (0, 3)
    assert new is session.state


def test_the_demon_selects_its_neuron_and_keeps_its_scope(qtbot):
    session = Session()
    session.arm(Neuron(1, 0), 0.25)
    session.update(demon=replace(session.state.demon, scope=Scope.BATCH))
    session.arm(Neuron(2, 1), -0.5)
    demon = session.state.demon
    assert (demon.neuron, demon.dz, demon.scope) == (Neuron(2, 1), -0.5, Scope.BATCH)
    assert session.state.primary == Neuron(2, 1)
    assert session.state.tool is Tool.DEMON
    session.release()
    assert session.state.demon is None
    assert session.state.tool is Tool.SELECT


#: Requests of a view that shows another network, of 2-9-9-9-9 neurons and more samples.
LOOKS_AT_WHAT_IS_NOT_THERE: dict[str, Callable[[Session], object]] = {
    "a neuron": lambda session: session.select(Neuron(1, 7)),
    "a layer": lambda session: session.select(Neuron(4, 0)),
    "a cell": lambda session: session.select(Neuron(2, 8), sample=3),
    "neurons": lambda session: session.select(Neuron(2, 7), Neuron(3, 3)),
    "a connection": lambda session: session.select_connection(Connection(2, 8, 1)),
    "a connection from nowhere": lambda session: session.select_connection(Connection(0, 0, 0)),
    "a sample": lambda session: session.choose_sample(99),
    "a sample before the first": lambda session: session.choose_sample(-1),
    "a sample of the probe": lambda session: session.choose_sample(99, SampleSource.PROBE),
    "the demon": lambda session: session.arm(Neuron(2, 8), 0.5),
}


@pytest.mark.parametrize("what", LOOKS_AT_WHAT_IS_NOT_THERE)
def test_a_view_that_speaks_of_what_is_not_there_changes_nothing_that_is_looked_at(what: str) -> None:
    document = NetworkDocument(plan())
    document.session.select(Neuron(1, 2), sample=3)
    before = document.session.state
    LOOKS_AT_WHAT_IS_NOT_THERE[what](document.session)
    assert document.session.state is before


def test_of_several_neurons_those_that_are_there_are_selected() -> None:
    document = NetworkDocument(plan())
    document.session.select(Neuron(1, 7), Neuron(1, 2), Neuron(4, 0), sample=99)
    assert document.session.state == SessionState(selection=(Neuron(1, 2),), mapped=Neuron(1, 2))


def test_a_whole_state_is_taken_over_as_far_as_it_is_there() -> None:
    document = NetworkDocument(plan())
    state = SessionState((Neuron(1, 7), Neuron(2, 2)), sample=99, demon=Demon(Neuron(4, 1), 0.5))
    document.session.restore(state)
    last = len(document.prepared.training.probe) - 1
    assert document.session.state == SessionState((Neuron(2, 2),), sample=last)


def test_an_input_takes_no_demon() -> None:
    document = NetworkDocument(plan())
    document.session.arm(Neuron(0, 1), 0.5)
    assert document.session.state.demon is None


#: Requests for edits, likewise.
EDITS_OF_WHAT_IS_NOT_THERE: dict[str, Callable[[NetworkDocument], object]] = {
    "add": lambda document: document.request(AddNeurons(4)),
    "remove": lambda document: document.request(RemoveNeurons(1, (7,))),
    "remove of a layer": lambda document: document.request(RemoveNeurons(4, (0,))),
    "resize": lambda document: document.resize_layer(4, 2),
    "insert": lambda document: document.insert_layer(5),
    "insert far away": lambda document: document.insert_layer(9),
    "insert before the input": lambda document: document.insert_layer(0),
    "remove a layer": lambda document: document.request(RemoveLayer(4)),
    "activation": lambda document: document.request(SetActivation(4, "relu")),
    "biases": lambda document: document.request(SetBiases(4, (0,), 1.0)),
    "some biases": lambda document: document.request(SetBiases(1, (7,), 1.0)),
    "freeze": lambda document: document.request(Freeze(4, (0,))),
    "freeze some": lambda document: document.request(Freeze(1, (7,))),
    "re-initialise": lambda document: document.request(Reinitialise(1, (7,))),
    "connections": lambda document: document.request(RemoveConnections(2, ((8, 1),), removed=True)),
    "connections from there": lambda document: document.request(
        RemoveConnections(1, ((0, 8),), removed=True)
    ),
    "freeze connections": lambda document: document.request(FreezeConnections(4, ((0, 0),))),
    "dropout": lambda document: document.request(SetDropout(4, 0.5)),
    "no biases": lambda document: document.request(RemoveBiases(4)),
    "hold": lambda document: document.request(HoldDemon(Neuron(2, 8), 0.5)),
    "move": lambda document: document.move_layer(4, 1.0, 1.0),
    "move before the input": lambda document: document.move_layer(-1, 1.0, 1.0),
}


@pytest.mark.parametrize("what", EDITS_OF_WHAT_IS_NOT_THERE)
def test_an_edit_of_what_is_not_there_is_refused_in_words(what: str) -> None:
    document = NetworkDocument(plan())
    before = document.plan
    with pytest.raises(InvalidNetworkError):
        EDITS_OF_WHAT_IS_NOT_THERE[what](document)
    assert document.plan is before
    assert not document.undo_stack.can_undo


def test_it_knows_how_many_edits_and_steps_the_file_lacks_and_since_when(document, tmp_path):
    when = datetime(2026, 11, 29, 14, 2)
    document.note_progress(0, 10)
    document.mark_saved(
        tmp_path / "a", plan=document.plan, run=0, step=10, generation=document.generation, when=when
    )
    assert document.unsaved == Unsaved(0, 0, when)
    document.request(AddNeurons(1))
    document.request(AddNeurons(1))
    document.note_progress(0, 17, training=True)
    assert document.unsaved == Unsaved(2, 7, when, is_training=True)
    document.restart()
    document.note_progress(1, 3)
    assert document.unsaved == Unsaved(3, 3, when)


def test_neurons_show_maps_once_inputs_can_be_laid_out_and_no_longer_than_that() -> None:
    session = Session()
    images, plane, curve = (NetworkSpec.create((inputs, 3, 1), ("tanh", "sigmoid")) for inputs in (64, 2, 1))
    shown = []
    for spec in (images, plane, curve, images):
        session.follow(spec, 32, same_data=False)
        shown.append(session.state.neurons_by)
    quantity = NeuronQuantity
    assert shown == [quantity.DELTA, quantity.MAP, quantity.MAP, quantity.DELTA]
    # What was chosen since, stays.
    session.follow(plane, 32, same_data=False)
    session.update(neurons_by=quantity.BIAS)
    for spec in (curve, images):
        session.follow(spec, 32, same_data=False)
        assert session.state.neurons_by is quantity.BIAS


def test_a_pinned_map_goes_along_with_its_neuron_and_away_with_it() -> None:
    session = Session()
    spec = NetworkSpec.create((2, 3, 1), ("tanh", "sigmoid"))
    session.follow(spec, 32)
    session.select(Neuron(1, 1))
    assert session.state.mapped == Neuron(1, 1)
    session.follow(spec, 32, lambda neuron: Neuron(neuron.layer, neuron.index + 1))
    assert session.state.mapped == Neuron(1, 2)
    session.follow(spec, 32, lambda _neuron: None)
    assert session.state.mapped is None
    session.select(Neuron(1, 0))
    session.select()
    assert session.state.mapped is None
