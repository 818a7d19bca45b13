"""An asker for tests of those who ask."""

from collections.abc import Generator
from typing import Any

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.live.asker import Job, Lane, Question, Then


class PromptAsker:
    """Answers at once, in the same thread; or, if it is told to wait, when it is told to answer."""

    def __init__(self) -> None:
        self.waits = False
        self._waiting: dict[Then, Question] = {}

    def ask(self, question: Question, *, then: Then, lane: Lane = Lane.READINGS) -> None:
        self._waiting[then] = question
        if not self.waits:
            self.answer()

    def answer(self) -> None:
        """Answer what was asked last by each receiver."""
        for then, question in self._waiting.copy().items():
            del self._waiting[then]
            answer = question()
            then(without_pauses(answer) if isinstance(answer, Generator) else answer)

    def start(self, job: Question | Job, *, then: Then, progressed: Then | None = None) -> None:
        answer: Any = job()
        if isinstance(answer, Generator):
            for said in answer:
                if progressed is not None:
                    progressed(said)
            answer = None
        then(answer)

    def is_waiting(self, then: Then) -> bool:
        return then in self._waiting
