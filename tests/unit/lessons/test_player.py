"""The player as a value: where it is, what was answered, what is right, and what is kept of it."""

import csv
import io
import math
from collections.abc import Callable

from bpexplorer.lessons import texts
from bpexplorer.lessons.lesson import Lesson
from bpexplorer.lessons.player import Answer, Play, said
from bpexplorer.look import numbers
from bpexplorer.project.table_csv import csv_text

Read = Callable[..., Lesson]
VALUES = {"delta": -0.25, "predicted": -0.125}


def test_cards_follow_each_other_and_answers_stay(read: Read) -> None:
    play = Play(read())
    assert (play.at, play.is_last, play.answer) == (0, False, None)
    assert play.back() == play
    answered = play.answered(Answer(chosen=(0,), values=VALUES))
    assert answered.answer is not None
    assert answered.answer.is_right
    assert not play.answered(Answer(chosen=(1,), values=VALUES)).answer.is_right  # type: ignore[union-attr]
    later = answered.forward()
    assert (later.at, later.is_last, later.answer) == (1, True, None)
    assert later.forward() == later
    assert later.back() == answered


def test_a_typed_number_is_right_within_a_part_of_what_was_read(read: Read) -> None:
    play = Play(read()).forward()
    for number, is_right in ((-0.2, True), (-0.219, True), (-0.221, False), (0.2, False)):
        answer = play.answered(Answer(number=number, values={"share": -0.2})).answer
        assert answer is not None
        assert answer.is_right is is_right
    unread = play.answered(Answer(number=-0.2)).answer
    assert unread is not None
    assert unread.is_right is None


def test_numbers_stand_in_texts_once_they_are_known(read: Read) -> None:
    card = read().cards[0]
    assert texts.filled(card.text, card, {}) == f"δ is {texts.UNREAD}."
    # On the card it has the room of the number that is claimed.
    (_, (waits, _), _) = texts.parts(card.text, card, {})
    assert len(waits) == len(texts.write(card.readings[0], card.readings[0].claim))
    assert texts.filled(card.text, card, VALUES) == f"δ is {numbers.signed(-0.25).strip()}."
    assert texts.before_answer(card) == {"delta", "predicted"}  # a choice names the other
    assert texts.after_answer(card) == {"delta", "predicted"}
    assert texts.write(card.readings[0], math.nan) == numbers.NOTHING


def test_answers_are_kept_as_a_table_with_what_was_read(read: Read) -> None:
    play = Play(read()).answered(Answer(chosen=(0,), values=VALUES)).forward()
    rows = list(csv.reader(io.StringIO(csv_text([play.table()]))))
    shown = numbers.signed(-0.125).strip()
    assert rows[1] == ["1", "One", "Which?", f"this, {shown}", "yes", f"The program reads {shown}."]
    assert rows[2] == ["2", "Two", "How much?", "", "", ""]
    assert said(play.lesson.cards[0], Answer(chosen=(0,), values=VALUES)) == f"this, {shown}"
