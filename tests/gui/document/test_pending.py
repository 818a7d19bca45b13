"""What waits for a restart: one value that the document owns, apart from plan and undo stack."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import default_choice
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.pending import Choices
from bpexplorer.project.plan import Plan

XOR = Plan(
    NetworkSpec.create((2, 4, 1), ("tanh", "sigmoid")),
    TrainingConfig(cost="cross_entropy"),
    default_choice("xor"),
)


@pytest.fixture
def document(qtbot: QtBot) -> NetworkDocument:
    return NetworkDocument(XOR)


@pytest.fixture
def lost(document: NetworkDocument) -> list[str]:
    sentences: list[str] = []
    document.pending.overtaken.connect(sentences.append)
    return sentences


def test_a_choice_changes_neither_plan_nor_undo_stack(document: NetworkDocument) -> None:
    document.pending.choose_settings(initializer="zeros")
    document.pending.choose_data(default_choice("circle"))
    assert document.plan == XOR
    assert document.undo_stack.count() == 0
    assert not document.modified
    assert document.pending.choices.settings == {"initializer": "zeros", "initializer_settings": {}}


def test_what_is_in_use_already_is_no_choice(document: NetworkDocument) -> None:
    document.pending.choose_settings(seed=7)
    document.pending.choose_settings(seed=XOR.config.seed)
    document.pending.choose_data(XOR.data)
    document.pending.choose_edit(SetActivation(2, "sigmoid"))
    assert document.pending.choices == Choices()


def test_what_cannot_be_had_is_refused_and_what_waited_goes_on_waiting(document: NetworkDocument) -> None:
    document.pending.choose_settings(seed=7)
    before = document.pending.choices
    with pytest.raises(InvalidConfigError):
        document.pending.choose_settings(initializer="magic")
    assert document.pending.choices is before


def test_applying_is_one_step_and_leaves_nothing_waiting(document: NetworkDocument, lost: list[str]) -> None:
    document.pending.choose_data(default_choice("circle"))
    document.pending.choose_settings(seed=7, initializer="zeros")
    document.pending.choose_edit(SetActivation(2, "tanh"))
    document.apply_pending()
    plan = document.plan
    assert (plan.data.name, plan.config.seed, plan.spec.activations[-1]) == ("circle", 7, "tanh")
    assert not document.pending.choices
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.plan == XOR
    assert not document.pending.choices
    assert lost == []


def test_a_live_change_leaves_alone_what_waits(document: NetworkDocument, lost: list[str]) -> None:
    document.pending.choose_settings(seed=7)
    document.configure(learning_rate=0.5)
    document.insert_layer(1)
    assert document.pending.choices.settings == {"seed": 7}
    assert lost == []


def test_a_way_to_draw_and_its_settings_are_overtaken_together(
    document: NetworkDocument, lost: list[str]
) -> None:
    document.pending.choose_settings(initializer_settings={"gain": 2.0})
    document.pending.choose_settings(seed=7)
    document.configure(initializer="zeros")
    assert document.pending.choices.settings == {"seed": 7}
    assert lost == ["Weights with 2 is no longer waiting: another edit has changed the same thing."]


def test_other_data_overtake_those_that_wait(document: NetworkDocument, lost: list[str]) -> None:
    document.pending.choose_data(replace(XOR.data, seed=5))
    document.choose_data(default_choice("circle"))
    assert not document.pending.choices
    assert len(lost) == 1
    assert lost[0].startswith("Data (data seed) ")


def test_an_activation_that_waits_is_overtaken_by_another_number_of_layers(
    document: NetworkDocument, lost: list[str]
) -> None:
    document.pending.choose_edit(SetActivation(2, "tanh"))
    document.configure(learning_rate=0.5)
    assert document.pending.choices.edit == SetActivation(2, "tanh")
    document.insert_layer(1)
    assert document.pending.choices.edit is None
    assert len(lost) == 1


def test_another_project_has_nothing_waiting(document: NetworkDocument, lost: list[str]) -> None:
    document.pending.choose_settings(seed=7)
    document.load(XOR, path=None, run=0, step=0)
    assert not document.pending.choices
    assert lost == []
