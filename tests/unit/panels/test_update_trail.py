"""Which steps' ratios are kept and shown: no more than were measured, and it says of how many steps."""

from dataclasses import replace

from bpexplorer.core.readings.update import UpdateReading, read_update
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.panels.update import words
from bpexplorer.panels.update.trail import FEWEST, LAST, MOST, RatioTrail
from tests.frames import Training
from tests.in_tongues import plain_words, spoken

TRAINER = Training().advance(1).trainer
READING = read_update(TRAINER.shown_step(), TRAINER.data, None, run=0)


def at(step: int, *, run: int = 0, fate: BatchFate = BatchFate.TAKEN) -> UpdateReading:
    """A reading as if it were of this step."""
    return replace(READING, run=run, batch=replace(READING.batch, step=step, fate=fate))


def trail_of(*steps: int) -> RatioTrail:
    trail = RatioTrail()
    for step in steps:
        trail = trail.after(at(step))
    return trail


def test_each_step_that_is_shown_is_measured_once() -> None:
    trail = trail_of(1, 2, 2, 3)
    assert [step for step, _ in trail.shown] == [1, 2, 3]
    assert {ratio for _, ratio in trail.shown} == {READING.ratio}
    assert words.trail_words(trail) == "ratio in the last 3 steps"


def test_what_is_said_of_the_ratios_is_a_whole_sentence_in_any_language() -> None:
    with spoken():
        for trail in (trail_of(1), trail_of(1, 2)):
            assert not plain_words(words.trail_words(trail))


def test_while_most_of_the_last_steps_are_measured_these_are_looked_back_on() -> None:
    trail = trail_of(*range(1, 1001, 5))
    assert trail.span == LAST
    assert len(trail.shown) == LAST // 5
    assert trail.shown[-1][0] == 996
    assert words.trail_words(trail) == f"ratio in {LAST // 5} of the last {LAST} steps"


def test_in_fast_training_so_many_more_steps_are_looked_back_on_that_there_is_something_to_see() -> None:
    trail = trail_of(*range(1000, 400_000, 1000))
    assert trail.span == 20_000
    assert len(trail.shown) >= FEWEST
    assert all(step > 399_000 - trail.span for step, _ in trail.shown)


def test_no_more_are_kept_than_can_be_told_apart() -> None:
    assert len(trail_of(*range(1, 3 * MOST)).points) == MOST


def test_a_step_that_hasnt_been_made_isnt_measured_and_what_comes_after_it_is_no_more() -> None:
    trail = trail_of(1, 2, 3)
    assert trail.after(at(4, fate=BatchFate.NEXT)) is trail
    assert [step for step, _ in trail.after(at(2, fate=BatchFate.NEXT)).points] == [1]
    assert [step for step, _ in trail.after(at(2)).points] == [1, 2]


def test_another_run_begins_anew() -> None:
    assert trail_of(1, 2, 3).after(at(5, run=8)).points == ((5, READING.ratio),)
    assert trail_of(1, 2, 3).after(at(1, run=8, fate=BatchFate.NEXT)).points == ()


def test_a_single_step_is_no_line_and_the_words_say_when_there_is_one() -> None:
    assert trail_of(1, 2).has_line
    for trail in (RatioTrail(), trail_of(1)):
        assert not trail.has_line
        assert "once two steps were seen" in words.trail_words(trail)
    assert RatioTrail().shown == ()
