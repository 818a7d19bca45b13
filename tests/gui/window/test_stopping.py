"""Training that stops by itself: what the message bar says, and the way back to the best state."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bpexplorer.core.training.frame import RunState
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.windows import Desk


@pytest.fixture
def wild_desk(open_desk: Callable[..., Desk]) -> Desk:
    """XOR with so large a learning rate that the cost goes up and down, and no patience with it."""
    plan = preset("xor").plan
    config = plan.config.with_changes(learning_rate=3.0, patience=2)
    plan = replace(plan, config=config, data=replace(plan.data, validation_share=0.2))
    return open_desk(Project.at_start(plan))


def play_until_stopped(desk: Desk) -> None:
    desk.window.training.set_speed(None)
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.stopped is not None)
    desk.wait_for_calm()


def test_a_rule_pauses_training_and_the_best_state_can_be_restored_and_undone(wild_desk: Desk) -> None:
    desk = wild_desk
    play_until_stopped(desk)
    frame, best = desk.frame, desk.frame.best
    assert best is not None
    assert frame.state is RunState.PAUSED
    message = desk.wait_for_message("Training stopped")
    assert message.startswith(
        f"Training stopped after epoch {frame.epoch}: the validation cost hasn't improved"
    )
    last = desk.parameters()
    desk.click("stop_restore_best")
    desk.wait_for_calm()
    assert (desk.frame.epoch, desk.frame.step) == (best.epoch, best.step)
    assert desk.message == ""
    assert desk.window.document.undo_stack.undo_text == "Restore the best state"
    desk.choose("Edit", "Undo: restore the best state")
    desk.wait_for_calm()
    assert desk.frame.step == frame.step
    assert desk.parameters().tobytes() == last.tobytes()


def test_play_goes_on_after_a_stop(wild_desk: Desk) -> None:
    desk = wild_desk
    play_until_stopped(desk)
    step = desk.frame.step
    desk.window.document.configure(patience=0)
    desk.wait_for_calm()
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > step + 50)
    desk.pause()


def test_the_menu_restores_the_best_state_unless_it_is_there_already(wild_desk: Desk) -> None:
    desk = wild_desk
    desk.choose("Train", "Restore the best state")
    desk.wait_for_message("in its best state already")
    assert desk.window.message_bar.kind == "info", "nothing is wrong"
    play_until_stopped(desk)
    best = desk.frame.best
    assert best is not None
    desk.choose("Train", "Restore the best state")
    desk.wait_for_calm()
    assert desk.frame.step == best.step


def test_a_run_that_stops_in_its_best_state_has_nothing_to_restore(open_desk: Callable[..., Desk]) -> None:
    plan = preset("xor").plan
    desk = open_desk(Project.at_start(replace(plan, config=plan.config.with_changes(max_epochs=1))))
    play_until_stopped(desk)
    assert desk.frame.best is not None
    assert desk.frame.best.step == desk.frame.step
    desk.wait_for_message("This is its best state")
    assert desk.find_all("stop_restore_best") == []
