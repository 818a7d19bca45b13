"""What is being opened, saved, imported and exported: tasks that read from top to bottom, and the one driver of them.

A task is a generator. It yields the step that it needs next, is handed what comes of it (or its error, there where it
yielded), and ends by returning. `FileTasks` owns all that are under way, and knows the state of each::

    begin ──▶ ASKING a dialog      ─┐
          ──▶ COPYING the run       ├──▶ the next step, or the end
          ──▶ READING, WRITING      │
          ──▶ RESTING until nobody ─┘
              copies, reads or writes

Nothing here knows Qt, widgets or files.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, ClassVar, TypeAlias, TypeVar

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState
from bpexplorer.translation import tr

_INTERNAL = tr("The file was not written or read because of an internal error; see the log.")


class State(Enum):
    """What a task is doing."""

    ASKING = "asking"
    COPYING = "copying"
    READING = "reading"
    WRITING = "writing"
    RESTING = "resting"


#: What a window that closes has to wait for.
BUSY = frozenset({State.COPYING, State.READING, State.WRITING})


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """Ask the user; gives the answer."""

    #: Opens a dialog that hands its answer over, later or at once; only the first counts.
    open: Callable[[Callable[[Any], object]], object]
    state: ClassVar[State] = State.ASKING


@dataclass(frozen=True, slots=True, eq=False)
class CopyRun:
    """Copy the run as it is now; gives its `TrainerState`."""

    state: ClassVar[State] = State.COPYING


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Do a job beside training that reads; gives what it returns, or raises its BpExplorerError."""

    job: Callable[[], Any]
    state: ClassVar[State] = State.READING


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """Do a job beside training that writes; gives what it returns, or raises its BpExplorerError."""

    job: Callable[[], Any]
    state: ClassVar[State] = State.WRITING


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Wait until no task copies, reads or writes; gives True then, and False as soon as something fails."""

    #: What a failure means for who rests, in a sentence: it is told together with the failure.
    otherwise: str
    state: ClassVar[State] = State.RESTING


Step: TypeAlias = Ask | CopyRun | Read | Write | Rest
_Result = TypeVar("_Result")
#: A task, or a part of one, that gives a result.
Steps: TypeAlias = Generator[Step, Any, _Result]


@dataclass(slots=True, eq=False)
class _Task:
    steps: Steps[object]
    step: Step | None = None
    #: Of the copy that it waits for.
    token: int | None = None

    @property
    def state(self) -> State | None:
        """That of its step, which lasts until the next one is begun."""
        return None if self.step is None else self.step.state


class FileTasks:
    """Drives the tasks: each goes on, in the GUI thread, with what comes of its step.

    Parameters
    ----------
    request_copy : callable
        Asks for a copy of the run and returns the token that `take_copy` is to be called with.
    start_job : callable
        Does a job elsewhere and hands over what it returns, None if it raised anything.
    failed : callable
        Takes the reason why a task came to nothing, in sentences.
    """

    def __init__(
        self,
        request_copy: Callable[[], int],
        start_job: Callable[[Callable[[], Any], Callable[[Any], object]], object],
        failed: Callable[[str], object],
    ) -> None:
        self._request_copy, self._start_job, self._failed = request_copy, start_job, failed
        self._under_way: list[_Task] = []

    @property
    def states(self) -> tuple[State, ...]:
        """Of all tasks under way, in the order of their beginnings; empty if idle."""
        return tuple(task.state for task in self._under_way if task.state is not None)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written, or about to be."""
        return not BUSY.isdisjoint(self.states)

    def begin(self, steps: Steps[object]) -> None:
        """Begin a task, beside those that are under way."""
        task = _Task(steps)
        self._under_way.append(task)
        self._go_on(task, partial(next, steps))

    def take_copy(self, token: int, state: TrainerState) -> None:
        """Hand a copy of the run to the task that asked for it."""
        for task in self._under_way:
            if task.token == token:
                task.token = None
                self._go_on(task, partial(task.steps.send, state))
                return

    def _go_on(self, task: _Task, resume: Callable[[], Step], remark: str = "") -> None:
        """Resume a task and begin the step that it comes to, or be done with it."""
        if task.state not in BUSY:  # else it stays busy until it is known what comes next
            task.step = None
        try:
            task.step = resume()
            self._begin_step(task, task.step)
        except StopIteration:
            self._end(task)
        except BpExplorerError as error:
            self._end(task)
            self._failed(f"{error} {remark or self._disturb_rest()}".rstrip())
        except BaseException:
            self._end(task)
            self._disturb_rest()
            raise
        while not self.busy and (resting := self._resting()):
            self._go_on(resting[0], partial(resting[0].steps.send, True))

    def _begin_step(self, task: _Task, step: Step) -> None:
        match step:
            case Ask():
                step.open(partial(self._take_answer, task, step))
            case CopyRun():
                task.token = self._request_copy()
            case Read() | Write():
                self._start_job(partial(_attempt, step.job), partial(self._take_result, task))

    def _take_answer(self, task: _Task, step: Step, answer: object) -> None:
        if task.step is step:
            self._go_on(task, partial(task.steps.send, answer))

    def _take_result(self, task: _Task, result: object) -> None:
        if isinstance(result, _Done):
            self._go_on(task, partial(task.steps.send, result.value))
        else:
            error = result if isinstance(result, BpExplorerError) else BpExplorerError(_INTERNAL)
            # Whatever the task makes of it: who rests is told first.
            self._go_on(task, partial(task.steps.throw, error), self._disturb_rest())

    def _end(self, task: _Task) -> None:
        task.step = None
        if task in self._under_way:  # not if a dialog answered at once, and it ended with that
            self._under_way.remove(task)

    def _resting(self) -> list[_Task]:
        return [task for task in self._under_way if task.state is State.RESTING]

    def _disturb_rest(self) -> str:
        """Say to who rests that something failed, and return what that means for them."""
        remark = ""
        for task in self._resting():
            if isinstance(task.step, Rest):
                remark = task.step.otherwise
            self._go_on(task, partial(task.steps.send, False))
        return remark


class _Done:
    """What a job gave."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _attempt(job: Callable[[], Any]) -> Any:
    try:
        return _Done(job())
    except BpExplorerError as error:
        return error
