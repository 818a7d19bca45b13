"""Every lesson in a real window: from the start page through its cards to the last answer, without a menu.

The pupil answers wrongly first where there are choices; one card by the mouse, the next by the keyboard alone. What
the cards claim is read off the screen.
"""

import pytest
from desktop import Desktop, Program

from bpexplorer.lessons.catalogue import LESSONS, Entry
from bpexplorer.lessons.lesson import Card
from tests import lessons_played

pytestmark = pytest.mark.window

ANSWER = "It is influence; at a matched output it equals output minus target."
#: Training and reading with a machine that others are using, too.
PATIENCE = 60.0


class Hand:
    """How a card is answered; one for the mouse, and one for the keyboard."""

    def __init__(self, program: Program, card: Card) -> None:
        self._program, self._card = program, card

    def choose(self, at: int) -> None:
        self._program.click(f"lesson_choice_{at}")

    def write(self, text: str) -> None:
        self._program.click("lesson_sentence")
        self._program.type(text)

    def check(self) -> None:
        self._program.click("lesson_check")

    def go_on(self) -> None:
        self._program.click("lesson_forward")


class Keyboard(Hand):
    """Nothing but keys: the keyboard is on the question as the card comes up, and on Next once it is answered."""

    def choose(self, at: int) -> None:
        program, name = self._program, f"lesson_choice_{at}"
        if self._is_exclusive:
            program.walk_to(self._row_in_reach(), self._tab_to(0))
            program.walk_to(name, "Down" if at > (self._row_now() or 0) else "Up")
        else:
            program.walk_to(name, self._tab_to(at))
        if not program.find(name).checked or not self._is_exclusive:
            program.key("space")

    def _row_now(self) -> int | None:
        """The row that has the keyboard."""
        name = self._program.focus() or ""
        return int(name.rpartition("_")[2]) if name.startswith("lesson_choice_") else None

    def _tab_to(self, at: int) -> str:
        """The shorter way: what stands below the question lies behind it."""
        now = self._row_now()
        return "shift+Tab" if now is None or now > at else "Tab"

    @property
    def _is_exclusive(self) -> bool:
        return self._card.question is not None and self._card.question.kind == "choice"

    def _row_in_reach(self) -> str:
        """Of rows of which one is chosen, Tab leads to that one."""
        rows = [each for each in self._program.shown() if each.name.startswith("lesson_choice_")]
        return min(each.name for each in rows if each.checked or not any(row.checked for row in rows))

    def write(self, text: str) -> None:
        self._program.walk_to("lesson_sentence", "Tab")
        self._program.type(text)

    def check(self) -> None:
        self._program.walk_to("lesson_check", "Tab")
        self._program.key("space")

    def go_on(self) -> None:
        self._program.wait_until(lambda: self._program.find("lesson_forward").focused, "the keyboard on Next")
        self._program.key("space")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(each, marks=() if each.name == "error" else pytest.mark.slow, id=each.name)
        for each in LESSONS
    ],
)
@pytest.mark.timeout(600)
def test_a_lesson_is_played_from_the_start_page_to_its_last_answer(desktop: Desktop, entry: Entry):
    program, lesson = desktop.start(), lessons_played.own(entry.name)
    begin(program, entry)
    for at, card in enumerate(lesson.cards):
        place = f"{at + 1}/{len(lesson.cards)}"
        program.wait_for_text("lesson_place", lambda text, place=place: text.endswith(place))
        program.wait_for_text("lesson_text", lambda text: "…" not in text, timeout=PATIENCE)
        lessons_played.assert_claimed(card, card.text, program.text("lesson_text"))
        hand = (Keyboard if at % 2 else Hand)(program, card)
        answer(program, hand, card)
        lessons_played.assert_claimed(card, card.reveal, program.text("lesson_reveal"))
        if card.because:
            lessons_played.assert_claimed(card, card.because, program.text("lesson_because"))
        if at < len(lesson.cards) - 1:
            hand.go_on()
    program.find("lesson_save")
    program.click("lesson_leave")
    program.wait_until(lambda: not program.is_shown("lesson_card_title"), "the lesson to be left")


def begin(program: Program, entry: Entry) -> None:
    """The three questions stand on the start page; the others in the workspace Learn, which a key shows."""
    program.find("start_question_error")
    if entry.is_question:
        program.click(f"start_question_{entry.name}")
        return
    program.key("ctrl+1")
    program.click(f"lessons_{LESSONS.index(entry)}")


def answer(program: Program, hand: Hand, card: Card) -> None:
    assert card.question is not None
    if card.question.kind == "sentence":
        hand.write(ANSWER)
        hand.check()
        program.find("lesson_reveal", timeout=PATIENCE)
        return
    wrong = lessons_played.wrong_choice(card)
    hand.choose(wrong)
    hand.check()
    said = program.find("lesson_reveal", timeout=PATIENCE).text
    if card.question.kind == "ticks":
        hand.choose(wrong)
    for at in lessons_played.right_choices(card):
        hand.choose(at)
    hand.check()
    program.wait_for_text("lesson_reveal", lambda text: text != said, timeout=PATIENCE)
