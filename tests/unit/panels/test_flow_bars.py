"""Bars of the gradient flow panel: where a number lies on its scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.panels.flow.bars import BarScale, magnitudes, ratios, signed


def test_on_a_logarithmic_scale_each_factor_of_ten_is_as_long() -> None:
    scale = magnitudes([0.002, 0.9])
    assert (scale.low, scale.high) == pytest.approx((0.0001, 1.0))
    places = [scale.place(value) for value in (0.001, 0.01, 0.1)]
    assert places == pytest.approx([0.25, 0.5, 0.75])
    assert scale.lines == pytest.approx((0.0, 0.25, 0.5, 0.75, 1.0))
    (bar,) = scale.bar(0.1)
    assert (bar.begin, bar.end) == pytest.approx((0.0, 0.75))


def test_equal_magnitudes_have_bars_that_can_be_seen() -> None:
    scale = magnitudes([0.01, 0.01])
    assert scale.place(0.01) > 0.2
    assert scale.high / scale.low >= 100


def test_nothing_has_a_bar_of_no_length_and_no_number_has_none() -> None:
    scale = magnitudes([0.0, 0.5])
    (bar,) = scale.bar(0.0)
    assert bar.begin == bar.end == 0.0
    assert scale.bar(math.nan) == ()
    assert scale.bar(None) == ()
    assert scale.bar(math.inf)[0].end == 1.0


def test_magnitudes_that_are_all_nothing_still_have_a_scale() -> None:
    scale = magnitudes([0.0, math.nan, math.inf])
    assert 0 < scale.low < scale.high


def test_a_ratio_below_one_goes_to_the_left_as_far_as_its_inverse_to_the_right() -> None:
    scale = ratios([0.5, 2.0, None])
    (smaller,), (larger,) = scale.bar(0.5), scale.bar(2.0)
    assert (smaller.end, larger.begin) == pytest.approx((0.5, 0.5))
    assert smaller.end - smaller.begin == pytest.approx(larger.end - larger.begin)
    assert ratios([0.5, 30.0]).high == pytest.approx(100.0)
    assert scale.bar(0.0)[0].begin == 0.0


def test_signed_numbers_share_one_linear_scale_about_zero() -> None:
    scale = signed([-0.03, 0.012])
    assert (scale.low, scale.high) == pytest.approx((-0.05, 0.05))
    (down,), (up,) = scale.signed_bar(-0.03), scale.signed_bar(0.012)
    assert (down.begin, down.end, down.ink) == (pytest.approx(0.2), 0.5, "negative")
    assert (up.begin, up.end, up.ink) == (0.5, pytest.approx(0.62), "positive")
    assert scale.lines == (0.5,)


def test_a_scale_says_what_it_is() -> None:
    assert str(BarScale(1e-6, 1.0, 1e-6, is_log=True)) == (
        "Bars: logarithmic from 10⁻⁶ to 1; a line for each factor of 10."
    )
    assert "to both sides of 1;" in str(ratios([2.0]))
    assert str(signed([0.2])) == "Bars: linear from −0.2 to +0.2, to both sides of 0."


@given(st.lists(st.floats(0.0), min_size=1, max_size=6))
def test_every_bar_lies_in_its_room(values: list[float]) -> None:
    for scale in (magnitudes(values), ratios(values), signed(values)):
        for value in values:
            (bar,) = scale.bar(value)
            assert 0.0 <= bar.begin <= bar.end <= 1.0
        assert all(0.0 <= line <= 1.0 for line in scale.lines)
