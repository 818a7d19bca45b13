"""A verdict leads to the panel that shows why: by click, and by Tab and Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from bpexplorer.document.workspaces import Workspace
from tests.windows import Desk

LEADS = [
    ("demon_words", Workspace.EXPLORE, "dock_origin", Workspace.EXPLORE),
    ("flow_sentence", Workspace.TRAIN, "dock_delta", Workspace.EXPLORE),
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
