"""Questions: the latest of a key is answered, a failing one answers None, and the end doesn't wait for more."""

import math
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from bpexplorer.live.asker import Asker


@pytest.fixture
def asker(qtbot) -> Iterator[Asker]:
    asker = Asker()
    yield asker
    assert asker.shutdown(20_000)


@pytest.fixture
def answers(asker) -> list[tuple[str, object]]:
    answers: list[tuple[str, object]] = []
    asker.answered.connect(lambda key, answer: answers.append((key, answer)))
    return answers


class Gate:
    """A question that is being answered until it is opened."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        assert self.open.wait(20)
        return "gate"


def test_a_question_is_answered_in_another_thread_and_heard_in_this_one(asker, qtbot):
    heard_in = []
    asker.answered.connect(lambda *_: heard_in.append(threading.get_ident()))
    with qtbot.waitSignal(asker.answered) as signal:
        asker.ask("who", threading.get_ident)
    assert signal.args[0] == "who"
    assert signal.args[1] != threading.get_ident()
    assert heard_in == [threading.get_ident()]


def test_a_question_takes_its_arguments_along(asker, qtbot):
    with qtbot.waitSignal(asker.answered) as signal:
        asker.ask("sum", sum, (1, 2, 3), 10)
    assert signal.args == ["sum", 16]


def test_of_the_waiting_questions_with_one_key_the_latest_is_answered(asker, answers, qtbot):
    gate = Gate()
    asker.ask("first", gate)
    assert gate.reached.wait(20)
    for number in range(20):
        asker.ask("demon", lambda number=number: number)
        asker.ask("other", lambda number=number: -number)
    gate.open.set()
    asker.ask("last", lambda: "last")
    qtbot.waitUntil(lambda: ("last", "last") in answers)
    assert answers == [("first", "gate"), ("demon", 19), ("other", -19), ("last", "last")]


def test_a_question_that_fails_is_answered_with_none_and_logged(asker, answers, qtbot, caplog):
    asker.ask("bad", lambda: 1 / 0)
    asker.ask("good", lambda: 1)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [("bad", None), ("good", 1)]
    assert "ZeroDivisionError" in caplog.text


def test_the_end_lets_go_of_what_still_waits(qtbot):
    asker, gate, asked = Asker(), Gate(), []
    asker.ask("gate", gate)
    assert gate.reached.wait(20)
    asker.ask("late", lambda: asked.append(None))
    assert not asker.shutdown(0)
    gate.open.set()
    with qtbot.assertNotEmitted(asker.answered):
        assert asker.shutdown(20_000)
        qtbot.waitUntil(lambda: True)
    assert asked == []


def test_a_question_about_numbers_that_overflow_is_answered_without_a_warning(asker, qtbot):
    with qtbot.waitSignal(asker.answered) as answered:
        asker.ask("overflow", lambda: float(np.square(np.float64(1e200))))
    assert answered.args == ["overflow", math.inf]
