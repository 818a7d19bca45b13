"""My turn: what is typed is ticked once it agrees to two digits, and all of it is right or shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.chrome.turn import TurnRow
from bpexplorer.core.readings.phases.my_turn import Blank, Quantity
from bpexplorer.core.spec import Neuron

NEURON = Neuron(2, 0)
BLANKS = (Blank(Quantity.Z, NEURON, 3, -0.5559), Blank(Quantity.A, NEURON, 3, -0.5049))


@pytest.fixture
def box(qtbot: QtBot) -> TurnRow:
    made = TurnRow()
    qtbot.addWidget(made)
    made.ask(BLANKS, ("z", "a"), "layer 2, neuron 0")
    made.show()
    return made


def field(box: TurnRow, place: int) -> QLineEdit:
    return box.findChild(QLineEdit, f"turn_{place}")


def verdict(box: TurnRow, place: int) -> str:
    return box.findChild(QLabel, f"turn_{place}_verdict").text()


def answer(box: TurnRow, place: int, text: str) -> None:
    QTest.keyClick(field(box, place), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field(box, place), text)
    QTest.keyClick(field(box, place), Qt.Key.Key_Return)


def test_each_number_is_ticked_by_itself_and_the_phase_is_finished_with_the_last(
    box: TurnRow, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(box.finished):
        answer(box, 0, "-0.55")
        assert verdict(box, 0).startswith("✗")
        assert box.findChild(QLabel, "turn_words").text() == "layer 2, neuron 0"
        answer(box, 0, "0.56")
        assert verdict(box, 0).startswith("✗")
        assert box.findChild(QLabel, "turn_words").text() == "right size, other sign"
        answer(box, 0, "-0.56")
        assert verdict(box, 0).startswith("✓")
        assert verdict(box, 1) == ""
    with qtbot.waitSignal(box.finished):
        answer(box, 1, "-.5")


def test_a_text_that_is_no_number_is_told_and_none_is_lost(box: TurnRow) -> None:
    answer(box, 0, "half")
    message = box.findChild(QLabel, "turn_words")
    assert message.text().startswith("Not taken")
    assert field(box, 0).text() == "half"
    assert verdict(box, 0) == ""
    answer(box, 0, "-5/9")
    assert message.text() == "layer 2, neuron 0"
    assert verdict(box, 0).startswith("✓")


def test_what_is_asked_again_keeps_what_was_typed_and_other_numbers_begin_empty(box: TurnRow) -> None:
    answer(box, 0, "-0.56")
    box.ask(BLANKS, ("z", "a"), "layer 2, neuron 0")
    assert verdict(box, 0).startswith("✓")
    box.ask((Blank(Quantity.DELTA, NEURON, 3, 0.25),), ("δ",), "layer 2, neuron 0")
    assert field(box, 0).text() == ""
    assert verdict(box, 0) == ""
    assert not field(box, 1).isVisible()


def test_ticks_stay_once_all_is_worked_out_and_others_are_not_asked_for_then(box: TurnRow) -> None:
    answer(box, 0, "-0.56")
    box.ask(BLANKS, ("z", "a"), "all is shown", done=True)
    assert verdict(box, 0).startswith("✓")
    assert not box.findChild(QPushButton, "turn_show").isVisible()
    box.ask((Blank(Quantity.Z, Neuron(2, 1), 3, 0.25),), ("z",), "all is shown", done=True)
    assert not field(box, 0).isVisible()
    assert box.findChild(QLabel, "turn_words").text() == "all is shown"


def test_who_gives_up_is_shown_the_numbers(box: TurnRow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.finished):
        QTest.mouseClick(box.findChild(QPushButton, "turn_show"), Qt.MouseButton.LeftButton)
