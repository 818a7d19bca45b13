"""Numbers on the screen keep their sign and their width."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.look.numbers import THIN_SPACE, count, percent, ratio, signed, significant, unsigned


def test_a_signed_number_always_carries_its_sign() -> None:
    assert signed(-0.0774) == " -0.0774"
    assert signed(0.25) == " +0.2500"
    assert signed(0.0) == signed(-0.0) == " +0.0000"


def test_large_numbers_give_up_decimals_before_they_become_scientific() -> None:
    assert signed(123.4567) == "+123.457"
    assert signed(-1234567.0) == "-1234567"
    assert signed(12345678.0) == "+1.235e7"


def test_small_numbers_become_scientific_before_their_digits_are_lost() -> None:
    assert signed(0.0012) == " +0.0012"
    assert signed(-0.0000194) == "-1.94e-5"
    assert unsigned(3.1e-12) == "3.1e-12"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_every_float64_has_the_same_width(value: float) -> None:
    widest = 9 if math.isfinite(value) and value != 0 and abs(value) < 1e-99 else 8
    widest = len("not finite") if math.isinf(value) else widest
    assert len(signed(value)) <= widest
    assert len(signed(value)) >= 8


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(min_value=0, max_value=6))
def test_what_is_written_reads_back_with_its_sign_and_about_its_size(value: float, decimals: int) -> None:
    written = float(signed(value, decimals=decimals))
    assert (written == 0.0) == (value == 0.0)
    assert math.copysign(1.0, written) == math.copysign(1.0, value + 0.0)
    # One significant digit is the least that fits: it is off by a half in 1 at the most. Where the decimals asked for
    # end just there, rounding to them may be more: 0.6 without decimals is 1.
    rounding = 0.5 * 10.0**-decimals
    allowed = max(0.5 * abs(value), rounding) if abs(value) >= rounding else 0.5 * abs(value)
    assert abs(written - value) <= allowed * (1 + 1e-9) or abs(value) > 1e308


def test_numbers_that_are_none_are_called_by_name() -> None:
    assert signed(math.nan).strip() == "–"
    assert signed(math.inf).strip() == "not finite"
    assert signed(-math.inf).strip() == "not finite"
    assert unsigned(math.inf).strip() == "not finite"
    assert significant(math.nan) == "–"
    assert percent(math.nan).strip() == "–"


def test_a_percentage_is_never_rounded_to_all_or_to_nothing() -> None:
    assert percent(0.967) == " 96.7 %"
    assert percent(1.0) == "100.0 %"
    assert percent(0.99999) == " 99.9 %"
    assert percent(0.00001) == "  0.1 %"
    assert percent(0.0) == "  0.0 %"
    assert percent(0.2, decimals=0) == " 20 %"


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (979, "979"), (31400, f"31{THIN_SPACE}400"), (-1797, f"-1{THIN_SPACE}797")]
)
def test_counts_have_thin_spaces_between_thousands(value: int, text: str) -> None:
    assert count(value) == text


def test_significant_digits_without_padding() -> None:
    assert significant(0.15) == "0.15"
    assert significant(2.0) == "2"
    assert significant(0.000012) == "1.2e-5"
    assert significant(123456.0) == "1.23e5"
    assert significant(-0.0) == "0"


def test_a_factor_is_written_with_its_sign_of_multiplication() -> None:
    assert ratio(40.0) == "×40"
    assert ratio(0.025) == "×0.025"


def test_a_factor_of_hundreds_is_written_out() -> None:
    assert ratio(99.7) == ratio(100.0) == "×100"
    assert ratio(327.0) == "×330"
    assert ratio(12_345.0) == "×12\N{NARROW NO-BREAK SPACE}000"
    assert ratio(120_000.0) == "×1.2e5"
    assert ratio(math.inf) == "not finite"
