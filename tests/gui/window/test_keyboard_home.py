"""Where the keyboard is once what had it has gone: never where a key begins to train unasked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from bpexplorer.document.workspaces import Workspace
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def keyboard(desk: Desk) -> str:
    at = desk.window.focusWidget()
    return "" if at is None else at.objectName()


def press_space(desk: Desk) -> None:
    at = desk.window.focusWidget()
    assert at is not None
    QTest.keyClick(at, Qt.Key.Key_Space)
    desk.wait_for_calm()


def test_the_last_phase_and_taking_the_step_leave_the_keyboard_with_the_phases(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.workspaces.show(Workspace.STEP)
    desk.wait_for_calm()
    session = desk.window.document.session
    desk.find("button_action_phase_next").setFocus(Qt.FocusReason.TabFocusReason)
    while session.state.walk is not None and not session.state.walk.is_before_taking:
        assert keyboard(desk) in ("button_action_phase_next", "phase_strip")
        press_space(desk)
    assert keyboard(desk) == "phase_strip"
    desk.find("button_action_phase_take").setFocus(Qt.FocusReason.TabFocusReason)
    press_space(desk)
    desk.wait(lambda: desk.frame.step == 1)
    desk.wait_for_calm()
    assert keyboard(desk) == "phase_strip"
    press_space(desk)
    assert desk.frame.step == 1


@pytest.mark.parametrize("workspace", [Workspace.EXPLORE, Workspace.STEP, Workspace.TRAIN])
def test_an_example_that_is_opened_shows_explore_with_the_keyboard_on_the_canvas(
    small_desk: Desk, workspace: Workspace
) -> None:
    desk = small_desk
    desk.window.workspaces.show(workspace)
    desk.wait_for_calm()
    desk.find("button_action_play").setFocus(Qt.FocusReason.TabFocusReason)
    desk.key(Qt.Key.Key_N, CTRL)
    desk.click("new_create")
    desk.wait_for_calm()
    assert desk.window.workspaces.current is Workspace.EXPLORE
    assert keyboard(desk) == "network_view"


def test_without_a_canvas_a_hidden_button_gives_the_keyboard_to_a_panel(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.workspaces.show(Workspace.TRAIN)
    desk.wait_for_calm()
    button = next(
        each
        for each in desk.window.top_bar.findChildren(QToolButton)
        if each.objectName() == "button_action_undo"
    )
    button.setEnabled(True)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.hide()
    QApplication.processEvents()
    at: QWidget | None = desk.window.focusWidget()
    assert at is not None
    assert not desk.window.top_bar.isAncestorOf(at)
