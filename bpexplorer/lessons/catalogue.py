"""The lessons that come with the program, in the order in which they are offered. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bpexplorer.translation import tr, tr_n

if TYPE_CHECKING:  # the start page has no need of lessons, only of their names
    from bpexplorer.lessons.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson by the name of its file, and the question that it answers; ``is_question``: one of the three."""

    name: str
    title: str
    cards: int
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """How far a lesson had got when it was left: the card it was at, from 0, and how many were answered."""

    at: int
    answered: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A lesson that can be chosen: one of the program's, by its name, or a file.

    ``details`` says how long it is or, where it was begun, how far one had got; ``goes_on``: there is more of it.
    """

    which: str | Path
    title: str
    details: str
    goes_on: bool = False


#: How the names of their files end.
ENDING: Final = ".toml"
#: How many minutes a card takes, about.
MINUTES = 0.7

LESSONS: Final[Sequence[Entry]] = (
    Entry("error", tr("Why is δ called an error, when it only measures influence?"), 8, is_question=True),
    Entry("use", tr("What is δ for, beyond being reused?"), 8, is_question=True),
    Entry("sum", tr("Why is BP1 a sum over k?"), 8, is_question=True),
    Entry("slow", tr("Why learning slows down"), 3),
    Entry("deep", tr("Deep sigmoid networks"), 3),
    Entry("twins", tr("All weights equal"), 3),
    Entry("dead", tr("Dead neurons, and a way back"), 3),
    Entry("rate", tr("How large may η be?"), 4),
)


def groups(
    of_folder: "Sequence[tuple[Path, Lesson]]" = (), left: Mapping[str | Path, Left] | None = None
) -> list[tuple[str, list[Offered]]]:
    """All that can be chosen, in groups with a heading each; ``left`` has those that were begun."""
    left = left or {}
    own = {
        is_question: [
            offered(each, left.get(each.name)) for each in LESSONS if each.is_question is is_question
        ]
        for is_question in (True, False)
    }
    theirs = [
        _offered(
            path,
            lesson.title,
            len(lesson.cards),
            sum(card.question is not None for card in lesson.cards),
            left.get(path),
        )
        for path, lesson in of_folder
    ]
    found = [
        (tr("From your folder"), theirs),
        (tr("Three questions"), own[True]),
        (tr("Shorter lessons"), own[False]),
    ]
    return [(heading, lessons) for heading, lessons in found if lessons]


def offered(entry: Entry, left: Left | None = None) -> Offered:
    """A lesson of the program, each of whose cards asks something, and how it was left."""
    return _offered(entry.name, entry.title, entry.cards, entry.cards, left)


def _offered(which: str | Path, title: str, cards: int, questions: int, left: Left | None) -> Offered:
    if left is None or not 0 <= left.at < cards:
        return Offered(which, title, length(cards))
    if 0 < questions <= left.answered:
        return Offered(
            which,
            title,
            tr_n("Its card is answered", "All {count} cards answered", questions, count=questions),
        )
    return Offered(
        which, title, tr("Go on at card {card} of {cards}", card=left.at + 1, cards=cards), goes_on=True
    )


def length(cards: int) -> str:
    """How long a lesson of so many cards is."""
    minutes = max(1, round(cards * MINUTES))
    return tr_n(
        "{count} card · {minutes} min", "{count} cards · {minutes} min", cards, count=cards, minutes=minutes
    )
