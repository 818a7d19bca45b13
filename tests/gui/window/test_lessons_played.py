"""Each lesson of the program, played from start to end by a pupil who also answers wrongly; all numbers are read."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from bpexplorer.lessons.catalogue import LESSONS
from bpexplorer.lessons.lesson import Card
from tests import lessons_played
from tests.gui.window.test_learning import check, choose, play, text, wait_for_card
from tests.windows import Desk

#: These need no digits and little training; the others are played where there is more time.
QUICK = {"dead"}


def markup(desk: Desk, name: str) -> str:
    label = desk.find(name)
    assert isinstance(label, QLabel)
    return label.text()


def answer(desk: Desk, card: Card) -> None:
    question = card.question
    assert question is not None
    if question.kind == "sentence":
        QTest.keyClicks(desk.find("lesson_sentence"), "It is influence.")
        check(desk)
        return
    choose(desk, lessons_played.wrong_choice(card))
    check(desk)
    assert play(desk).answer.is_right is False  # type: ignore[union-attr]
    if question.kind == "ticks":
        choose_off(desk, lessons_played.wrong_choice(card))
    for at in lessons_played.right_choices(card):
        choose(desk, at)
    desk.click("lesson_check")
    desk.wait(lambda: bool(play(desk).answer.is_right))  # type: ignore[union-attr]
    desk.wait_for_calm()


def choose_off(desk: Desk, at: int) -> None:
    desk.click(f"lesson_choice_{at}")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each.name, marks=() if each.name in QUICK else pytest.mark.slow, id=each.name)
        for each in LESSONS
    ],
)
@pytest.mark.timeout(300)
def test_a_lesson_is_played_to_its_end_and_every_claim_is_on_the_screen(desk: Desk, name: str) -> None:
    lesson = lessons_played.own(name)
    desk.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    desk.click(f"lessons_{[each.name for each in LESSONS].index(name)}")
    for at, card in enumerate(lesson.cards):
        desk.wait(lambda at=at: desk.window.learning.is_played and play(desk).at == at)
        wait_for_card(desk)
        lessons_played.assert_claimed(card, card.text, markup(desk, "lesson_text"))
        answer(desk, card)
        assert desk.find_all(card.panel_after or card.panel) != []
        lessons_played.assert_claimed(card, card.reveal, markup(desk, "lesson_reveal"))
        if card.because:
            lessons_played.assert_claimed(card, card.because, markup(desk, "lesson_because"))
        assert text(desk, "lesson_reveal").strip()
        if at < len(lesson.cards) - 1:
            desk.click("lesson_forward")
    desk.find("lesson_save")
    desk.click("lesson_leave")
    desk.wait(lambda: not desk.window.learning.is_played)
    assert desk.window.document.plan.data.name == "digits"
