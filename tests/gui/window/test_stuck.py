"""Where training is stuck, a calm message says so once, offers a way back, and leaves with its cause."""

from collections.abc import Callable
from dataclasses import replace

from bpexplorer.core.edits.run import ResetToStart
from bpexplorer.look import numbers
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.windows import Desk


def stuck_desk(open_desk: Callable[..., Desk]) -> Desk:
    plan = preset("digits").plan
    config = plan.config.with_changes(learning_rate=50.0)
    desk = open_desk(Project.at_start(replace(plan, config=config)))
    desk.run_epochs(1)
    desk.wait_for_message("Training is stuck.")
    return desk


def test_a_stuck_run_says_so_with_its_numbers_and_the_remedy(open_desk: Callable[..., Desk]) -> None:
    desk = stuck_desk(open_desk)
    stuck = desk.frame.stuck
    assert stuck is not None
    for number in (stuck.cost, stuck.constant_cost):
        assert numbers.significant(number) in desk.message
    assert "24 of 24 neurons are saturated" in desk.message
    desk.click("stuck_restore")
    desk.wait(lambda: desk.frame.config.learning_rate == 5.0)
    desk.wait_for_calm()
    assert desk.frame.step == 0
    assert "stuck" not in desk.message


def test_it_is_said_once_and_leaves_when_the_cause_has_gone(open_desk: Callable[..., Desk]) -> None:
    desk = stuck_desk(open_desk)
    desk.click("message_close")
    desk.run_epochs(1)
    assert desk.frame.stuck is not None
    assert "stuck" not in desk.message
    desk.window.document.request(ResetToStart())
    desk.wait(lambda: desk.frame.step == 0)
    desk.run_epochs(1)
    desk.wait_for_message("Training is stuck.")
    desk.window.document.request(ResetToStart())
    desk.wait(lambda: desk.frame.step == 0)
    desk.wait(lambda: "stuck" not in desk.message)
