"""The speed of training, with a clock of our own."""

import pytest

from bpexplorer.live.messages import SetSpeed
from bpexplorer.live.pace import MAX_LATE_SECONDS, Meter, Pace


def paced(rate):
    pace = Pace()
    pace.steps_per_second = rate
    pace.start(100.0)
    return pace


def simulate(pace, *, seconds, step_seconds, overhead=0.0, slice_seconds=0.002):
    """Train on a clock of our own, as the training thread does; the number of steps made."""
    now, made = 100.0, 0
    while now < 100.0 + seconds:
        wait = pace.seconds_until_due(now)
        if wait > 0:
            now += wait
            continue
        begin, steps = now, 0
        while steps < pace.steps_due(begin):
            steps += 1
            now += step_seconds
            if now >= begin + slice_seconds:
                break
        pace.made(steps, begin)
        made += steps
        now += overhead
    return made


@pytest.mark.parametrize("rate", [0.5, 1.0, 25.0, 60.0, 333.0, 2000.0])
def test_training_keeps_the_pace_that_was_asked_for(rate):
    assert simulate(paced(rate), seconds=20, step_seconds=1e-4) == pytest.approx(20 * rate, abs=2)


@pytest.mark.parametrize("rate", [25.0, 333.0, 1500.0])
def test_steps_that_a_slice_had_no_time_for_are_made_up_for(rate):
    made = simulate(paced(rate), seconds=20, step_seconds=5e-4, overhead=2e-4)
    assert made == pytest.approx(20 * rate, rel=0.01)


def test_a_pace_out_of_reach_is_as_fast_as_can_be():
    assert simulate(paced(1e6), seconds=1, step_seconds=1e-3) == pytest.approx(1000, rel=0.01)


def test_the_first_step_is_due_at_once_and_the_next_after_its_time():
    pace = paced(2.0)
    assert pace.seconds_until_due(100.0) == 0
    assert pace.steps_due(100.0) == 1
    pace.made(1, 100.0)
    assert pace.seconds_until_due(100.0) == 0.5
    assert pace.seconds_until_due(100.4) == pytest.approx(0.1)


def test_without_a_limit_nothing_waits():
    pace = paced(None)
    assert pace.seconds_until_due(0.0) == 0
    assert pace.steps_due(100.0) is None


def test_a_long_interruption_is_not_made_up_for():
    pace = paced(100.0)
    assert pace.steps_due(200.0) == 1 + MAX_LATE_SECONDS * 100
    pace.made(11, 200.0)
    assert pace.steps_due(200.01) <= 2


def test_a_raised_speed_counts_from_now_on():
    pace = paced(0.1)
    pace.made(1, 100.0)
    pace.steps_per_second = 50.0
    assert pace.seconds_until_due(100.0) == pytest.approx(0.02)


def test_a_speed_slider_in_motion_does_not_make_steps():
    pace = paced(1.0)
    pace.made(1, 100.0)
    for rate in (1.1, 1.2, 1.3):
        pace.steps_per_second = rate
        assert pace.seconds_until_due(100.1) > 0.5


def test_from_full_speed_to_slow_motion_the_next_step_takes_its_time():
    pace = paced(None)
    pace.made(500, 150.0)
    pace.steps_per_second = 10.0
    assert pace.steps_due(150.0) == 1


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_of_nothing_is_refused_where_it_is_asked_for(speed):
    with pytest.raises(ValueError, match="more than 0 steps per second"):
        SetSpeed(speed)


def test_the_meter_tells_the_rate_of_the_last_second():
    meter = Meter()
    assert meter.rate == 0.0
    for tenth in range(51):
        meter.note(tenth / 10, tenth)
    assert meter.rate == pytest.approx(10)
    for tenth in range(1, 31):
        meter.note(5 + tenth / 10, 50 + 10 * tenth)
    assert meter.rate == pytest.approx(100)
    meter.restart()
    assert meter.rate == 0.0


def test_another_run_is_measured_from_its_own_start():
    meter = Meter()
    for now, step in ((0.0, 1000), (0.5, 1050), (0.6, 0), (0.7, 10)):
        meter.note(now, step)
    assert meter.rate == pytest.approx(100)


def test_a_clock_that_stands_still_gives_no_rate():
    meter = Meter()
    meter.note(1.0, 0)
    meter.note(1.0, 5)
    assert meter.rate == 0.0
