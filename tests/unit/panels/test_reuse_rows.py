"""The ways to one gradient as rows: however many paths there are, and whatever was measured."""

from dataclasses import replace

import pytest

from bpexplorer.core.reuse.comparison import Way, count_ways
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.look import numbers
from bpexplorer.panels.reuse.rows import NOTHING, count_text, reuse_sentence, reuse_table, time_text
from bpexplorer.panels.shared.cells.cells import Row
from tests.shown import number as shown_number


@pytest.fixture
def ways() -> tuple[Way, ...]:
    return count_ways(NetworkSpec.create([64, 14, 10, 10], ["tanh", "tanh", "softmax"]))


def column(rows: tuple[Row, ...], place: int) -> list[str]:
    return [row.cells[place].text for row in rows]


def test_each_way_has_its_exact_count_and_its_ratio_to_backpropagation(ways: tuple[Way, ...]) -> None:
    rows = reuse_table(ways).rows
    exact = [int(shown_number(text)) for text in column(rows, 0)]
    assert exact == [way.multiply_adds for way in ways]
    ratios = [shown_number(text.removeprefix("×").replace(",", "")) for text in column(rows, 1)]
    assert ratios == pytest.approx([count / exact[0] for count in exact], rel=0.05)


def test_the_bars_are_logarithmic_from_backpropagation_to_the_way_that_takes_most(
    ways: tuple[Way, ...],
) -> None:
    counted = [
        replace(way, multiply_adds=count) for way, count in zip(ways, (10, 100, 1000, 100), strict=True)
    ]
    bars = [row.cells[1].bar for row in reuse_table(tuple(counted)).rows]
    assert bars == pytest.approx([0.0, 0.5, 1.0, 0.5])


def test_a_network_where_all_ways_take_the_same_has_empty_bars(ways: tuple[Way, ...]) -> None:
    same = tuple(replace(way, multiply_adds=7) for way in ways)
    assert [row.cells[1].bar for row in reuse_table(same).rows] == [0.0] * 4


def test_counts_beyond_any_float_are_shown_with_their_ratio() -> None:
    huge = NetworkSpec.create([2, *[4096] * 62, 2], ["softmax"] * 63)
    rows = reuse_table(count_ways(huge)).rows
    count, ratio = rows[2].cells[:2]
    exact = count_ways(huge)[2].multiply_adds
    digits = len(str(exact))
    assert digits > 400
    assert count.text == numbers.count(exact)
    assert count.note == f"a number of {digits} digits"
    assert ratio.text.startswith("×")
    assert ratio.bar == 1.0


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (9_999_999, "9,999,999"), (12_499_999, "1.25×10⁷"), (99_999_999, "10⁸")],
)
def test_long_counts_are_abbreviated(count: int, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5.6e-5, "56 µs"), (0.0042, "4.2 ms"), (3.14, "3.1 s"), (7200.0, "2 h"), (6e17, "1.9×10¹⁰ a")],
)
def test_times_have_the_unit_that_reads_best(ways: tuple[Way, ...], seconds: float, text: str) -> None:
    assert time_text(replace(ways[1], seconds=seconds)) == text


def test_a_way_that_was_stopped_shows_what_it_would_have_taken(ways: tuple[Way, ...]) -> None:
    broken = replace(ways[2], expected_seconds=4.6)
    assert time_text(ways[2]) == NOTHING
    assert time_text(broken) == "≈ 4.6 s"
    assert "estimated" not in reuse_sentence(ways)
    assert "estimated" in reuse_sentence((*ways[:2], broken, ways[3]))


def test_the_sentence_compares_counts_and_then_times(ways: tuple[Way, ...]) -> None:
    sentence = reuse_sentence(ways).replace(",", "")
    assert f": {ways[0].multiply_adds} multiply-adds instead of {ways[1].multiply_adds}." in sentence
    measured = (replace(ways[0], seconds=5e-5), replace(ways[1], seconds=0.016), *ways[2:])
    assert "50 µs instead of 16 ms" in reuse_sentence(measured)


def test_a_measured_time_says_how_far_it_is_from_backpropagation(ways: tuple[Way, ...]) -> None:
    measured = (
        replace(ways[0], seconds=1e-4, error=0.0),
        replace(ways[1], seconds=0.02, error=3e-16),
        *ways[2:],
    )
    note = reuse_table(measured).rows[1].cells[2].note
    assert "×200 the time" in note
    assert "3×10⁻¹⁶" in note
