"""The lessons that come with the program, in the order in which they are offered. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpexplorer.translation import tr, tr_n


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson by the name of its file, and the question that it answers; ``is_question``: one of the three."""

    name: str
    title: str
    cards: int
    is_question: bool = False


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


def details(entry: Entry) -> str:
    """How long a lesson of the program is."""
    return length(entry.cards)


def length(cards: int) -> str:
    """How long a lesson of so many cards is."""
    minutes = max(1, round(cards * MINUTES))
    return tr_n(
        "{count} card · {minutes} min", "{count} cards · {minutes} min", cards, count=cards, minutes=minutes
    )
