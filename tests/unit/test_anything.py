"""The tester that does anything: its journals, how it makes them short, and what it is tried with."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tests.attack.anything import campaign
from tests.attack.anything.campaign import Campaign
from tests.attack.anything.events import KINDS, Click, Event, Journal, Look, Mouse, Resize, Type, from_line
from tests.attack.anything.patience import stretched
from tests.attack.anything.planted import BUGS
from tests.attack.anything.shrinking import shrunk
from tests.attack.anything.trial import Drawn, Outcome
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


@pytest.mark.parametrize(("load", "times"), [(0.5, 1), (2.0, 1), (18.0, 9)])
def test_patience_is_as_long_as_a_process_waits_for_its_share_of_the_processors(
    monkeypatch: pytest.MonkeyPatch, load: float, times: int
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert stretched(30.0) == times * 30.0


def test_events_that_are_alike_are_equal() -> None:
    first: Event = Click("button_action_play")
    assert first == Click("button_action_play") != Click("button_action_step")


class Ended:
    """A trial that has ended as soon as it is begun."""

    def __init__(self, what: Drawn) -> None:
        self.what, self.given_up = what, False
        self._descriptor, begun = os.pipe()
        os.close(begun)

    def fileno(self) -> int:
        return self._descriptor

    def outcome(self) -> Outcome:
        os.close(self._descriptor)
        return Outcome(Journal(EVENTS), "it broke\nat 3" if self.what.seed == 3 else "")

    def give_up(self) -> None:
        os.close(self._descriptor)
        self.given_up = True


@pytest.fixture
def begun() -> list[Ended]:
    return []


@pytest.fixture
def make_campaign(tmp_path: Path, begun: list[Ended]) -> Callable[[int], Campaign]:
    def begin(what: Drawn) -> Any:
        begun.append(Ended(what))
        return begun[-1]

    return lambda events: Campaign(tmp_path, events, 100, begin)


def _seeds(played: Iterator[Any], count: int) -> list[int]:
    return [next(played)[0].seed for _ in range(count)]


def test_a_campaign_that_was_stopped_goes_on_where_it_was(
    make_campaign: Callable[[int], Campaign], begun: list[Ended]
) -> None:
    playing = make_campaign(7).play(range(6), processes=2)
    assert len(_seeds(playing, 3)) == 3
    playing.close()
    assert [each.given_up for each in begun].count(True) == len(begun) - 3
    done = make_campaign(7).done()
    assert len(done) == 3
    left = [seed for seed in range(6) if seed not in done]
    assert sorted(each.seed for each, _ in make_campaign(7).play(left)) == left
    assert sorted(make_campaign(7).done()) == list(range(6))


def test_a_campaign_goes_on_after_a_fault_and_keeps_its_journal(
    make_campaign: Callable[[int], Campaign],
) -> None:
    of_seven = make_campaign(7)
    played = [each for each, _ in of_seven.play(range(2, 5))]
    assert [each.fault != "" for each in played] == [False, True, False]
    assert Journal.read(of_seven.journal(3).read_text()).events == EVENTS
    assert not of_seven.journal(2).exists()


def test_what_was_played_otherwise_does_not_count(
    make_campaign: Callable[[int], Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    list(make_campaign(7).play(range(2)))
    assert make_campaign(8).done() == {}
    assert sorted(make_campaign(7).done()) == [0, 1]
    monkeypatch.setattr(campaign, "state_of_program", lambda: "another one")
    assert make_campaign(7).done() == {}
