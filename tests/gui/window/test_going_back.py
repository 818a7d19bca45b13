"""*Edit → Back to before Play*, with mouse and keys: training is undone, and that is undone, to the bit."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.state import most_bytes
from bpexplorer.look import numbers
from bpexplorer.project.presets import preset
from bpexplorer.window.palette.entries import Entry
from tests.runs import assert_same_run
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def entry(what: str, step: int) -> str:
    return f"Back to before {what} (step {numbers.count(step)})"


def action(desk: Desk) -> QAction:
    found = desk.window.findChild(QAction, "action_back")
    assert found is not None
    return found


def step_batch(desk: Desk) -> None:
    step = desk.frame.step
    desk.key(Qt.Key.Key_Period)
    desk.wait(lambda: desk.frame.step == step + 1)
    desk.wait_for_calm()


def go_back(desk: Desk, what: str, step: int) -> None:
    """By the menu, whose entry says where to."""
    desk.wait(lambda: action(desk).text().replace("&", "") == entry(what, step))
    desk.choose("Edit", entry(what, step))
    desk.wait_for_calm()


def test_training_is_undone_and_that_is_undone_and_done_again_to_the_bit(small_desk: Desk) -> None:
    desk = small_desk
    begun = desk.state()
    desk.play_until_epoch(2)
    later = desk.state()
    go_back(desk, "Play", 0)
    assert_same_run(desk.state(), begun)
    assert desk.frame.step == 0
    assert numbers.count(0) in desk.message
    assert "Undo takes that back" in desk.message
    assert (
        desk.window.actions_by_name["action_undo"]
        .text()
        .endswith(entry("Play", 0).replace("Back", "Undo: going back")[1:])
    )
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    assert_same_run(desk.state(), later)
    assert desk.frame.step == later.step
    desk.click("button_action_redo")
    desk.wait_for_calm()
    assert_same_run(desk.state(), begun)
    assert not action(desk).isEnabled()


def test_it_goes_back_over_runs_restarts_imports_and_edits_of_the_structure(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk, file = small_desk, tmp_path / "weights.safetensors"
    desk.run_epochs(2)
    trained = desk.state()
    desk.export_weights(file)
    desk.wait_for_message(file.name)
    desk.add_a_neuron()
    desk.wait_for_calm()
    step_batch(desk)
    step_batch(desk)
    edited = desk.state()
    desk.key(Qt.Key.Key_I, CTRL)
    desk.choose_file(file)
    desk.wait(lambda: desk.frame.step == 0)
    desk.wait_for_calm()
    plan = desk.window.document.plan
    assert plan.spec.sizes == trained.spec.sizes
    step_batch(desk)
    desk.choose("Train", "Reset")
    desk.wait_for_calm()
    step_batch(desk)
    last = desk.state()

    go_back(desk, "Batch", 0)
    go_back(desk, "Reset to the start", 1)
    go_back(desk, "Batch", 0)
    go_back(desk, "Import weights", edited.step)
    assert_same_run(desk.state(), edited)
    assert desk.window.document.plan.spec.sizes[1] == trained.spec.sizes[1] + 1
    go_back(desk, "Batch", trained.step)
    assert desk.frame.step == trained.step
    go_back(desk, run_of(2), 0)
    assert desk.frame.step == 0
    for _ in range(6):
        desk.key(Qt.Key.Key_Z, CTRL)
        desk.wait_for_calm()
    assert_same_run(desk.state(), last)
    assert desk.window.document.plan == plan


def test_undo_of_a_layer_that_was_trained_offers_the_network_from_before_it(small_desk: Desk) -> None:
    desk = small_desk
    desk.run_epochs(2)
    trained = desk.state()
    desk.add_a_neuron()
    desk.wait_for_calm()
    step_batch(desk)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_message("weights keep what training has made of them")
    desk.wait_for_calm()
    desk.answer("undo_go_back")
    desk.wait(lambda: desk.frame.step == trained.step)
    desk.wait_for_calm()
    assert_same_run(desk.state(), trained)


def run_of(epochs: int) -> str:
    return f"Run {numbers.count(epochs)} epochs"


def test_while_training_goes_on_it_pauses_first_and_so_does_undo(small_desk: Desk) -> None:
    desk = small_desk
    begun = desk.state()
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 20)
    go_back(desk, "Play", 0)
    assert desk.frame.state is RunState.PAUSED
    assert_same_run(desk.state(), begun)
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 0 and desk.frame.state is RunState.PLAYING)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)
    desk.wait_for_calm()
    assert desk.frame.step > 20


def test_what_can_t_be_gone_back_to_is_grey_with_the_reason_in_tooltip_and_palette(small_desk: Desk) -> None:
    desk = small_desk
    assert not action(desk).isEnabled()
    assert action(desk).toolTip() == in_palette(desk).refusal == "There is no training to undo."
    step_batch(desk)
    assert action(desk).isEnabled()
    assert action(desk).toolTip().endswith("before training went on.")
    assert in_palette(desk).title == entry("Batch", 0)
    desk.window.document.marks.limit = most_bytes(desk.frame.spec, desk.frame.config)
    desk.choose("Train", "Epoch")
    desk.wait_for_message("Training can't be undone here")
    desk.wait(lambda: desk.frame.epoch == 1)
    assert action(desk).toolTip() == in_palette(desk).refusal == desk.window.document.marks.refusal


def test_after_training_the_keys_and_the_arrow_of_undo_point_to_going_back(small_desk: Desk) -> None:
    desk = small_desk
    step_batch(desk)
    undo = desk.window.actions_by_name["action_undo"]
    assert not undo.isEnabled()
    assert "Back to before Play" in undo.toolTip()
    desk.key(Qt.Key.Key_Z, CTRL)
    assert "Back to before Play" in desk.wait_for_message("nothing to undo")
    assert desk.frame.step == 1
    desk.add_a_neuron()
    desk.wait_for_calm()
    assert "Back to before Play" not in undo.toolTip()
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    assert not undo.isEnabled()


def in_palette(desk: Desk) -> Entry:
    """What the palette says of it."""
    desk.key(Qt.Key.Key_P, CTRL_SHIFT)
    QTest.keyClicks(desk.find("palette_field"), "back to before")
    found = desk.find("palette_list")
    assert isinstance(found, QListWidget)
    entries: list[Entry] = [found.item(at).data(Qt.ItemDataRole.UserRole) for at in range(found.count())]
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Escape)
    (first,) = (each for each in entries if each.key == "action_back")
    return first


def test_what_would_be_lost_follows_the_step_that_is_gone_back_to(small_desk: Desk, tmp_path: Path) -> None:
    desk = small_desk
    desk.play_until_epoch(1)
    desk.key(Qt.Key.Key_S, CTRL_SHIFT)
    desk.choose_file(tmp_path / "project.bpx")
    desk.wait(lambda: not desk.window.document.modified)
    saved = desk.frame.step
    step_batch(desk)
    unsaved = desk.window.document.unsaved
    assert (unsaved.edits, unsaved.steps) == (0, 1)
    go_back(desk, "Batch", saved)
    unsaved = desk.window.document.unsaved
    assert (unsaved.edits, unsaved.steps) == (1, 0)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    unsaved = desk.window.document.unsaved
    assert (unsaved.edits, unsaved.steps) == (0, 1)


def test_another_project_offers_nothing_to_go_back_to(small_desk: Desk) -> None:
    step_batch(small_desk)
    assert action(small_desk).isEnabled()
    small_desk.window.open_project(preset("xor").project(), None)
    small_desk.wait_for_calm()
    assert not action(small_desk).isEnabled()
