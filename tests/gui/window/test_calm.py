"""What stands on the first screen of each workspace: few controls, few numbers, short tables."""

import pytest

from bpexplorer.document.workspaces import Workspace
from bpexplorer.window.workspaces import WORKSPACES
from tests import counting
from tests.windows import Desk


@pytest.fixture(params=WORKSPACES, ids=lambda workspace: workspace.value)
def first_screen(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """A workspace as it comes up, the mouse on nothing."""
    workspace: Workspace = request.param
    desk.window.actions_by_name[f"workspace_{workspace.value}"].trigger()
    desk.wait_for_calm()
    return desk


def test_there_is_little_to_choose_and_little_to_read(first_screen: Desk) -> None:
    window = first_screen.window
    controls = [each.objectName() or each.accessibleName() for each in counting.controls(window)]
    assert len(controls) <= 20, controls
    numbers = counting.numbers(window)
    assert len(numbers) <= 25, numbers
    assert len(counting.toolbar_controls(window)) <= 12
    assert max(counting.rows(window).values(), default=0) <= 10


def test_what_is_counted_is_there_to_be_counted(desk: Desk) -> None:
    """That nothing is counted mustn't pass for calm."""
    named = {each.objectName() for each in counting.controls(desk.window)}
    assert {"training_section", "demon_dz", "demon_against"} <= named
    assert len(counting.toolbar_controls(desk.window)) >= 6
    assert counting.rows(desk.window)
