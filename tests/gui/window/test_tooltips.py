"""Whatever stands in the window and isn't a sentence says in its tooltip what it is."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from bpexplorer.core.spec import Connection
from bpexplorer.look.widgets import EmptyState
from bpexplorer.project.presets import preset
from bpexplorer.window.workspaces import WORKSPACES
from tests.walk import unexplained
from tests.windows import Desk


def test_every_value_title_column_and_control_has_a_tooltip(desk: Desk) -> None:
    missing: list[str] = []
    for workspace in WORKSPACES:
        desk.window.workspaces.show(workspace)
        desk.wait_for_calm()
        if desk.find_all("setup_all"):
            desk.unfold_all()
        for dock in [each for each in desk.window.docks.values() if not each.isHidden()]:
            dock.raise_()
            desk.wait_for_calm()
            wait_until_filled(desk, dock)
            missing += unexplained(dock)
    missing += unexplained(desk.window)
    assert not missing, "\n".join(dict.fromkeys(missing))


def wait_until_filled(desk: Desk, dock: QWidget) -> None:
    """What a panel measures comes after the picture."""
    desk.wait(lambda: not any(each.isVisible() for each in dock.findChildren(EmptyState)))


def test_so_has_what_is_shown_of_a_connection(desk: Desk) -> None:
    desk.window.document.session.select_connection(Connection(1, 0, 5))
    desk.wait_for_calm()
    desk.unfold("selected")
    missing = unexplained(desk.window.docks["dock_setup"])
    desk.open_panel("dock_update")
    desk.click("update_switch_1")
    desk.wait_for_calm()
    missing += unexplained(desk.window.docks["dock_update"])
    assert not missing, "\n".join(missing)


def test_so_has_what_is_measured_of_a_regression(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("wave").project())
    for name in ("dock_metrics", "dock_samples", "dock_reuse"):
        desk.open_panel(name)
        wait_until_filled(desk, desk.window.docks[name])
        assert unexplained(desk.window.docks[name]) == []
