"""What can be seen of the panels in a window of a small screen, and how the demon comes to the newest step."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.window.main_window import MainWindow
from tests.windows import choose_in_menu

W = TypeVar("W", bound=QObject)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.picturing.picture is not None)
    yield made
    made.shut_down()


def part(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    "name",
    ["demon_more", "demon_words", "selected_arm", "delta_row_1"],
)
def test_on_a_small_screen_nothing_that_is_needed_is_scrolled_away(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    if name == "selected_arm":
        header = part(window, QWidget, "selected_section")
        qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    widget = part(window, QWidget, name)
    qtbot.waitUntil(widget.isVisible)
    # What a scroll area hides is cut from the visible region.
    qtbot.waitUntil(lambda: widget.visibleRegion().boundingRect() == widget.rect())


def demon_step(window: MainWindow) -> int | None:
    picture = window.picturing.picture
    reading = None if picture is None else picture.demon or picture.pinned
    return None if reading is None else reading.step


def pin(qtbot: QtBot, window: MainWindow) -> None:
    choose_in_menu_of(qtbot, window, "demon_follow")
    follow = part(window, QAction, "demon_follow")
    qtbot.waitUntil(lambda: not follow.isChecked())


def choose_in_menu_of(qtbot: QtBot, window: MainWindow, entry: str) -> None:
    qtbot.mouseClick(part(window, QToolButton, "demon_more"), Qt.MouseButton.LeftButton)
    choose_in_menu(qtbot, entry)


def test_the_demon_follows_training(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_name["action_step"].trigger()
    qtbot.waitUntil(lambda: demon_step(window) == 1)


def test_a_pinned_demon_stays_until_it_is_put_on_the_neuron_again(qtbot: QtBot, window: MainWindow) -> None:
    pin(qtbot, window)
    window.actions_by_name["action_step"].trigger()
    qtbot.waitUntil(part(window, QAction, "demon_renew").isEnabled)
    assert demon_step(window) == 0
    window.actions_by_name["action_demon_here"].trigger()
    qtbot.waitUntil(lambda: demon_step(window) == 1)


def test_a_pinned_demon_can_be_moved_to_the_current_step(qtbot: QtBot, window: MainWindow) -> None:
    pin(qtbot, window)
    window.actions_by_name["action_step"].trigger()
    renew = part(window, QAction, "demon_renew")
    qtbot.waitUntil(renew.isEnabled)
    choose_in_menu_of(qtbot, window, "demon_renew")
    qtbot.waitUntil(lambda: demon_step(window) == 1)
    qtbot.waitUntil(lambda: not renew.isEnabled())
