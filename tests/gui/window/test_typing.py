"""What is being typed is taken, or dropped, before undo, redo, a file command or the end begins."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from bpexplorer.core.edits.run import Configure
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.project.presets import preset
from tests.typing import fields, type_over, undo_all
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def type_rate(desk: Desk, text: str = "0.75") -> NumberField:
    desk.unfold("training")
    field = fields(desk)["learning_rate"]
    type_over(field, text)
    assert field.is_typing
    return field


def trigger(desk: Desk, name: str) -> None:
    action = desk.window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def test_a_number_typed_into_a_field_that_undo_takes_away_is_undone_before(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")
    before = document.plan
    desk.pick("optimizer", "Nesterov")
    type_over(fields(desk)["nesterov_momentum"], "0.5")
    desk.click("button_action_undo")
    assert document.plan.config.optimizer == "nesterov"
    assert fields(desk)["nesterov_momentum"].value() == 0.9
    desk.click("button_action_undo")
    assert document.plan == before
    assert "nesterov_momentum" not in fields(desk)
    desk.key(Qt.Key.Key_S, CTRL)
    desk.choose_file(tmp_path / "xor.bpx")
    desk.wait_for_message("Saved xor.bpx.")
    desk.click("button_action_redo")
    desk.click("button_action_redo")
    desk.wait_for_calm()
    assert desk.frame.config.optimizer_settings["momentum"] == 0.5


def test_undo_by_its_key_takes_the_text_back_first_and_then_the_edit(small_desk: Desk) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")
    rate = document.plan.config.learning_rate
    document.configure(l2=0.25)
    field = type_rate(desk)
    while field.is_typing:
        QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert (field.value(), document.plan.config.l2) == (rate, 0.25)
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert document.plan.config.l2 == 0


def test_a_refused_text_is_told_and_undo_goes_on(small_desk: Desk) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")
    document.configure(l2=0.25)
    field = type_rate(desk, "1,500")
    desk.click("button_action_undo")
    assert "can't be “1,500”: that may be 1.5 or 1500" in desk.message
    assert not field.is_typing
    assert document.plan.config.l2 == 0


@pytest.mark.parametrize("command", ["action_save", "action_new", "action_open", "action_import_weights"])
def test_what_is_typed_is_part_of_the_project_before_a_file_command_begins(
    small_desk: Desk, command: str
) -> None:
    type_rate(small_desk)
    trigger(small_desk, command)
    assert small_desk.window.document.plan.config.learning_rate == 0.75
    assert small_desk.window.document.modified
    for dialog in small_desk.window.findChildren(QDialog):
        dialog.reject()


def test_closing_asks_about_what_is_typed(small_desk: Desk) -> None:
    type_rate(small_desk)
    small_desk.window.close()
    assert small_desk.window.document.plan.config.learning_rate == 0.75
    assert small_desk.find("unsaved_cancel").isVisible()
    small_desk.answer("unsaved_cancel")


def test_what_is_typed_while_another_project_opens_is_dropped(small_desk: Desk) -> None:
    desk = small_desk
    desk.unfold("training", "selected")
    field = type_rate(desk)
    desk.window.open_project(preset("digits").project(), None)
    assert not field.is_typing
    assert field.value() == desk.window.document.plan.config.learning_rate
    assert not desk.window.document.undo_stack.can_undo


def test_an_edit_that_overtakes_a_field_drops_what_is_typed_there(small_desk: Desk) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")
    document.configure(schedule="step")
    type_over(fields(desk)["step_every"], "77")
    document.configure(schedule="cosine")
    assert "step_every" not in fields(desk)
    undo_all(desk)
    assert document.plan.config.schedule == "constant"
    assert desk.message == ""


def test_a_bias_that_is_typed_is_that_of_the_neuron_it_was_typed_for(small_desk: Desk) -> None:
    desk = small_desk
    desk.unfold("training", "selected")
    desk.click_neuron(1, 0)
    desk.wait_for_calm()
    type_over(fields(desk)["selected_bias"], "0.5")
    desk.window.document.session.select(Neuron(1, 1))
    desk.wait_for_calm()
    first, second, *_ = desk.frame.network.biases[0]
    assert first == 0.5
    assert second != 0.5


@pytest.mark.parametrize("typed", ["2.5", "0"])
def test_run_epochs_begins_nothing_with_a_number_that_is_refused(small_desk: Desk, typed: str) -> None:
    desk = small_desk
    desk.unfold("training", "selected")
    desk.choose("Train", "Run N epochs…")
    field = desk.find("epochs")
    assert isinstance(field, NumberField)
    type_over(field, typed)
    desk.click("epochs_run")
    assert desk.message == f"Epochs can't be {typed}; it must be a whole number from 1 to 1,000,000."
    type_over(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.find("dialog_epochs").isVisible()
    type_over(field, "3")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    desk.wait(lambda: desk.find_all("dialog_epochs") == [])
    assert desk.frame.step == 0


@pytest.mark.faults
def test_where_plan_and_run_differ_the_plan_becomes_the_runs_and_can_be_saved(
    small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")

    def other(self: Configure, config: TrainingConfig) -> TrainingConfig:
        return config.with_changes(learning_rate=0.125)

    with monkeypatch.context() as patch:
        patch.setattr(Configure, "on_config", other)  # the plan hears of another rate than the run
        document.configure(learning_rate=0.5)
    desk.wait_for_message("the plan was set to what the running network is")
    assert document.plan.config.learning_rate == 0.5
    assert not document.undo_stack.can_undo
    assert document.modified
    desk.wait_for_calm()
    desk.window.files.save_to(tmp_path / "xor.bpx")
    desk.wait_for_message("Saved xor.bpx.")


def test_an_undo_by_whomever_takes_what_is_typed_first(small_desk: Desk) -> None:
    desk, document = small_desk, small_desk.window.document
    desk.unfold("training", "selected")
    rate = document.plan.config.learning_rate
    type_rate(desk)
    document.undo_stack.undo()
    assert document.plan.config.learning_rate == rate
    assert document.undo_stack.can_redo, "the number was taken, and undone"
    document.undo_stack.redo()
    assert document.plan.config.learning_rate == 0.75


def test_a_refusal_stays_until_a_number_is_taken_there(small_desk: Desk) -> None:
    desk = small_desk
    desk.enter("quick_learning_rate", "nonsense")
    said = desk.wait_for_message("can't be")
    desk.click_neuron(1, 0)
    desk.wait_for_calm()
    assert desk.message == said, "nothing of it has been mended"
    desk.enter("quick_learning_rate", "0.25")
    assert desk.message == ""
