"""The driver of the file commands' tasks: what each is doing, what it is handed, and who waits for whom."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.window.commands.file_tasks import (
    Ask,
    CopyRun,
    FileTasks,
    Read,
    Rest,
    State,
    Step,
    Steps,
    Write,
)

STAYS = "So it stays open."


class Desk:
    """A driver, with copies, jobs and answers that come when the test says so."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], object]]] = []
        self.tokens = 0
        self.tasks = FileTasks(
            self._request_copy, lambda job, then: self.jobs.append((job, then)), self.said.append
        )
        self.log: list[Any] = []

    def _request_copy(self) -> int:
        self.tokens += 1
        return self.tokens

    def begin(self, *steps: Step) -> None:
        """Begin a task that logs what comes of its steps, and “end”."""

        def task() -> Steps[None]:
            for step in steps:
                self.log.append((yield step))
            self.log.append("end")

        self.tasks.begin(task())

    def do_a_job(self) -> None:
        job, then = self.jobs.pop(0)
        then(job())

    def lose_a_job(self) -> None:
        _, then = self.jobs.pop(0)
        then(None)  # as an asker does for whatever else was raised


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    assert made.tasks.states == ()
    assert not made.tasks.busy


def fail() -> None:
    raise BpExplorerError("The disk is full.")


def test_each_step_has_its_state_and_gives_what_came_of_it(desk: Desk) -> None:
    answers: list[Callable[[Any], object]] = []
    desk.begin(Ask(answers.append), CopyRun(), Read(lambda: "read"), Write(lambda: "written"))
    assert (desk.tasks.states, desk.tasks.busy) == ((State.ASKING,), False)
    answers[0]("yes")
    assert (desk.tasks.states, desk.tasks.busy) == ((State.COPYING,), True)
    desk.tasks.take_copy(1, "copied")  # type: ignore[arg-type]
    assert (desk.tasks.states, desk.tasks.busy) == ((State.READING,), True)
    desk.do_a_job()
    assert (desk.tasks.states, desk.tasks.busy) == ((State.WRITING,), True)
    desk.do_a_job()
    assert desk.log == ["yes", "copied", "read", "written", "end"]


def test_a_copy_goes_to_the_task_that_asked_for_it_and_others_are_none_of_theirs(desk: Desk) -> None:
    desk.begin(CopyRun())
    desk.begin(CopyRun())
    desk.tasks.take_copy(7, "somebody else's")  # type: ignore[arg-type]
    desk.tasks.take_copy(2, "second")  # type: ignore[arg-type]
    desk.tasks.take_copy(2, "again")  # type: ignore[arg-type]
    assert desk.log == ["second", "end"]
    desk.tasks.take_copy(1, "first")  # type: ignore[arg-type]
    assert desk.log == ["second", "end", "first", "end"]


def test_only_the_first_answer_of_a_dialog_counts(desk: Desk) -> None:
    answers: list[Callable[[Any], object]] = []
    desk.begin(Ask(answers.append), Ask(answers.append))
    answers[0]("one")
    answers[0]("one more")
    assert desk.log == ["one"]
    answers[1]("two")
    answers[1]("two more")
    assert desk.log == ["one", "two", "end"]


def test_a_dialog_may_answer_at_once(desk: Desk) -> None:
    desk.begin(*[Ask(lambda answered: answered("at once"))] * 3)
    assert desk.log == ["at once", "at once", "at once", "end"]


def test_an_error_is_raised_where_the_task_stands_and_told_if_it_doesn_t_deal_with_it(desk: Desk) -> None:
    def careful() -> Steps[None]:
        try:
            yield Write(fail)
        except BpExplorerError as error:
            desk.log.append(str(error))

    desk.tasks.begin(careful())
    desk.begin(Write(fail), CopyRun())
    desk.do_a_job()
    desk.do_a_job()
    assert (desk.log, desk.said) == (["The disk is full."], ["The disk is full."])


def test_a_job_that_was_lost_is_told_as_an_internal_error(desk: Desk) -> None:
    desk.begin(Write(fail))
    desk.lose_a_job()
    assert "internal error" in desk.said[0]


def test_who_rests_waits_for_copies_reads_and_writes_and_not_for_questions(desk: Desk) -> None:
    answers: list[Callable[[Any], object]] = []
    desk.begin(Ask(answers.append))
    desk.begin(CopyRun(), Write(lambda: "written"))
    desk.begin(Read(lambda: "read"))
    desk.begin(Rest(STAYS))
    desk.do_a_job()
    desk.tasks.take_copy(1, "copied")  # type: ignore[arg-type]
    assert desk.tasks.states == (State.ASKING, State.WRITING, State.RESTING)
    desk.do_a_job()
    assert desk.log == ["read", "end", "copied", "written", "end", True, "end"]
    answers[0]("late")


def test_where_nothing_is_going_on_nobody_waits(desk: Desk) -> None:
    desk.begin(Rest(STAYS))
    assert desk.log == [True, "end"]


def test_what_fails_disturbs_who_rests_and_says_what_that_means(desk: Desk) -> None:
    desk.begin(Write(fail))
    desk.begin(Write(lambda: "written"))
    desk.begin(Rest(STAYS))
    desk.do_a_job()
    assert (desk.log, desk.said) == ([False, "end"], [f"The disk is full. {STAYS}"])
    desk.do_a_job()
    assert desk.log == [False, "end", "written", "end"]


def test_what_fails_after_its_job_disturbs_too(desk: Desk) -> None:
    def careless() -> Steps[None]:
        yield Read(lambda: "weights")
        fail()

    desk.tasks.begin(careless())
    desk.begin(Rest(STAYS))
    desk.do_a_job()
    assert (desk.log, desk.said) == ([False, "end"], [f"The disk is full. {STAYS}"])


def test_a_fault_of_ours_ends_its_task_alone(desk: Desk) -> None:
    def faulty() -> Steps[None]:
        yield Read(lambda: 1)
        raise ZeroDivisionError

    desk.tasks.begin(faulty())
    desk.begin(Read(lambda: 2))
    with pytest.raises(ZeroDivisionError):
        desk.do_a_job()
    desk.do_a_job()
    assert desk.log == [2, "end"]


def test_a_dialog_that_can_t_be_opened_leaves_no_task_behind(desk: Desk) -> None:
    def broken(_answered: object) -> None:
        raise RuntimeError("no dialog")

    with pytest.raises(RuntimeError, match="no dialog"):
        desk.begin(Ask(broken))


def test_what_a_task_begins_on_its_way_doesn_t_make_anybody_think_that_it_is_over(desk: Desk) -> None:
    def opening() -> Steps[None]:
        yield Read(lambda: 1)
        desk.begin(Ask(lambda answered: answered("aside")))
        desk.log.append("opened")

    desk.tasks.begin(opening())
    desk.begin(Rest(STAYS))
    desk.do_a_job()
    assert desk.log == ["aside", "end", "opened", True, "end"]
