"""The start page: when it is shown, how the keyboard goes over it, and what each beginning begins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer import app
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import RunState
from bpexplorer.document.dz import FIRST_DZ
from bpexplorer.document.settings import Settings
from bpexplorer.document.workspaces import Workspace
from bpexplorer.lessons.catalogue import LESSONS
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.window.start.beginnings import BEGINNINGS
from bpexplorer.window.start.recent import MISSING
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
CARDS = [each.name for each in BEGINNINGS]
QUESTIONS = [f"start_question_{each.name}" for each in LESSONS if each.is_question]


def open_page(desk: Desk) -> None:
    desk.choose("Help", "Start page")
    desk.find("start_page")


def is_open(desk: Desk) -> bool:
    return desk.find_all("start_page") != []


def keyboard(desk: Desk) -> str:
    at = desk.window.focusWidget()
    return "" if at is None else at.objectName()


@pytest.mark.parametrize(
    ("name", "wanted", "shown"),
    [(None, True, True), (None, False, False), ("xor", True, False), ("a file.bpx", True, False)],
)
def test_the_program_shows_it_where_nothing_is_named_and_the_user_wants_it(
    qtbot: QtBot, name: str | None, wanted: bool, shown: bool
) -> None:
    Settings().shows_start_page = wanted
    window = app.window_with(name)
    qtbot.addWidget(window)
    try:
        assert (window.findChild(QWidget, "start_page") is not None) is shown
    finally:
        window.closing.shut_down()


def test_the_keyboard_goes_round_on_it_and_back_to_where_it_was(small_desk: Desk) -> None:
    assert not is_open(small_desk)  # a window that somebody else makes is without it
    small_desk.find("speed").setFocus()
    open_page(small_desk)
    stops = [*CARDS, *QUESTIONS, "start_shown", "start_close"]
    assert keyboard(small_desk) == CARDS[0]
    for name in [*stops[1:], stops[0]]:
        small_desk.key(Qt.Key.Key_Tab)
        assert keyboard(small_desk) == name
    small_desk.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert keyboard(small_desk) == "start_close"
    small_desk.key(Qt.Key.Key_Escape)
    small_desk.wait(lambda: not is_open(small_desk))
    assert keyboard(small_desk) == "speed"
    assert small_desk.window.document.session.state.demon is not None  # Esc was the page's alone


def test_arrows_go_to_what_lies_next_that_way(small_desk: Desk) -> None:
    open_page(small_desk)
    for size in ((1440, 900), (780, 460)):
        small_desk.window.resize(*size)
        QApplication.processEvents()
        assert_arrows_lead_on(small_desk)
        assert keyboard(small_desk) == (QUESTIONS[0] if size == (1440, 900) else CARDS[2])


def assert_arrows_lead_on(desk: Desk) -> None:
    page = desk.window.start_pages.page
    assert page is not None
    for card in page.cards:
        card.setFocus()
        here = card.geometry()
        for key, other in ((Qt.Key.Key_Right, Qt.Key.Key_Left), (Qt.Key.Key_Down, Qt.Key.Key_Up)):
            card.setFocus()
            desk.key(key)
            after = desk.window.focusWidget()
            assert isinstance(after, QAbstractButton)
            if after in page.cards and after is not card:
                there = after.geometry()
                assert there.left() > here.right() or there.top() > here.bottom()
                desk.key(other)
                # Below the last of a column may lie one of another; from there a third lies straight above.
                is_straight = there.top() == here.top() or there.left() == here.left()
                assert desk.window.focusWidget() is card or not is_straight
    page.cards[0].setFocus()
    desk.key(Qt.Key.Key_Right)
    assert keyboard(desk) == CARDS[1]
    desk.key(Qt.Key.Key_Left)
    desk.key(Qt.Key.Key_Down)


def test_return_on_the_first_leads_to_one_step_at_its_first_phase(small_desk: Desk) -> None:
    open_page(small_desk)
    small_desk.key(Qt.Key.Key_Return)
    small_desk.wait_for_calm()
    assert not is_open(small_desk)
    assert small_desk.frame.spec.sizes == (2, 3, 1)
    assert small_desk.window.document.plan.data.name == "xor"
    walk = small_desk.window.document.session.state.walk
    assert walk is not None
    assert (walk.step, walk.place) == (1, 0)
    assert small_desk.message == ""
    small_desk.key(Qt.Key.Key_Right)  # on the phases
    small_desk.wait_for_calm()
    walk = small_desk.window.document.session.state.walk
    assert walk is not None
    assert walk.place == 1


def test_watch_it_learn_leads_to_digits_ready_to_play_in_train(small_desk: Desk) -> None:
    open_page(small_desk)
    small_desk.click("start_watch")
    small_desk.wait_for_calm()
    assert not is_open(small_desk)
    assert small_desk.window.document.plan == preset("digits").plan
    assert small_desk.window.workspaces.current is Workspace.TRAIN
    assert small_desk.frame.state is RunState.PAUSED
    small_desk.key(Qt.Key.Key_Space)  # on Play
    small_desk.wait(lambda: small_desk.frame.step > 0)
    small_desk.pause()


def test_the_demon_stands_on_its_neuron_with_its_panel_in_front(small_desk: Desk) -> None:
    small_desk.window.docks["dock_demon"].close()
    small_desk.key(Qt.Key.Key_4, CTRL)
    open_page(small_desk)
    small_desk.click("start_demon")
    small_desk.wait_for_calm()
    state = small_desk.window.document.session.state
    assert small_desk.window.workspaces.current is Workspace.EXPLORE
    assert state.demon is not None
    assert (state.demon.neuron, abs(state.demon.dz)) == (Neuron(2, 1), FIRST_DZ)
    assert small_desk.number("demon_actual") * small_desk.number("demon_predicted") > 0
    assert keyboard(small_desk) == "demon_slider"


def test_a_beginning_asks_about_what_is_not_saved(small_desk: Desk) -> None:
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    open_page(small_desk)
    small_desk.click("start_watch")
    small_desk.answer("unsaved_cancel")
    assert is_open(small_desk)
    assert small_desk.window.document.plan.spec.sizes == (2, 5, 1)
    small_desk.click("start_watch")
    small_desk.answer("unsaved_discard")
    small_desk.wait(lambda: not is_open(small_desk))
    assert small_desk.window.document.plan.data.name == "digits"


def test_a_question_that_is_let_go_comes_back_to_the_page_where_it_can_be_wanted_at_start_or_not(
    small_desk: Desk,
) -> None:
    open_page(small_desk)
    small_desk.click("start_new")
    small_desk.click("new_cancel")
    small_desk.wait(lambda: small_desk.find_all("dialog_new") == [])
    small_desk.click("start_open")
    small_desk.dismiss_file()
    assert is_open(small_desk)
    small_desk.click("start_shown")
    assert not Settings().shows_start_page
    small_desk.click("start_shown")
    assert Settings().shows_start_page
    small_desk.click("start_close")
    assert not is_open(small_desk)


def test_recent_projects_come_first_and_a_missing_one_is_greyed_and_said(
    small_desk: Desk, tmp_path: Path
) -> None:
    there, gone = tmp_path / "there.bpx", tmp_path / "gone.bpx"
    files.save(preset("circle").project(), there)
    for path in (gone, there):
        small_desk.window.settings.add_recent_file(path)
    open_page(small_desk)
    rows = [small_desk.find(f"start_recent_{at}") for at in (0, 1)]
    small_desk.wait(lambda: not rows[1].isEnabled())
    assert MISSING in rows[1].accessibleDescription()
    assert "today" in rows[0].accessibleDescription()
    assert rows[0].geometry().bottom() < small_desk.find("start_watch").geometry().top()
    small_desk.key(Qt.Key.Key_Up)
    assert keyboard(small_desk) == "start_recent_0"  # not the one that can't be opened
    small_desk.key(Qt.Key.Key_Return)
    small_desk.wait(lambda: small_desk.window.document.path == there)
    assert not is_open(small_desk)


def test_a_file_that_cannot_be_read_is_told_of_where_it_can_be_seen(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "foreign.bpx"
    path.write_bytes(b"GIF89a")
    small_desk.window.settings.add_recent_file(path)
    open_page(small_desk)
    small_desk.click("start_recent_0")
    small_desk.wait_for_message(path.name)
    assert not is_open(small_desk)


def test_what_lies_behind_gets_no_click_and_no_key_and_the_page_covers_it_at_every_size(
    small_desk: Desk,
) -> None:
    open_page(small_desk)
    assert_covered(small_desk)
    session = small_desk.window.document.session.state
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_P, Qt.Key.Key_D, Qt.Key.Key_0):
        small_desk.key(key)
    assert is_open(small_desk)
    assert small_desk.window.document.plan == preset("xor").plan
    assert small_desk.window.document.session.state == session
    small_desk.key(Qt.Key.Key_4, CTRL)  # what the user goes on with sends the page away
    assert not is_open(small_desk)
    assert small_desk.window.workspaces.current is Workspace.TRAIN


def assert_covered(small_desk: Desk) -> None:
    page = small_desk.find("start_page")
    session = small_desk.window.document.session.state
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.rect().topLeft())
    assert small_desk.window.document.session.state == session
    for size in ((780, 460), (2560, 1440), (1024, 700)):
        small_desk.window.resize(*size)
        QApplication.processEvents()
        stage = small_desk.window.stage
        assert page.geometry() == stage.geometry()
        sheet = page.findChild(QWidget, "start_scroll").parentWidget()  # type: ignore[union-attr]
        assert page.rect().contains(sheet.geometry())


def test_every_card_has_room_for_its_words_and_all_that_can_be_used_tells_a_reader_what_it_is(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = open_desk(preset("xor").project(), size=(780, 460))
    desk.window.settings.add_recent_file(tmp_path / "a.bpx")
    open_page(desk)
    buttons = desk.find("start_page").findChildren(QAbstractButton)
    assert (
        len({each.objectName() for each in buttons} - {""}) == len(buttons) == len(CARDS) + len(QUESTIONS) + 3
    )
    assert all(each.accessibleName() and each.focusPolicy() is not Qt.FocusPolicy.NoFocus for each in buttons)
    for size in ((780, 460), (1024, 700), (1440, 900)):
        desk.window.resize(*size)
        QApplication.processEvents()
        page = desk.window.start_pages.page
        assert page is not None
        for card in page.cards:
            assert card.height() >= card.heightForWidth(card.width())
            assert card.accessibleName() == card.face.title
            assert card.face.text in card.accessibleDescription()
