"""The lessons that come with the program, in the order in which they are offered. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bpexplorer.translation import tr, tr_n


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson by the name of its file, and the question that it answers; ``is_question``: one of the three."""

    name: str
    title: str
    cards: int
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """A lesson that can be chosen: one of the program's, by its name, or a file."""

    which: str | Path
    title: str
    details: str


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


def groups(of_folder: Sequence[tuple[Path, str, int]] = ()) -> list[tuple[str, list[Offered]]]:
    """All that can be chosen, in groups with a heading each; ``of_folder``: path, title and cards."""
    own = {
        is_question: [
            Offered(each.name, each.title, details(each))
            for each in LESSONS
            if each.is_question is is_question
        ]
        for is_question in (True, False)
    }
    theirs = [Offered(path, title, length(cards)) for path, title, cards in of_folder]
    found = [
        (tr("From your folder"), theirs),
        (tr("Three questions"), own[True]),
        (tr("Shorter lessons"), own[False]),
    ]
    return [(heading, lessons) for heading, lessons in found if lessons]


def details(entry: Entry) -> str:
    """How long a lesson of the program is."""
    return length(entry.cards)


def length(cards: int) -> str:
    """How long a lesson of so many cards is."""
    minutes = max(1, round(cards * MINUTES))
    return tr_n(
        "{count} card · {minutes} min", "{count} cards · {minutes} min", cards, count=cards, minutes=minutes
    )
