"""The ticks of an axis."""

import math

import pytest

from bpexplorer.panels.shared.plots.ticks import linear_ticks, log_ticks
from tests.shown import number as shown_number


def texts(ticks: list[tuple[float, str]]) -> list[str]:
    return [text for _, text in ticks]


def test_zero_is_among_the_ticks_of_a_cost_axis():
    assert texts(linear_ticks(-0.05, 2.5, at_most=7)) == ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]


def test_an_axis_that_counts_has_whole_numbers_only():
    assert texts(linear_ticks(-0.02, 2.02, at_most=20, whole=True)) == ["0", "1", "2"]


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 7), (0, 1e-9), (1e6, 1e7), (-0.1, 123.4)])
def test_no_more_ticks_than_asked_for_and_at_least_two(low: float, high: float):
    ticks = linear_ticks(low, high, at_most=6)

    assert 2 <= len(ticks) <= 6
    assert all(low - 1e-9 <= value <= high * (1 + 1e-9) for value, _ in ticks)
    assert len(set(texts(ticks))) == len(ticks)


def test_a_logarithmic_axis_says_the_values_at_their_exponents():
    assert log_ticks(-2.0, 0.0, at_most=3) == [(-2.0, "0.01"), (-1.0, "0.1"), (0.0, "1")]


def test_a_short_logarithmic_axis_still_has_ticks():
    ticks = log_ticks(math.log10(0.30), math.log10(0.52), at_most=5)

    assert len(ticks) >= 2
    assert all(10**place == pytest.approx(shown_number(text)) for place, text in ticks)


def test_many_decades_are_thinned_out():
    assert len(log_ticks(-300.0, 300.0, at_most=5)) <= 5


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (1.0, 0.0), (0.0, math.inf), (math.nan, 1.0)])
def test_an_impossible_range_has_no_ticks(low: float, high: float):
    assert linear_ticks(low, high, at_most=5) == []
    assert log_ticks(low, high, at_most=5) == []


def test_a_low_axis_has_two_ticks_where_the_coarse_step_would_leave_one():
    assert texts(linear_ticks(-0.1, 2.4, at_most=2)) == ["0", "2"]
