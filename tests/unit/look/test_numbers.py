"""Numbers on the screen keep their sign and their width, and read back as what they are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.look.numbers import (
    ROUNDING,
    WIDEST,
    count,
    count_within,
    fixed,
    limit,
    per_cent,
    percent,
    ratio,
    signed,
    significant,
    unsigned,
)
from tests.shown import number

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def test_a_signed_number_always_carries_its_sign() -> None:
    assert signed(-0.0774) == " −0.0774"
    assert signed(0.25) == " +0.2500"
    assert signed(0.0) == signed(-0.0) == " +0.0000"


def test_large_numbers_give_up_decimals_before_they_become_powers_of_ten() -> None:
    assert signed(123.4567) == "+123.457"
    assert signed(-12345.67) == " −12,346"
    assert signed(99_999.5) == "+100,000"
    assert signed(12345678.0) == "+1.235×10⁷"


def test_small_numbers_show_two_digits_before_they_become_powers_of_ten() -> None:
    assert signed(0.0012) == " +0.0012"
    assert signed(-0.000127) == "−0.00013"
    assert signed(-0.0000194) == "−1.94×10⁻⁵"
    assert unsigned(3.1e-12) == "3.10×10⁻¹²"
    assert signed(0.0004, decimals=2) == "+0.0004"


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(min_value=0, max_value=4))
def test_no_float64_needs_more_than_the_widest(value: float, decimals: int) -> None:
    assert len(signed(value, decimals=decimals)) <= WIDEST
    assert len(signed(value)) >= 8


@given(FINITE, st.integers(min_value=0, max_value=6))
def test_what_is_written_reads_back_with_its_sign_and_about_its_size(value: float, decimals: int) -> None:
    written = number(signed(value, decimals=decimals))
    assert (written == 0.0) == (value == 0.0)
    assert math.copysign(1.0, written) == math.copysign(1.0, value + 0.0)
    # One significant digit is the least that fits: it is off by a half in 1 at the most. Where the decimals asked for
    # end just there, rounding to them may be more: 0.6 without decimals is 1.
    rounding = 0.5 * 10.0**-decimals
    allowed = max(0.5 * abs(value), rounding) if abs(value) >= rounding else 0.5 * abs(value)
    assert abs(written - value) <= allowed * (1 + 1e-9) or abs(value) > 1e308


@given(FINITE, st.integers(min_value=1, max_value=8))
def test_significant_digits_are_plain_in_the_middle_and_powers_of_ten_beyond(
    value: float, digits: int
) -> None:
    text = significant(value, digits=digits)
    if abs(value) < 1e308:
        assert number(text) == pytest.approx(value, rel=0.5 * 10.0 ** (1 - digits) * (1 + 1e-9))
    is_plain = value == 0.0 or 1e-4 <= abs(number(text)) < 1e5
    assert is_plain == ("10⁻" not in text and not any(letter in text for letter in "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    assert "e" not in text
    assert "-" not in text


def test_what_is_not_finite_says_so() -> None:
    for write in (signed, unsigned, significant):
        assert {write(value).strip() for value in (math.nan, math.inf, -math.inf)} == {"not finite"}  # type: ignore[operator]
    assert ratio(math.inf) == percent(math.inf).strip() == limit(math.inf) == "not finite"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert percent(math.nan).strip() == ratio(math.nan) == "–"


def test_what_rounding_left_of_numbers_that_cancel_is_no_number() -> None:
    assert significant(-4.7e-19, of=0.1) == signed(2.3e-17, of=1.0).strip() == ROUNDING
    assert ratio(2.3e-17, of=1.0) == f"×{ROUNDING}"
    assert significant(-4.7e-19, of=1e-8) == significant(-4.7e-19) == "−4.7×10⁻¹⁹"
    assert significant(0.0, of=1.0) == "0"
    assert number(ROUNDING) == 0.0


def test_a_percentage_is_never_rounded_to_all_or_to_nothing() -> None:
    assert percent(0.967) == " 96.7 %"
    assert percent(1.0) == "100.0 %"
    assert percent(0.99999) == ">99.9 %"
    assert percent(0.00001) == " <0.1 %"
    assert percent(0.00199, decimals=0) == " <1 %"
    assert percent(0.996, decimals=0) == ">99 %"
    assert percent(0.0) == "  0.0 %"
    assert percent(0.2, decimals=0) == " 20 %"
    assert percent(-0.25, decimals=0) == "−25 %"
    assert percent(1e12) == "10¹⁴ %"
    assert per_cent(100 / 3, digits=6) == "33.3333 %"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (979, "979"),
        (31400, "31,400"),
        (-1797, "−1,797"),
        (10**15 - 1, "999,999,999,999,999"),
        (10**15, "10¹⁵"),
        (99_999 * 10**400, "10⁴⁰⁵"),
        (-1234 * 10**400, "−1.23×10⁴⁰³"),
    ],
)
def test_counts_have_commas_between_thousands(value: int, text: str) -> None:
    assert count(value) == text


def test_an_end_of_a_range_is_written_out_where_it_is_whole() -> None:
    assert [limit(value) for value in (0.0, -1e6, 0.999, 1e-8, 1e300)] == [
        "0",
        "−1,000,000",
        "0.999",
        "10⁻⁸",
        "10³⁰⁰",
    ]


def test_ticks_have_the_decimals_that_they_are_told() -> None:
    assert [fixed(value, 1) for value in (-1500.0, -0.0, 0.25)] == ["−1,500.0", "0.0", "0.2"]


def test_significant_digits_without_padding() -> None:
    assert significant(0.15) == "0.15"
    assert significant(2.0) == "2"
    assert significant(0.15, plus=True) == "+0.15"
    assert significant(1797.0, digits=4) == "1,797"
    assert significant(0.000012) == "1.2×10⁻⁵"
    assert significant(-0.00001) == "−10⁻⁵"
    assert significant(99_999.0) == "10⁵"
    assert significant(123456.0) == "1.23×10⁵"
    assert significant(11e6, digits=2) == "1.1×10⁷"
    assert significant(-0.0) == "0"


def test_a_factor_is_written_with_its_sign_of_multiplication() -> None:
    assert ratio(40.0) == "×40"
    assert ratio(0.025) == "×0.025"


def test_a_factor_of_hundreds_is_written_out() -> None:
    assert ratio(99.7) == ratio(100.0) == "×100"
    assert ratio(327.0) == "×330"
    assert ratio(12_345.0) == "×12,000"
    assert ratio(120_000.0) == "×1.2×10⁵"


@pytest.mark.parametrize("value", [0, 999_999, 1_000_000, 1_949_999, 99_999_999, 10**12])
@pytest.mark.parametrize("characters", [6, 7, 11])
def test_a_count_keeps_within_its_characters_and_is_whole_where_it_can_be(
    value: int, characters: int
) -> None:
    text = count_within(value, characters)
    assert len(text) <= characters
    assert (text == count(value)) == (len(count(value)) <= characters)
    assert number(text) == pytest.approx(value, rel=0.05)
