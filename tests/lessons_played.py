"""What a pupil reads off a card, held against what its lesson claims. Numbers that were read stand in bold."""

import html
import math
import re

from bpexplorer.lessons import reader, texts
from bpexplorer.lessons.lesson import Card, Lesson
from bpexplorer.window.learn.controls import KNOWN
from tests import shown

_BOLD = re.compile("<b>(.*?)</b>")


def own(name: str) -> Lesson:
    """A lesson of the program."""
    return reader.load_own(name, KNOWN)


def numbers_of(markup: str) -> list[str]:
    """The numbers that a text shows as read, in their order."""
    return [html.unescape(found) for found in _BOLD.findall(markup)]


def assert_claimed(card: Card, text: str, markup: str) -> None:
    """What the text of a card shows for each reading is what the card claims, rounded as it is shown."""
    names, numbers = texts.names_in(text), numbers_of(markup)
    assert len(names) == len(numbers), f"{card.title}: {numbers} for {names}"
    for name, number in zip(names, numbers, strict=True):
        reading = next(each for each in card.readings if each.name == name)
        if math.isinf(reading.claim):
            assert number == texts.write(reading, math.inf), card.title
            continue
        value = shown.number(number) / (100 if reading.form == "percent" else 1)
        claim = abs(reading.claim) if reading.form == "size" else reading.claim
        off = reading.tolerance + _last_digit(number) / (100 if reading.form == "percent" else 1)
        assert abs(value - claim) <= off, f"{card.title}: {name} shows {number}, not {reading.claim}"


def _last_digit(number: str) -> float:
    """What one more in the last digit that is shown would add."""
    digits = re.sub(r"[^\d.]", "", number.partition("×")[0])
    power = shown.number("1×" + number.partition("×")[2]) if "×" in number else 1.0
    return power * 10.0 ** -len(digits.partition(".")[2])


def right_choices(card: Card) -> list[int]:
    """The choices that are right."""
    assert card.question is not None
    return [at for at, choice in enumerate(card.question.choices) if choice.right]


def wrong_choice(card: Card) -> int:
    """A choice that isn't."""
    assert card.question is not None
    return next(at for at, choice in enumerate(card.question.choices) if not choice.right)
