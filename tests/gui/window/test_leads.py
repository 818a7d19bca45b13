"""A verdict leads to the panel that shows why: by click, and by Tab and Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from bpexplorer.document.workspaces import Workspace
from bpexplorer.panels.origin.table import OriginTableView
from tests.windows import Desk

LEADS = [
    ("demon_words", Workspace.EXPLORE, "dock_origin", Workspace.EXPLORE),
    ("flow_sentence", Workspace.TRAIN, "dock_delta", Workspace.EXPLORE),
    ("update_verdict", Workspace.TRAIN, "dock_forecast", Workspace.TRAIN),
    ("metrics_readout", Workspace.TRAIN, "dock_samples", Workspace.TRAIN),
]


def lead(desk: Desk, name: str, workspace: Workspace) -> QLabel:
    desk.window.workspaces.show(workspace)
    desk.wait_for_calm()
    label = desk.find(name)
    assert isinstance(label, QLabel)
    desk.wait(lambda: bool(label.property("leads")))
    return label


@pytest.mark.parametrize("by", ["mouse", "key"])
def test_each_verdict_leads_to_what_shows_why(desk: Desk, by: str) -> None:
    for name, workspace, dock, place in LEADS:
        desk.window.docks[dock].close()
        desk.wait_for_calm()
        label = lead(desk, name, workspace)
        assert label.font().underline()
        assert "Click to see" in label.toolTip()
        assert "<" not in label.text()
        if by == "mouse":
            QTest.mouseClick(label, Qt.MouseButton.LeftButton)
        else:
            label.setFocus(Qt.FocusReason.TabFocusReason)
            assert label.hasFocus()
            QTest.keyClick(label, Qt.Key.Key_Return)
        desk.wait(desk.window.docks[dock].isVisible)
        desk.wait_for_calm()
        # A panel that was closed is shown where it belongs.
        assert desk.window.workspaces.current is place


def test_from_the_neuron_that_a_verdict_or_a_row_leads_to_there_is_a_way_back(desk: Desk) -> None:
    back = desk.window.actions_by_name["action_neuron_back"]
    assert not back.isEnabled()
    assert desk.find_all("origin_back") == []
    first = desk.window.document.session.state.primary
    label = lead(desk, "origin_sum_words", Workspace.EXPLORE)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    desk.wait_for_calm()
    second = desk.window.document.session.state.primary
    assert second != first
    table = desk.find("origin_table")
    assert isinstance(table, OriginTableView)
    row = next(row for row in range(table.model().rowCount()) if table.table.neuron(row) != second)
    place = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.wait_for_calm()
    button = desk.find("origin_back")
    assert isinstance(button, QPushButton)
    assert str(second) in button.accessibleName()
    desk.click("origin_back")
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == second
    desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.wait_for_calm()
    assert desk.window.document.session.state.primary == first
    assert desk.find_all("origin_back") == []
    # Whoever goes elsewhere has left that way, and so has a neuron that is gone.
    QTest.mouseClick(lead(desk, "origin_sum_words", Workspace.EXPLORE), Qt.MouseButton.LeftButton)
    desk.wait_for_calm()
    assert back.isEnabled()
    desk.click_neuron(1, 3)
    desk.wait_for_calm()
    assert not back.isEnabled()


def test_a_slope_of_nearly_0_leads_to_the_gradient_flow(desk: Desk) -> None:
    desk.run_epochs(20)
    label = lead(desk, "origin_slope_words", Workspace.EXPLORE)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    desk.wait(desk.window.docks["dock_flow"].isVisible)
    assert desk.window.workspaces.current is Workspace.TRAIN


def test_words_that_say_nothing_odd_lead_nowhere(desk: Desk) -> None:
    label = desk.find("origin_slope_words")
    assert not label.property("leads")
    assert label.focusPolicy() is Qt.FocusPolicy.NoFocus
