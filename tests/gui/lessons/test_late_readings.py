"""A card whose numbers come late: no answer is lost, whatever the pupil and the network do meanwhile."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.lessons.card.choices import ChoiceRow
from bpexplorer.lessons.card.panel import LessonPanel
from bpexplorer.lessons.card.prose import Prose
from bpexplorer.lessons.lesson import Card, Lesson
from bpexplorer.lessons.player import Answer
from bpexplorer.lessons.playing import Playing
from bpexplorer.lessons.stage import Progress, Standing, Values
from bpexplorer.project.table_csv import ValueTable
from tests.unit.lessons.conftest import TEXT, read_lesson

LEFT = Qt.MouseButton.LeftButton
READ = {"delta": 0.25, "predicted": 0.125, "share": 0.5}


class LateStage:
    """Answers when it is told to, and only what was asked last for this card."""

    def __init__(self) -> None:
        self.asked: list[tuple[frozenset[str], Callable[[Values], object]]] = []
        #: How many readings were begun.
        self.begun = 0

    def set_up(self, _lesson: Lesson, _card: Card, *, anew: bool = False) -> None:
        self.asked = []

    def read(
        self, _lesson: Lesson, _card: Card, names: frozenset[str], then: Callable[[Values], object]
    ) -> None:
        self.asked = [(names, then)]
        self.begun += 1

    def answer(self, values: Values = READ) -> None:
        (names, then), self.asked = self.asked[0], []
        then(None if values is None else {name: values[name] for name in names})

    def show_answered(self, _card: Card) -> None:
        pass

    def open_curtain(self) -> None:
        pass

    def keep_answers(self, _table: ValueTable) -> None:
        pass

    def leave(self) -> None:
        pass


class Pupil:
    """A card on screen, and a hand on it."""

    def __init__(self, panel: LessonPanel, lesson: Lesson) -> None:
        self.panel, self.stage = panel, LateStage()
        self.playing = Playing(panel, self.stage)
        self.playing.begin(lesson)

    def stand(self, standing: Standing) -> None:
        is_trained = self.playing.play is not None and self.playing.play.at > 0
        self.playing.show_standing(standing, Progress(1, 2) if is_trained else None, "small")

    def find(self, name: str) -> QWidget:
        found = self.panel.findChildren(QWidget, name)
        assert found, name
        return found[-1]  # of a question that was left, the widgets go a little later

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), LEFT)

    def says(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, Prose)
        return label.plain if label.isVisible() else ""

    def row(self, at: int) -> ChoiceRow:
        found = self.find(f"lesson_choice_{at}")
        assert isinstance(found, ChoiceRow)
        return found

    @property
    def is_checking(self) -> bool:
        button = self.find("lesson_check")
        assert isinstance(button, QPushButton)
        return button.text() == "Checking…"

    @property
    def answer(self) -> Answer | None:
        assert self.playing.play is not None
        return self.playing.play.answer


@pytest.fixture
def pupil(qtbot: QtBot) -> Pupil:
    panel = LessonPanel(None)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(360, 790)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return Pupil(panel, read_lesson(TEXT))


def test_an_answer_waits_for_its_network_and_its_numbers(pupil: Pupil) -> None:
    pupil.click("lesson_choice_0")
    pupil.click("lesson_check")
    assert pupil.is_checking
    assert pupil.stage.begun == 0
    pupil.stand(Standing.THERE)
    assert pupil.stage.begun == 1
    pupil.stage.answer()
    assert not pupil.is_checking
    assert pupil.answer is not None
    assert pupil.answer.is_right


def test_pressing_again_doesnt_begin_to_read_anew(pupil: Pupil) -> None:
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    pupil.click("lesson_choice_0")
    for _ in range(3):
        pupil.click("lesson_check")
    assert pupil.stage.begun == 2
    pupil.stage.answer()
    assert pupil.answer is not None


def test_a_network_that_comes_back_while_an_answer_is_checked_doesnt_drop_it(pupil: Pupil) -> None:
    pupil.stand(Standing.CHANGED)
    pupil.click("lesson_choice_1")
    pupil.click("lesson_check")
    pupil.stand(Standing.THERE)  # undone, before the first number was read
    assert pupil.stage.begun == 2  # what was asked of the changed network gives nothing
    pupil.stage.answer()
    assert pupil.answer is not None
    assert pupil.answer.is_right is False
    assert pupil.says("lesson_why_not") == ""


def test_a_network_that_is_on_its_way_again_is_waited_for(pupil: Pupil) -> None:
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    pupil.click("lesson_choice_0")
    pupil.click("lesson_check")
    pupil.stand(Standing.COMING)
    pupil.stage.answer(None)
    assert pupil.is_checking
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    assert pupil.answer is not None


@pytest.mark.parametrize(("standing", "why"), [(Standing.CHANGED, "isn't the one"), (Standing.THERE, "log")])
def test_what_cant_be_read_is_refused_with_its_reason(pupil: Pupil, standing: Standing, why: str) -> None:
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    pupil.click("lesson_choice_0")
    pupil.click("lesson_check")
    pupil.stand(standing)
    pupil.stage.answer(None)
    assert why in pupil.says("lesson_why_not")
    assert (pupil.answer, pupil.is_checking) == (None, False)
    pupil.click("lesson_check")
    assert pupil.says("lesson_why_not") == ""


def test_what_is_judged_is_what_stands_there(pupil: Pupil) -> None:
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    pupil.click("lesson_choice_1")
    pupil.click("lesson_check")
    pupil.click("lesson_choice_0")
    pupil.stage.answer()
    assert pupil.answer is not None
    assert pupil.answer.chosen == (0,)
    assert pupil.row(0).isChecked()


def test_return_in_a_field_is_heard_before_the_network_is_there(pupil: Pupil) -> None:
    pupil.click("lesson_forward")
    pupil.stand(Standing.COMING)
    field = pupil.find("lesson_number")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    pupil.stand(Standing.THERE)
    pupil.stage.answer()
    assert pupil.answer is not None
    assert pupil.answer.is_right


def test_an_answer_that_is_emptied_is_taken_back(pupil: Pupil) -> None:
    pupil.click("lesson_forward")
    pupil.stand(Standing.THERE)
    pupil.stage.begun = 0
    field = pupil.find("lesson_number")
    QTest.keyClicks(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert not pupil.is_checking
    pupil.stage.answer()
    assert pupil.answer is None


def test_numbers_of_another_card_arent_heard(pupil: Pupil) -> None:
    pupil.stand(Standing.THERE)
    pupil.click("lesson_choice_0")
    pupil.click("lesson_check")
    pupil.click("lesson_forward")
    assert pupil.stage.asked == []
    assert not pupil.is_checking
    pupil.stand(Standing.THERE)
    assert pupil.answer is None


def test_an_answer_takes_the_keyboard_only_from_its_own_card(pupil: Pupil) -> None:
    elsewhere = QLineEdit(pupil.panel)
    elsewhere.show()
    pupil.stand(Standing.THERE)
    for place, expected in (
        (elsewhere, elsewhere),
        (pupil.find("lesson_check"), pupil.find("lesson_forward")),
    ):
        pupil.row(0).setChecked(True)
        pupil.click("lesson_check")
        place.setFocus()
        pupil.stage.answer()
        assert expected.hasFocus()


def test_nothing_moves_as_the_network_and_the_numbers_come(pupil: Pupil) -> None:
    pupil.click("lesson_forward")
    pupil.stand(Standing.COMING)
    assert pupil.find("lesson_progress").isVisible()
    before = place(pupil)
    pupil.stand(Standing.THERE)
    assert not pupil.find("lesson_progress").isVisible()
    assert place(pupil) == before


def place(pupil: Pupil) -> tuple[int, int]:
    """Where Check is once everything lies where it will."""
    button = pupil.find("lesson_check")
    button.parentWidget().layout().activate()
    return button.x(), button.y()


def test_what_is_revealed_is_in_sight_also_where_the_card_gets_lower_meanwhile(
    pupil: Pupil, qtbot: QtBot
) -> None:
    pupil.stand(Standing.THERE)
    pupil.click("lesson_choice_0")
    pupil.click("lesson_check")
    pupil.stage.answer()
    reveal, scroll = pupil.find("lesson_reveal"), pupil.find("lesson_scroll")
    qtbot.waitUntil(lambda: not pupil.panel.card._revealing.isActive())
    pupil.panel.resize(360, 260)  # a panel comes up below
    qtbot.waitUntil(lambda: reveal.mapTo(scroll, reveal.rect().bottomLeft()).y() < scroll.height())


def test_going_back_every_right_answer_is_marked_again(pupil: Pupil) -> None:
    pupil.stand(Standing.THERE)
    pupil.click("lesson_choice_1")
    pupil.click("lesson_check")
    pupil.stage.answer()
    pupil.click("lesson_forward")
    pupil.click("lesson_back")
    assert pupil.row(0).accessibleDescription() == "the right answer"
    assert pupil.row(1).accessibleDescription() == "not the right answer"
