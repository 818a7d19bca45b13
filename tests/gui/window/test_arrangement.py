"""What can be seen of the panels in a window of a small screen, and how the demon comes to the newest step."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.origin.rows import FEWEST
from bpexplorer.window.main_window import MainWindow
from tests.shown import number as shown_number
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
    made.closing.shut_down()


def part(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


NEEDED = (
    *("origin_sum", "origin_slope", "origin_delta", "origin_sum_words", "origin_delta_words", "origin_more"),
    *("demon_place", "demon_predicted", "demon_actual", "demon_gap", "demon_words"),
    *("demon_dz", "demon_slider", "demon_against", "demon_halve", "demon_zero"),
    *("delta_row_1", "delta_row_2", "delta_row_3", "delta_colour_bar"),
)


def test_on_a_small_screen_nothing_that_is_needed_is_scrolled_away(qtbot: QtBot, window: MainWindow) -> None:
    def hidden() -> list[str]:
        """What a scroll area hides is cut from the visible region."""
        widgets = {name: part(window, QWidget, name) for name in NEEDED}
        return [
            name
            for name, each in widgets.items()
            if not each.isVisible() or not each.visibleRegion().boundingRect().contains(needed_of(each))
        ]

    def nothing_is() -> None:
        assert hidden() == []

    qtbot.waitUntil(nothing_is)


def test_on_a_small_screen_the_demon_of_what_is_selected_is_not_scrolled_away(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.mouseClick(part(window, QWidget, "selected_section"), Qt.MouseButton.LeftButton)
    widget = part(window, QWidget, "selected_arm")
    qtbot.waitUntil(widget.isVisible)
    qtbot.waitUntil(lambda: widget.visibleRegion().boundingRect().contains(needed_of(widget)))


def needed_of(widget: QWidget) -> QRect:
    """All of a widget; of words that keep room for longer ones, that of the words."""
    if not isinstance(widget, QLabel) or not widget.wordWrap():
        return widget.rect()
    flags = Qt.TextFlag.TextWordWrap | widget.alignment()
    return widget.fontMetrics().boundingRect(widget.rect(), int(flags), widget.text()) & widget.rect()


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)], ids=str)
def test_what_the_terms_come_to_is_in_sight_at_every_size(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    foot = part(window, QWidget, "origin_sum").parentWidget()
    assert foot is not None
    qtbot.waitUntil(lambda: foot.visibleRegion().boundingRect() == foot.rect())
    more = part(window, QAbstractButton, "origin_more")
    shown, left = (
        part(window, QTableView, "origin_table").model().rowCount(),
        shown_number(more.text().partition(" ")[0]),
    )
    assert shown >= FEWEST
    assert shown + left == 10


@pytest.mark.parametrize("output", [0, 8])
def test_the_button_that_tests_the_delta_of_an_output_is_whole_in_sight(
    qtbot: QtBot, window: MainWindow, output: int
) -> None:
    window.resize(1440, 900)
    window.document.session.select(Neuron(3, output))
    note = part(window, QLabel, "origin_sentence")
    qtbot.waitUntil(lambda: not note.isHidden() and bool(note.text()))
    button = part(window, QAbstractButton, "origin_test")
    qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())


def demon_step(window: MainWindow) -> int | None:
    picture = window.picturing.picture
    reading = None if picture is None else picture.demon or picture.pinned
    return None if reading is None else reading.step


def pin(qtbot: QtBot, window: MainWindow) -> None:
    choose_in_menu_of(qtbot, window, "demon_follow")
    follow = part(window, QAction, "demon_follow")
    qtbot.waitUntil(lambda: not follow.isChecked())


def choose_in_menu_of(qtbot: QtBot, window: MainWindow, entry: str) -> None:
    qtbot.mouseClick(part(window, QToolButton, "dock_demon_more"), Qt.MouseButton.LeftButton)
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
