"""My turn: what is typed is ticked once it agrees to two digits, and all of it is right or shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.phases.my_turn import Blank, Quantity
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.shared.turn import TurnBox

NEURON = Neuron(2, 0)
BLANKS = (Blank(Quantity.Z, NEURON, 3, -0.5559), Blank(Quantity.A, NEURON, 3, -0.5049))


@pytest.fixture
def box(qtbot: QtBot) -> TurnBox:
    made = TurnBox("turn", None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.ask(BLANKS, ("z", "a"))
    made.show()
    return made


def field(box: TurnBox, place: int) -> QLineEdit:
    return box.findChild(QLineEdit, f"turn_{place}")


def verdict(box: TurnBox, place: int) -> str:
    return box.findChild(QLabel, f"turn_{place}_verdict").text()


def answer(box: TurnBox, place: int, text: str) -> None:
    QTest.keyClick(field(box, place), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field(box, place), text)
    QTest.keyClick(field(box, place), Qt.Key.Key_Return)


def test_each_number_is_ticked_by_itself_and_the_phase_is_finished_with_the_last(
    box: TurnBox, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(box.finished):
        answer(box, 0, "-0.55")
        assert verdict(box, 0).startswith("✗")
        answer(box, 0, "-0.56")
        assert verdict(box, 0).startswith("✓")
        assert verdict(box, 1) == ""
    with qtbot.waitSignal(box.finished):
        answer(box, 1, "-.5")


def test_a_text_that_is_no_number_is_told_and_none_is_lost(box: TurnBox) -> None:
    answer(box, 0, "half")
    message = box.findChild(QLabel, "turn_message")
    assert message.isVisible()
    assert message.text()
    assert field(box, 0).text() == "half"
    assert verdict(box, 0) == ""
    answer(box, 0, "-5/9")
    assert not message.isVisible()
    assert verdict(box, 0).startswith("✓")


def test_what_is_asked_again_keeps_what_was_typed_and_other_numbers_begin_empty(box: TurnBox) -> None:
    answer(box, 0, "-0.56")
    box.ask(BLANKS, ("z", "a"))
    assert verdict(box, 0).startswith("✓")
    box.ask((Blank(Quantity.DELTA, NEURON, 3, 0.25),), ("δ",))
    assert field(box, 0).text() == ""
    assert verdict(box, 0) == ""
    assert not field(box, 1).isVisible()


def test_who_gives_up_is_shown_the_numbers(box: TurnBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.finished):
        QTest.mouseClick(box.findChild(QPushButton, "turn_show"), Qt.MouseButton.LeftButton)
