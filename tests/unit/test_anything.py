"""The tester that does anything: its journals, how it makes them short, and what it is tried with."""

import re
from collections.abc import Sequence
from dataclasses import fields

import pytest

from tests.attack.anything.events import KINDS, Click, Event, Journal, Look, Mouse, Resize, Type, from_line
from tests.attack.anything.planted import BUGS
from tests.attack.anything.shrinking import shrunk
from tests.attack.anything.trial import Outcome
from tests.planted.planting import misplaced

EVENTS = (Mouse("press", "neuron 2 1", 3, 4, modifier="ctrl"), Look(), Type("δ\n"), Resize(900, 600))


def test_a_journal_that_is_read_has_the_events_that_were_written() -> None:
    assert Journal.read(Journal(EVENTS).text) == Journal(EVENTS)


def test_the_line_that_a_crash_cut_off_is_left_out() -> None:
    text = Journal(EVENTS).text
    assert Journal.read(text[: text.rindex("width")]).events == EVENTS[:-1]


@pytest.mark.parametrize("line", ['{"do": "Fly"}', '{"do": "Click", "named": "x"}', "[]"])
def test_a_line_that_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line)):
        from_line(line)


def test_every_event_is_of_plain_values() -> None:
    assert {field.type for kind in KINDS.values() for field in fields(kind)} <= {
        "str",
        "int",
        "bool",
        str,
        int,
        bool,
    }


@pytest.mark.parametrize("needed", [(7,), (0, 99), (3, 4, 5, 60), tuple(range(0, 100, 9))])
def test_what_is_left_is_what_it_takes_to_fail(needed: Sequence[int]) -> None:
    assert shrunk(range(100), lambda some: set(needed) <= set(some)) == list(needed)


def test_no_more_is_tried_than_was_said() -> None:
    asked: list[int] = []
    left = shrunk(range(1000), lambda some: bool(asked.append(len(some))) or 999 in some, most=5)
    assert len(asked) == 5
    assert left[-1] == 999


def test_the_same_fault_is_known_again_whatever_its_numbers() -> None:
    told = "something is selected that isn't there\n[Neuron({}, 1)]"
    outcomes = [Outcome(Journal(()), told.format(number)) for number in (3, 14)]
    other = Outcome(Journal(()), "Qt: it warns\n  line 3")
    assert outcomes[0].fault == outcomes[1].fault != other.fault
    assert not outcomes[0].is_whole
    assert Outcome(Journal(())).is_whole


def test_every_mistake_that_it_is_tried_with_can_still_be_planted() -> None:
    assert misplaced(BUGS) == []
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 10


def test_events_that_are_alike_are_equal() -> None:
    first: Event = Click("button_action_play")
    assert first == Click("button_action_play") != Click("button_action_step")
