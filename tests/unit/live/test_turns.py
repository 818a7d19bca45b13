"""Turns of others, with a window's thread and clocks of our own."""

import threading
import time

import pytest

from bpexplorer.live.turns import LONGEST_SECONDS, MOST_SECONDS, TURN_SECONDS, Turns, computed_by_this_thread


class Window:
    """A thread that computes for so long from now on, whenever this one sleeps, and then rests."""

    def __init__(self, seconds: float) -> None:
        self.now = self.computed = 0.0
        self.left = seconds
        self.sleeps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds
        used = min(seconds, self.left)
        self.computed, self.left = self.computed + used, self.left - used

    def turns(self) -> Turns:
        return Turns(lambda: self.computed, clock=lambda: self.now, sleep=self.sleep)


def test_where_the_window_rests_a_turn_is_short() -> None:
    window = Window(0.0)
    window.turns().give()
    assert window.sleeps == [TURN_SECONDS]


@pytest.mark.parametrize("milliseconds", [0.1, 1.0, 5.0])
def test_what_the_window_computes_is_not_broken_into_and_soon_after_it_training_goes_on(
    milliseconds: float,
) -> None:
    computing = milliseconds / 1000
    window = Window(computing)
    window.turns().give()
    assert window.left == 0.0
    assert window.now <= 2.0 * computing + 2.0 * LONGEST_SECONDS


def test_a_turn_after_a_message_is_short_though_the_window_computes() -> None:
    window = Window(60.0)
    window.turns().give(briefly=True)
    assert window.sleeps == [TURN_SECONDS]


def test_a_window_that_computes_on_and_on_leaves_training_its_slices() -> None:
    window = Window(60.0)
    window.turns().give()
    assert MOST_SECONDS <= window.now <= MOST_SECONDS + LONGEST_SECONDS


def test_what_a_thread_has_computed_is_known_in_another_one_at_once() -> None:
    if not hasattr(time, "pthread_getcpuclockid"):
        pytest.skip("no clock of another thread here")
    known = computed_by_this_thread()
    seen: list[float] = []

    def look() -> None:
        seen.append(known())

    for _ in range(2):
        other = threading.Thread(target=look)
        other.start()
        other.join()
        sum(range(10_000))
    assert 0.0 < seen[0] < seen[1] <= time.thread_time()
