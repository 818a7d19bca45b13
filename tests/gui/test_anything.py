"""The hand of the tester that does anything: it reaches what a hand could, and does all inside of an event loop."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.attack.anything.places import reaches
from tests.attack.anything.stage import Waits


class RealTime:
    def real(self) -> float:
        return 0.0


def test_a_question_keeps_the_hand_from_the_window_below_and_a_menu_from_both(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    assert reaches(window)
    question = QDialog(window)
    question.setModal(True)
    question.show()
    assert reaches(question)
    assert not reaches(window)
    menu = QMenu(question)
    menu.addAction("An entry")
    menu.popup(question.pos())
    assert reaches(menu)
    assert not reaches(question)
    menu.close()
    question.reject()
    assert reaches(window)


def test_what_is_to_be_deleted_is_there_until_the_event_has_ended_that_deletes_it(qapp: object) -> None:
    waits, kept = Waits(RealTime()), QWidget()  # type: ignore[arg-type]
    kept.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def event() -> None:
        kept.show()
        kept.close()
        waits.round()  # as a question would
        assert isValid(kept)

    waits.inside(event)
    waits.inside(lambda: None)
    assert not isValid(kept)
