"""Texts of a card with their numbers: what stands in braces is the name of a reading. No Qt."""

import math
import re
from collections.abc import Mapping

from bpexplorer.lessons.lesson import Card, Reading
from bpexplorer.look import numbers
from bpexplorer.translation import tr

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")
#: Stands for a number that isn't read yet, with the room that its digits will have: then no line breaks anew.
UNREAD = "…"
_ROOM = "\N{FIGURE SPACE}"


def names_in(*texts: str) -> list[str]:
    """The names in braces, in their order."""
    return [name for text in texts for name in _NAME.findall(text)]


def filled(text: str, card: Card, values: Mapping[str, float]) -> str:
    """The text with the numbers that are known."""
    return "".join(part for part, _ in parts(text, card, values)).replace(_ROOM, "")


def parts(text: str, card: Card, values: Mapping[str, float]) -> list[tuple[str, bool]]:
    """The text in its parts, and of each whether it is a number that was read."""
    readings = {reading.name: reading for reading in card.readings}
    found: list[tuple[str, bool]] = []
    for at, part in enumerate(_NAME.split(text)):  # every second one is a name
        if at % 2:
            found.append((_written(readings[part], values.get(part)), True))
        elif part:
            found.append((part, False))
    return found


def _written(reading: Reading, value: float | None) -> str:
    if value is None:
        return UNREAD + _ROOM * (len(write(reading, reading.claim)) - len(UNREAD))
    return write(reading, value)


def write(reading: Reading, value: float) -> str:
    """A number in the form that its reading asks for."""
    if math.isnan(value):
        return numbers.NOTHING
    if math.isinf(value):
        return tr("never") if reading.form == "count" else numbers.NOT_FINITE
    match reading.form:
        case "signed":
            return numbers.signed(value, decimals=reading.decimals).strip()
        case "size":
            return numbers.unsigned(abs(value), decimals=reading.decimals).strip()
        case "percent":
            return numbers.percent(value, decimals=reading.decimals).strip()
        case "count":
            return numbers.count(round(value))
    return numbers.significant(value, digits=reading.decimals)


def before_answer(card: Card) -> frozenset[str]:
    """The names of the readings that are needed before the pupil answers."""
    question = card.question
    asked = [] if question is None else [question.text, *(choice.text for choice in question.choices)]
    return frozenset(names_in(card.title, card.text, *asked))


def after_answer(card: Card) -> frozenset[str]:
    """The names of the readings that are needed once the pupil has answered."""
    question = card.question
    typed = [question.reading] if question is not None and question.reading else []
    return frozenset([*names_in(card.reveal, card.because), *typed]) | before_answer(card)
