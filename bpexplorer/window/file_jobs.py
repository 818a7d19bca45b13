"""What is being read and written: copies of the run that are awaited, and jobs beside training."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.state import TrainerState
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController

_INTERNAL = "The file was not written or read because of an internal error; see the log."

OnError = Callable[[BpExplorerError], object]


class FileJobs(QObject):
    """Does jobs in the order in which they are begun, and goes on in the GUI thread with what they give."""

    #: Why a job came to nothing, in sentences.
    failed = Signal(str)

    def __init__(self, live: LiveController, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._asker = live, asker
        #: What to do with the copies that are still to come, by token; and how many jobs are being done.
        self._with_state: dict[int, Callable[[TrainerState], object]] = {}
        self._running = 0
        self._when_idle: Callable[[], object] | None = None
        live.state_copied.connect(self._on_state_copied)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written, or about to be."""
        return bool(self._with_state or self._running)

    def when_idle(self, close: Callable[[], object]) -> None:
        """Close once nothing is read or written any more; not if something fails before, which has to be heard of."""
        self._when_idle = close

    def copy(self, then: Callable[[TrainerState], object]) -> None:
        """Go on with a copy of the run as it is now."""
        self._with_state[self._live.request_copy()] = then

    def run(
        self, job: Callable[[], Any], then: Callable[[Any], object], on_error: OnError | None = None
    ) -> None:
        """Do a job beside training, then go on here with what it gave, or with its error; else that is told."""
        self._running += 1

        def take(answer: Any) -> None:
            self._running -= 1
            with self._closing_if_idle():
                if isinstance(answer, _Done):
                    then(answer.value)
                elif isinstance(answer, BpExplorerError):
                    self._fail(answer, on_error)
                else:
                    self._fail(BpExplorerError(_INTERNAL), None)

        self._asker.start(partial(_attempt, job), then=take)

    def _fail(self, error: BpExplorerError, on_error: OnError | None) -> None:
        closing, self._when_idle = self._when_idle, None
        if on_error is not None:
            on_error(error)
        else:
            self.failed.emit(str(error) if closing is None else f"{error} So the window stays open.")

    @contextmanager
    def _closing_if_idle(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self._when_idle is not None and not self.busy:
                close, self._when_idle = self._when_idle, None
                close()

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        then = self._with_state.pop(token, None)
        if then is not None:
            with self._closing_if_idle():
                then(state)


class _Done:
    """What a job gave."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _attempt(job: Callable[[], Any]) -> Any:
    try:
        return _Done(job())
    except BpExplorerError as error:
        return error
