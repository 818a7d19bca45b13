"""The player: a lesson, the card it is at, and what the pupil has answered. A value; each move gives another. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bpexplorer.lessons import texts
from bpexplorer.lessons.lesson import Card, Lesson
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pupil has answered: the choices by their numbers, a number, or a sentence.

    ``values`` is what the program read from itself then, by the names of the readings; ``is_right`` is None where no
    answer is wrong.
    """

    chosen: tuple[int, ...] = ()
    number: float | None = None
    sentence: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    is_right: bool | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """A lesson that is being played. Any card can be gone to at any time."""

    lesson: Lesson
    at: int = 0
    answers: Mapping[int, Answer] = field(default_factory=dict)

    @property
    def card(self) -> Card:
        """The card that is shown."""
        return self.lesson.cards[self.at]

    @property
    def count(self) -> int:
        """How many cards there are."""
        return len(self.lesson.cards)

    @property
    def is_last(self) -> bool:
        """Whether no card follows."""
        return self.at == self.count - 1

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to go on from."""
        return self.at > 0 or bool(self.answers)

    @property
    def answer(self) -> Answer | None:
        """What was answered to this card."""
        return self.answers.get(self.at)

    def forward(self) -> "Play":
        """At the next card; the last one stays."""
        return replace(self, at=min(self.at + 1, self.count - 1))

    def back(self) -> "Play":
        """At the card before; the first one stays."""
        return replace(self, at=max(self.at - 1, 0))

    def answered(self, answer: Answer) -> "Play":
        """With this answer to the card that is shown, judged by what was read."""
        judged = replace(answer, is_right=is_right(self.card, answer))
        return replace(self, answers=MappingProxyType({**self.answers, self.at: judged}))

    def table(self) -> ValueTable:
        """All cards and what was answered, a row a card."""
        columns = (
            tr("card"),
            tr("title"),
            tr("question"),
            tr("answer"),
            tr("right"),
            tr("the program reads"),
        )
        return ValueTable(self.lesson.title, columns, tuple(self._row(at) for at in range(self.count)))

    def _row(self, at: int) -> tuple[int | str | None, ...]:
        card, answer = self.lesson.cards[at], self.answers.get(at)
        values = {} if answer is None else answer.values
        question = "" if card.question is None else texts.filled(card.question.text, card, values)
        if answer is None:
            return at + 1, texts.filled(card.title, card, {}), question, None, None, None
        judged = {True: tr("yes"), False: tr("no"), None: None}[answer.is_right]
        reads = texts.filled(card.reveal, card, values)
        return at + 1, texts.filled(card.title, card, values), question, said(card, answer), judged, reads


def is_right(card: Card, answer: Answer) -> bool | None:
    """Whether an answer is right; None where there is no wrong one, and where the number wasn't read."""
    question = card.question
    if question is None or question.kind == "sentence":
        return None
    if question.kind == "number":
        value = answer.values.get(question.reading)
        if value is None or answer.number is None:
            return None
        return abs(answer.number - value) <= question.within * abs(value)
    right = {index for index, choice in enumerate(question.choices) if choice.right}
    return set(answer.chosen) == right


def said(card: Card, answer: Answer) -> str:
    """What was answered, in the words of the card."""
    question = card.question
    assert question is not None, "only questions are answered"
    if question.kind == "sentence":
        return answer.sentence
    if question.kind == "number":
        reading = next(each for each in card.readings if each.name == question.reading)
        return "" if answer.number is None else texts.write(reading, answer.number)
    return "; ".join(texts.filled(question.choices[at].text, card, answer.values) for at in answer.chosen)
