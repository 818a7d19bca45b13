"""Δz on the slider, along round numbers, and as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.document.dz import DZ_LIMIT, stepped
from bpexplorer.panels.demon.dz_scale import SLIDER_REACH, SLIDER_STEPS, dz_at, slider_position, written

DZ = st.floats(-DZ_LIMIT, DZ_LIMIT, allow_nan=False)


def test_the_slider_spans_the_whole_range_and_is_zero_in_the_middle() -> None:
    ends = [dz_at(position) for position in (-SLIDER_STEPS, 0, SLIDER_STEPS)]
    assert ends == [-SLIDER_REACH, 0.0, SLIDER_REACH]


def test_a_dz_beyond_the_slider_stands_at_its_end() -> None:
    assert DZ_LIMIT > SLIDER_REACH
    assert [slider_position(dz) for dz in (-DZ_LIMIT, DZ_LIMIT)] == [-SLIDER_STEPS, SLIDER_STEPS]


def test_a_short_way_on_the_slider_is_a_small_dz() -> None:
    beyond = slider_position(-0.25) + SLIDER_STEPS // 10
    assert abs(dz_at(beyond)) < 0.25


def test_the_slider_is_finer_near_zero_than_at_its_ends() -> None:
    near_zero = dz_at(10) - dz_at(0)
    near_the_end = dz_at(SLIDER_STEPS) - dz_at(SLIDER_STEPS - 10)
    assert 0.0 < near_zero < near_the_end / 50


@given(st.integers(-SLIDER_STEPS, SLIDER_STEPS))
def test_every_position_of_the_slider_comes_back_from_its_dz(position: int) -> None:
    assert slider_position(dz_at(position)) == position


@given(DZ)
def test_a_dz_and_its_negative_stand_mirrored(dz: float) -> None:
    assert slider_position(-dz) == -slider_position(dz)


def test_steps_go_along_round_numbers_and_meet_the_same_stops_on_the_way_back() -> None:
    dz, stops = 0.0, [0.0]
    for _ in range(13):
        dz = stepped(dz, 1)
        stops.append(dz)
    assert stops == pytest.approx([0.01 * k for k in range(11)] + [0.15, 0.2, 0.25])
    back = [dz := stepped(dz, -1) for _ in range(13)]
    assert back == pytest.approx(stops[-2::-1])


def test_a_halved_dz_steps_to_the_next_round_number() -> None:
    assert stepped(0.03125, 1) == pytest.approx(0.04)
    assert stepped(0.03125, -1) == pytest.approx(0.03)
    assert stepped(-0.03125, -1) == pytest.approx(-0.04)


def test_fine_steps_are_a_tenth() -> None:
    assert stepped(0.05, 1, fine=True) == pytest.approx(0.051)
    assert stepped(0.5, -1, fine=True) == pytest.approx(0.495)


@given(DZ, st.integers(-50, 50), st.booleans())
def test_no_step_leaves_the_range(dz: float, steps: int, fine: bool) -> None:
    assert abs(stepped(dz, steps, fine=fine)) <= DZ_LIMIT


@given(DZ, st.booleans())
def test_a_step_up_is_up_and_a_step_down_is_down(dz: float, fine: bool) -> None:
    assert stepped(dz, 1, fine=fine) > dz or dz >= DZ_LIMIT - 1e-6
    assert stepped(dz, -1, fine=fine) < dz or dz <= -DZ_LIMIT + 1e-6


def test_dz_is_written_with_its_sign_and_no_needless_digits() -> None:
    assert [written(dz) for dz in (0.25, -0.03125, 0.0, 2.0)] == ["+0.25", "−0.03125", "0", "+2"]
