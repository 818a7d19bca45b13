"""What typed texts mean as numbers."""

import pytest

from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, Written, read_number

EITHER = "that may be 1 or 1000; type the one you mean"
NO_NUMBER = "that isn't a number"
DIGITS = "type a whole number in digits"


def read(text: str, kind: Kind) -> float | str | None:
    try:
        return read_number(text, kind)
    except NotTakenError as error:
        return error.reason


@pytest.mark.parametrize(
    ("text", "whole", "real"),
    [
        ("1,000", 1000, EITHER),
        ("1.000", EITHER, 1),
        ("0,25", None, 0.25),
        ("1,000.5", None, 1000.5),
        ("1.000,5", None, 1000.5),
        ("1/3", DIGITS, 1 / 3),
        ("10/2", DIGITS, 5),
        ("15 %", DIGITS, 0.15),
        ("15%", DIGITS, 0.15),
        ("1e-3", None, 0.001),
        ("0x10", NO_NUMBER, NO_NUMBER),
        ("abc", NO_NUMBER, NO_NUMBER),
        ("", "type a number", "type a number"),
        # What the table leaves open.
        ("1,000,000", 1e6, 1e6),
        ("1.000.000", 1e6, 1e6),
        ("1 000", 1000, 1000),
        ("1\N{NARROW NO-BREAK SPACE}000", 1000, 1000),
        ("1’000.25", None, 1000.25),
        ("1 000,250", None, 1000.25),
        ("0,250", None, 0.25),
        ("1e3", 1000, 1000),
        ("2×10⁻⁵", None, 2e-5),
        ("−10⁻⁵", None, -1e-5),
        ("1.5×10³", None, 1500.0),
        ("10⁶", 1e6, 1e6),
        ("210⁻⁵", NO_NUMBER, NO_NUMBER),
        ("2×10", NO_NUMBER, NO_NUMBER),
        ("-12", -12, -12),
        ("−.5", None, -0.5),
        ("1,00,000", NO_NUMBER, NO_NUMBER),
        ("1,000.000.5", NO_NUMBER, NO_NUMBER),
        ("1_000", NO_NUMBER, NO_NUMBER),
        ("٣", NO_NUMBER, NO_NUMBER),
        ("inf", NO_NUMBER, NO_NUMBER),
        ("1/0", DIGITS, "nothing can be divided by 0"),
        ("1/2/3", DIGITS, NO_NUMBER),
        ("1e999999999", "that is too large a number", "that is too large a number"),
        ("1e-400", None, "that is too small a number"),
        ("9" * 5000, NO_NUMBER, NO_NUMBER),
    ],
)
def test_a_text_means_one_number_or_is_refused_with_the_reason(
    text: str, whole: float | str | None, real: float | str | None
) -> None:
    assert (read(text, Kind.WHOLE), read(text, Kind.REAL)) == (whole, real)


def test_per_cent_is_the_number_itself_where_the_field_is_in_per_cent() -> None:
    assert [read(text, Kind.PER_CENT) for text in ("15 %", "15%", "15", "0,5 %")] == [15, 15, 15, 0.5]
    assert read("0.1%", Kind.REAL) == 0.001  # rounded once
    assert read("1/3%", Kind.REAL) == 1 / 300


def test_both_readings_of_a_quotient_are_told() -> None:
    assert read("1,500/2", Kind.REAL) == "that may be 0.75 or 750; type the one you mean"


def test_what_the_field_wrote_means_the_number_it_was_written_for() -> None:
    third = Written("0.333333", 1 / 3)
    assert read_number("0.333333", Kind.REAL, third) == 1 / 3
    assert read_number("1,000", Kind.REAL, Written("1,000", 1000.0)) == 1000
    assert read_number("0.33333", Kind.REAL, third) == 0.33333
