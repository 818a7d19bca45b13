"""Set-up is as it was left in each workspace, and runs epochs in Train."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from bpexplorer.document.settings import Settings
from bpexplorer.document.workspaces import Workspace
from bpexplorer.panels.setup.panel import SetupPanel
from tests.windows import Desk


def open_sections(desk: Desk) -> frozenset[str]:
    return desk.window.panels.of(SetupPanel).open_sections


def test_training_is_open_in_train_and_nothing_in_explore_until_the_user_opens_it(small_desk: Desk) -> None:
    desk = small_desk
    assert open_sections(desk) == frozenset()
    desk.click("button_workspace_train")
    assert open_sections(desk) == {"training"}
    desk.unfold("cost")
    desk.click("button_workspace_explore")
    assert open_sections(desk) == frozenset()
    desk.unfold("data")
    desk.click("button_workspace_train")
    assert open_sections(desk) == {"training", "cost"}
    settings = Settings()
    assert settings.open_sections(Workspace.TRAIN) == {"training", "cost"}
    assert settings.open_sections(Workspace.EXPLORE) == {"data"}


def test_what_was_open_is_open_at_the_next_start(small_desk: Desk, open_desk: Callable[..., Desk]) -> None:
    small_desk.unfold("stopping")
    small_desk.window.settings.write()
    again = open_desk()
    assert open_sections(again) == {"stopping"}


def test_in_train_a_button_runs_as_many_epochs_as_were_asked_for_last(small_desk: Desk) -> None:
    desk = small_desk
    assert desk.find_all("setup_run") == []
    desk.click("button_workspace_train")
    button = desk.find("setup_run")
    assert isinstance(button, QPushButton)
    assert button.text() == "Run 20 epochs"
    desk.run_epochs(3)
    assert button.text() == "Run 3 epochs"
    desk.click("setup_run")
    desk.wait(lambda: desk.frame.epoch == 6)
    desk.wait_for_calm()
    assert desk.frame.epoch == 6
