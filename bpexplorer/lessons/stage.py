"""What a lesson needs of the window that it is played in. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bpexplorer.lessons.lesson import Card, Lesson
from bpexplorer.project.table_csv import ValueTable

#: The numbers by the names of the card's readings; None: the network isn't in the card's state, or can't be read.
Values = Mapping[str, float] | None


class Standing(Enum):
    """How the lesson's network stands to the state that a card needs."""

    #: It is on its way there: it is being trained.
    COMING = "coming"
    THERE = "there"
    #: The pupil has changed it, trained it further, or stopped it on its way.
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far training is on its way to a state, in epochs."""

    epoch: int
    of: int


class Stage(Protocol):
    """The window, as the player sees it: the lesson's document, its panels, what is outlined and what is hidden."""

    def set_up(self, lesson: Lesson, card: Card, *, anew: bool = False) -> None:
        """Bring the document to the state of the card, unless it is there already, and look where the card looks.

        What was to be read for another card isn't answered any more.
        """

    def read(
        self, lesson: Lesson, card: Card, names: frozenset[str], then: Callable[[Values], object]
    ) -> None:
        """Read these numbers off the network, if it is in the card's state; else, and if it fails, answer with None.

        What was asked before isn't answered.
        """

    def show_answered(self, card: Card) -> None:
        """Raise what the card has once it is answered, and look there."""

    def open_curtain(self) -> None:
        """Show what lies ahead again."""

    def keep_answers(self, table: ValueTable) -> None:
        """Ask for a file, and write the answers."""

    def leave(self) -> None:
        """Bring the user's own document back, and end the lesson."""
