"""Worksheets from the File menu: for some pupils, by their seeds, with the answers in a file of their own."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.window.worksheets.page import html
from tests.runs import assert_same_run
from tests.windows import Desk


def type_number(desk: Desk, name: str, text: str) -> None:
    field = desk.find(name)
    field.setFocus()
    desk.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, widget=field)
    QTest.keyClicks(field, text)


def test_worksheets_and_answers_are_written_for_the_seeds_that_are_asked_for(
    small_desk: Desk, tmp_path: Path
) -> None:
    before = small_desk.state()
    small_desk.choose("File", "Export worksheets…")
    type_number(small_desk, "worksheets_pupils", "3")
    type_number(small_desk, "worksheets_seed", "7")
    small_desk.click("worksheets_save")
    sheets, answers = tmp_path / "sheets.html", tmp_path / "answers.html"
    small_desk.wait(lambda: small_desk.find_all("fileNameEdit") != [])
    assert "worksheet" in small_desk.proposed_file()
    small_desk.choose_file(sheets)
    small_desk.wait_for_message(sheets.name)
    small_desk.wait(lambda: small_desk.find_all("fileNameEdit") != [])
    small_desk.choose_file(answers)
    small_desk.wait_for_message(answers.name)
    reading = read_phases(before)
    assert sheets.read_text(encoding="utf-8") == html(reading, range(7, 10), answers=False)
    assert answers.read_text(encoding="utf-8") == html(reading, range(7, 10), answers=True)
    assert_same_run(small_desk.state(), before)


def test_the_panel_of_the_phases_offers_them_and_who_cancels_writes_nothing(
    small_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = small_desk.window.panels["dock_phases"]
    with qtbot.waitSignal(panel.action_requested):
        panel.menu_actions[0].trigger()
    small_desk.click("worksheets_cancel")
    small_desk.wait(lambda: small_desk.find_all("dialog_worksheets") == [])
    assert small_desk.find_all("dialog_file") == []
    assert list(tmp_path.iterdir()) == []
