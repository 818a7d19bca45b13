"""The texts of the program's own lessons, in the reader's language: collected for translators, and looked up. No Qt.

They stand in files, so ``make messages`` can't find them as it finds those in the source: `extract` is how it reads a
lesson. A lesson that somebody else wrote is shown as it is written.
"""

import tomllib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from bpexplorer.lessons.lesson import Card, Lesson, Question
from bpexplorer.translation import looked_up


def translated(lesson: Lesson) -> Lesson:
    """The lesson in the reader's language; what no catalogue has stays English."""
    return _with_texts(lesson, looked_up)


def extract(
    file: BinaryIO, _keywords: object, _comment_tags: object, options: object
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Give the texts of a lesson's file as Babel wants them: (line, function, text, comments)."""
    del options  # Babel names it
    plain: dict[str, Any] = tomllib.load(file)
    found: list[str] = []

    def collect(text: str) -> str:
        found.append(text)
        return text

    _with_texts(msgspec.convert(plain, Lesson), collect)
    for text in found:
        if text:
            yield 1, None, text, []


def _with_texts(lesson: Lesson, change: Callable[[str], str]) -> Lesson:
    """The lesson with every text that a pupil reads changed."""
    cards = tuple(_card(card, change) for card in lesson.cards)
    return msgspec.structs.replace(lesson, title=change(lesson.title), cards=cards)


def _card(card: Card, change: Callable[[str], str]) -> Card:
    return msgspec.structs.replace(
        card,
        title=change(card.title),
        text=change(card.text),
        question=None if card.question is None else _question(card.question, change),
        reveal=change(card.reveal),
        because=change(card.because),
    )


def _question(question: Question, change: Callable[[str], str]) -> Question:
    choices = tuple(msgspec.structs.replace(each, text=change(each.text)) for each in question.choices)
    return msgspec.structs.replace(question, text=change(question.text), choices=choices)
