"""Numbers on the command line: taken, or refused in plain words; counts written whole or by their digits."""

from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from bpexplorer.cli.console import numbers


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (numbers.whole, "x", "“x” is no whole number"),
        (numbers.whole, "1.5", "“1.5” is no whole number"),
        (numbers.count, "", "“” is no whole number"),
        (numbers.count, "-1", "from 0 up"),
        (numbers.share, "half", "“half” is no number"),
        (numbers.share, "0.6", "from 0 to 0.5"),
        (numbers.share, "nan", "from 0 to 0.5"),
        (numbers.seconds, "soon", "“soon” is no number"),
        (numbers.seconds, "inf", "seconds from 0 up"),
        (numbers.seconds, "-1", "seconds from 0 up"),
    ],
)
def test_what_is_no_such_number_is_refused_in_plain_words(
    read: Callable[[str], float], text: str, words: str
) -> None:
    with pytest.raises(ArgumentTypeError, match=words):
        read(text)


def test_what_is_such_a_number_is_taken() -> None:
    assert (numbers.whole("-3"), numbers.count("0"), numbers.share("0.5")) == (-3, 0, 0.5)
    assert numbers.seconds("1e-3") == 0.001


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (999_999_999_999, "999,999,999,999"),
        (10**12, "1e+12"),
        (1_234_567 * 10**9, "1.23e+15"),
        (9_996 * 10**20, "1e+24"),
        (12 * 10**399, "1.2e+400"),
        (10**400 - 1, "1e+400"),
    ],
)
def test_a_count_is_written_from_its_digits_however_large(count: int, text: str) -> None:
    assert numbers.in_full(count) == text
