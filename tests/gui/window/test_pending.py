"""What needs a restart waits in sight, and Play asks instead of training the old network."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel

from bpexplorer.core.errors import DataError
from bpexplorer.core.training.frame import RunState
from bpexplorer.project.presets import preset
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def zeros(small_desk: Desk) -> Desk:
    """XOR after an epoch, with “Zeros” chosen under Initialisation."""
    small_desk.run_epochs(1)
    small_desk.unfold("initialisation")
    small_desk.pick("initializer", "Zeros")
    return small_desk


def weights_are_zero(desk: Desk) -> bool:
    return not any(layer.any() for layer in desk.frame.network.weights)


def test_the_section_and_the_head_of_the_canvas_say_what_waits_and_nothing_is_trained_by_cancel(
    zeros: Desk,
) -> None:
    assert zeros.text("pending_words") == "Not applied yet: Weights Zeros."
    header = zeros.find("initialisation_section")
    assert "● not applied" in header.accessibleName()
    assert zeros.text("start_pending_words").startswith("Applying this restarts training.")
    assert zeros.window.document.plan.config.initializer != "zeros"
    assert not weights_are_zero(zeros)
    assert_play_asks(zeros)


def test_the_bar_lies_over_the_canvas_and_moves_nothing(small_desk: Desk) -> None:
    desk = small_desk
    parts = (desk.window.canvas.view, desk.window.canvas.strip, desk.window.canvas.foot)
    before = [QRect(each.geometry()) for each in parts]
    desk.unfold("initialisation")
    desk.enter("seed", "7")
    bar = desk.find("pending_bar")
    assert [each.geometry() for each in parts] == before
    assert desk.window.canvas.view.geometry().contains(bar.geometry())


def assert_play_asks(zeros: Desk) -> None:
    step = zeros.frame.step
    zeros.click("button_action_play")
    box = zeros.find("dialog_restart")
    assert any("Weights Zeros" in label.text() for label in box.findChildren(QLabel))
    zeros.key(Qt.Key.Key_Escape, widget=box)
    zeros.wait(lambda: zeros.find_all("dialog_restart") == [])
    zeros.wait_for_calm()
    assert zeros.frame.step == step
    assert zeros.frame.state is RunState.PAUSED
    assert zeros.text("pending_words") == "Not applied yet: Weights Zeros."


@pytest.mark.parametrize("ask", ["button_action_play", "menu"])
def test_applying_begins_the_new_run_and_trains_it(zeros: Desk, ask: str) -> None:
    run = zeros.frame.run
    if ask == "menu":
        zeros.choose("Train", "Epoch")
    else:
        zeros.click(ask)
    zeros.answer("restart_apply")
    zeros.wait(lambda: zeros.frame.run != run and zeros.frame.step > 0)
    if ask == "button_action_play":
        zeros.pause()
    zeros.wait_for_calm()
    assert zeros.window.document.plan.config.initializer == "zeros"
    assert zeros.find_all("pending_bar") == []
    # Zero weights pass no δ back: those into the hidden layer stay 0, whatever is trained.
    assert not zeros.frame.network.weights[0].any()
    zeros.click("button_action_undo")
    zeros.wait_for_calm()
    assert zeros.frame.run == run


def test_epochs_that_were_asked_for_are_counted_from_the_new_start(small_desk: Desk) -> None:
    desk = small_desk
    desk.run_epochs(3)
    desk.unfold("initialisation")
    desk.enter("seed", "7")
    desk.window.training.run_epochs(2)
    desk.answer("restart_apply")
    desk.wait(lambda: desk.frame.epoch == 2)
    desk.wait_for_calm()
    assert desk.frame.epoch == 2


def test_training_without_it_asks_once_and_goes_on_waiting(zeros: Desk) -> None:
    step = zeros.frame.step
    zeros.click("button_action_step")
    zeros.answer("restart_without")
    zeros.wait(lambda: zeros.frame.step == step + 1)
    zeros.wait_for_calm()
    zeros.click("button_action_step")
    zeros.wait(lambda: zeros.frame.step == step + 2)
    assert zeros.text("pending_words") == "Not applied yet: Weights Zeros."
    zeros.enter("seed", "7")
    zeros.click("button_action_step")
    assert zeros.find("dialog_restart")
    zeros.answer("restart_cancel")


def test_everything_that_waits_is_applied_and_undone_as_one(small_desk: Desk) -> None:
    desk = small_desk
    before, parameters = desk.window.document.plan, desk.parameters()
    desk.unfold("data", "initialisation")
    desk.pick("data_set", "Circle")
    desk.enter("seed", "7")
    assert desk.text("pending_words") == "Not applied yet: Data Circle, Seed 7."
    desk.click("pending_apply")
    desk.wait_for_calm()
    plan = desk.window.document.plan
    assert (plan.data.name, plan.config.seed) == ("circle", 7)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_calm()
    assert desk.window.document.plan == before
    np.testing.assert_array_equal(desk.parameters(), parameters)


def test_a_part_is_dropped_in_its_section_and_all_in_the_head(small_desk: Desk) -> None:
    desk = small_desk
    desk.unfold("data", "initialisation")
    desk.pick("data_set", "Circle")
    desk.enter("seed", "7")
    desk.click("data_discard")
    assert desk.text("pending_words") == "Not applied yet: Seed 7."
    desk.pick("data_set", "Circle")
    desk.click("pending_discard")
    assert (
        desk.find_all("pending_bar") == desk.find_all("data_pending") == desk.find_all("start_pending") == []
    )
    assert not desk.window.document.modified


def test_data_that_cannot_be_had_are_refused_where_they_wait_and_play_only_goes_on_without_them(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DataError("The data has 1 class.")

    desk, step = small_desk, small_desk.frame.step
    monkeypatch.setattr("bpexplorer.document.pending.fitted", refuse)
    desk.unfold("data")
    desk.enter("data_samples", "20")
    assert desk.text("data_pending_words") == "The data has 1 class."
    assert desk.text("pending_words").endswith("The data has 1 class.")
    assert not desk.find("data_apply").isEnabled()
    assert not desk.find("pending_apply").isEnabled()
    desk.click("button_action_step")
    assert desk.find("dialog_restart")
    assert desk.find_all("restart_apply") == []
    desk.answer("restart_without")
    desk.wait(lambda: desk.frame.step == step + 1)


def test_another_edit_of_the_same_thing_overtakes_what_waits_and_says_so(zeros: Desk) -> None:
    zeros.enter("seed", "7")
    zeros.window.document.configure(initializer="he_normal")
    assert "Weights Zeros is no longer waiting" in zeros.wait_for_message("no longer waiting")
    assert zeros.text("pending_words") == "Not applied yet: Seed 7."
    zeros.click("new_seed")
    zeros.wait_for_message("Seed 7 is no longer waiting")
    assert zeros.find_all("pending_bar") == []


def test_a_setting_of_a_choice_that_undo_takes_away_goes_with_it(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.document.configure(initializer="uniform")
    desk.unfold("initialisation")
    desk.enter("uniform_half_width", "0.3")
    assert desk.text("pending_words") == "Not applied yet: Weights with 0.3."
    desk.click("button_action_undo")
    desk.wait_for_message("Weights with 0.3 is no longer waiting")
    assert len(desk.window.message_bar.texts) == 1
    assert desk.find_all("pending_bar") == []


def test_another_project_drops_what_waits(zeros: Desk, open_desk: Callable[..., Desk]) -> None:
    zeros.window.open_project(preset("circle").project(), None)
    zeros.wait_for_calm()
    assert zeros.find_all("pending_bar") == zeros.find_all("start_pending") == []
    assert not zeros.window.document.pending.choices
    step = zeros.frame.step
    zeros.click("button_action_step")
    zeros.wait(lambda: zeros.frame.step == step + 1)
