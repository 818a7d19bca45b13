"""Each receiver hears the answer to its latest question; what fails answers None; the end doesn't wait for more."""

import math
import threading
from collections.abc import Generator, Iterator
from functools import partial

import numpy as np
import pytest

from bpexplorer.live.asker import Asker, Lane


@pytest.fixture
def asker(qtbot) -> Iterator[Asker]:
    asker = Asker()
    yield asker
    assert asker.shutdown(20_000)


class Receiver:
    """Takes answers."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.threads: set[int] = set()

    def take(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.add(threading.get_ident())


class Gate:
    """A question that is being answered until it is opened."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        assert self.open.wait(20)
        return "gate"


@pytest.mark.parametrize("lane", Lane)
def test_a_question_is_answered_in_another_thread_and_heard_in_this_one(asker, qtbot, lane):
    receiver = Receiver()
    asker.ask(threading.get_ident, then=receiver.take, lane=lane)
    qtbot.waitUntil(lambda: receiver.heard != [])
    assert receiver.heard != [threading.get_ident()]
    assert receiver.threads == {threading.get_ident()}


def test_nobody_hears_an_answer_to_the_question_of_another(asker, qtbot):
    one, other = Receiver(), Receiver()
    asker.ask(lambda: 1, then=one.take)
    asker.ask(lambda: 2, then=other.take)
    qtbot.waitUntil(lambda: bool(one.heard and other.heard))
    assert (one.heard, other.heard) == ([1], [2])


def test_of_the_waiting_questions_of_one_receiver_the_latest_is_answered(asker, qtbot):
    first, demon, other, last = Receiver(), Receiver(), Receiver(), Receiver()
    gate = Gate()
    asker.ask(gate, then=first.take)
    assert gate.reached.wait(20)
    for number in range(20):
        asker.ask(lambda number=number: number, then=demon.take)
        asker.ask(lambda number=number: -number, then=other.take)
    assert asker.is_waiting(demon.take)
    gate.open.set()
    asker.ask(lambda: "last", then=last.take)
    qtbot.waitUntil(lambda: last.heard != [])
    assert (first.heard, demon.heard, other.heard) == (["gate"], [19], [-19])
    assert not asker.is_waiting(demon.take)


def test_an_answer_to_a_question_that_was_replaced_is_dropped(asker, qtbot):
    receiver, gate = Receiver(), Gate()
    asker.ask(gate, then=receiver.take)
    assert gate.reached.wait(20)
    asker.ask(lambda: "newer", then=receiver.take)
    gate.open.set()
    qtbot.waitUntil(lambda: receiver.heard != [])
    assert receiver.heard == ["newer"]


def test_a_long_job_keeps_no_reading_waiting(asker, qtbot):
    job, reading, gate = Receiver(), Receiver(), Gate()
    asker.start(gate, then=job.take)
    assert gate.reached.wait(20)
    asker.ask(lambda: "reading", then=reading.take)
    qtbot.waitUntil(lambda: reading.heard == ["reading"])
    assert job.heard == []
    gate.open.set()
    qtbot.waitUntil(lambda: job.heard == ["gate"])


def counted(slices: int) -> Generator[int, None, str]:
    yield from range(slices)
    return "done"


def test_a_job_in_slices_tells_how_far_it_is_and_then_its_result(asker, qtbot):
    progress, result = Receiver(), Receiver()
    asker.start(lambda: counted(3), progressed=progress.take, then=result.take)
    qtbot.waitUntil(lambda: result.heard != [])
    assert (progress.heard, result.heard) == ([0, 1, 2], ["done"])


def test_jobs_go_on_side_by_side_and_all_of_them_are_done(asker, qtbot):
    gate, order = Gate(), []
    asker.start(gate, then=Receiver().take)
    for name in ("one", "other"):
        asker.start(
            lambda: counted(2), progressed=lambda n, name=name: order.append((name, n)), then=Receiver().take
        )
    done = Receiver()
    for number in range(3):
        asker.start(lambda number=number: number, then=done.take)
    gate.open.set()
    qtbot.waitUntil(lambda: len(order) == 4 and len(done.heard) == 3)
    assert order == [("one", 0), ("other", 0), ("one", 1), ("other", 1)]
    assert done.heard == [0, 1, 2], "each of the jobs of one receiver is done"


def test_a_job_that_was_cancelled_ends_with_the_slice_and_says_nothing_more(asker, qtbot):
    told, result, after, gate = Receiver(), Receiver(), Receiver(), Gate()
    closed = threading.Event()

    def endless() -> Generator[str, None, None]:
        try:
            while True:
                yield gate()
        finally:
            closed.set()

    running = asker.start(endless, progressed=told.take, then=result.take)
    assert gate.reached.wait(20)
    running.cancel()
    gate.open.set()
    asker.start(lambda: "after", then=after.take)
    qtbot.waitUntil(lambda: after.heard == ["after"])
    assert closed.wait(20)
    assert (told.heard, result.heard) == ([], [])


def test_what_fails_is_answered_with_none_and_logged(asker, qtbot, caplog):
    bad, worse, good = Receiver(), Receiver(), Receiver()

    def failing() -> Generator[int, None, None]:
        yield 1
        raise KeyError("slice")

    asker.ask(lambda: 1 / 0, then=bad.take)
    asker.start(failing, then=worse.take)
    qtbot.waitUntil(lambda: bool(bad.heard and worse.heard))
    asker.ask(lambda: 1, then=good.take)
    qtbot.waitUntil(lambda: good.heard == [1])
    assert (bad.heard, worse.heard) == ([None], [None])
    assert "ZeroDivisionError" in caplog.text
    assert "KeyError" in caplog.text


def test_the_log_names_what_failed_and_keeps_no_sample_of_it(asker, qtbot, caplog):
    receiver = Receiver()
    asker.ask(partial(math.log, -12345.678), then=receiver.take)
    qtbot.waitUntil(lambda: receiver.heard == [None])
    assert "math.log" in caplog.text
    assert "12345.678" not in caplog.text


def test_the_end_lets_go_of_what_still_waits(qtbot):
    asker, gate, receiver, asked = Asker(), Gate(), Receiver(), []
    asker.ask(gate, then=receiver.take)
    assert gate.reached.wait(20)
    asker.ask(lambda: asked.append(None), then=Receiver().take)
    assert not asker.shutdown(0)
    gate.open.set()
    assert asker.shutdown(20_000)
    qtbot.waitUntil(lambda: True)
    assert asked == []
    assert receiver.heard == []


def test_a_question_about_numbers_that_overflow_is_answered_without_a_warning(asker, qtbot):
    receiver = Receiver()
    asker.ask(lambda: float(np.square(np.float64(1e200))), then=receiver.take)
    qtbot.waitUntil(lambda: receiver.heard != [])
    assert receiver.heard == [math.inf]


def test_a_question_in_slices_keeps_no_other_waiting_and_is_let_go_of_once_another_takes_its_place(
    asker, qtbot
):
    begun, ended = threading.Event(), threading.Event()

    def endless() -> Generator[None, None, str]:
        try:
            while True:
                begun.set()
                yield
        finally:
            ended.set()

    receiver, others = Receiver(), Receiver()
    asker.ask(endless, then=receiver.take, lane=Lane.JOBS)
    qtbot.waitUntil(begun.is_set)
    asker.ask(lambda: "beside", then=others.take, lane=Lane.JOBS)
    qtbot.waitUntil(lambda: others.heard == ["beside"])
    asker.ask(lambda: counted(3), then=receiver.take, lane=Lane.JOBS)
    qtbot.waitUntil(lambda: receiver.heard == ["done"])
    qtbot.waitUntil(ended.is_set)
