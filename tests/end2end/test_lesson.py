"""The first question, in a real window: from the start page through eight cards to the written answer, without a menu.

The pupil answers wrongly first where there are choices. What the cards claim is read off the screen.
"""

import pytest
from desktop import Desktop, Program

from bpexplorer.lessons.lesson import Card
from tests import lessons_played

pytestmark = pytest.mark.window

ANSWER = "It is influence; at a matched output it equals output minus target."


@pytest.mark.timeout(300)
def test_the_first_question_is_answered_in_eight_cards_from_the_start_page(desktop: Desktop):
    program, lesson = desktop.start(), lessons_played.own("error")
    program.find("start_question_error", timeout=30)
    program.click("start_question_error")
    for at, card in enumerate(lesson.cards):
        place = f"{at + 1}/{len(lesson.cards)}"
        program.wait_for_text("lesson_place", lambda text, place=place: text.endswith(place), timeout=30)
        program.wait_for_text("lesson_text", lambda text: "…" not in text, timeout=60)
        lessons_played.assert_claimed(card, card.text, program.text("lesson_text"))
        answer(program, card)
        lessons_played.assert_claimed(card, card.reveal, program.text("lesson_reveal"))
        if at < len(lesson.cards) - 1:
            program.click("lesson_forward")
    program.find("lesson_save")
    program.click("lesson_leave")
    program.wait_until(lambda: not program.is_shown("lesson_card_title"), "the lesson to be left")


def answer(program: Program, card: Card) -> None:
    if card.question is not None and card.question.kind == "sentence":
        program.click("lesson_sentence")
        program.type(ANSWER)
        check(program)
        return
    program.click(f"lesson_choice_{lessons_played.wrong_choice(card)}")
    said = check(program)
    (right,) = lessons_played.right_choices(card)
    program.click(f"lesson_choice_{right}")
    program.click("lesson_check")
    program.wait_for_text("lesson_reveal", lambda text: text != said, timeout=30)


def check(program: Program) -> str:
    program.wait_until(lambda: program.find("lesson_check").enabled, "the answer to be checkable", timeout=60)
    program.click("lesson_check")
    return program.find("lesson_reveal", timeout=30).text
