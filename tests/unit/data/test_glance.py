"""A glance at a column says how its values are spread, whatever they are."""

from collections.abc import Iterator

import numpy as np

from bpexplorer.data.glance import BARS, glance, glances
from bpexplorer.data.table.table import Column, Kind, Table
from tests.tables import column


def test_numbers_are_counted_in_equal_parts_of_their_range_without_those_that_are_missing() -> None:
    seen = glance(column("x", [0.0, 0.0, None, 1.0, float(BARS)]))
    assert (seen.low, seen.high) == (0.0, float(BARS))
    assert seen.counts == (2, 1, *[0] * (BARS - 3), 1)


def test_the_largest_range_there_is_overflows_nowhere() -> None:
    seen = glance(column("x", [-1.7e308, 0.0, 1.7e308]))
    assert sum(seen.counts) == 3
    assert seen.counts[0] == seen.counts[-1] == 1


def test_one_value_is_one_bar_and_none_is_none() -> None:
    assert glance(column("x", [3.0, 3.0])).counts == (2,)
    nothing = Column("x", Kind.NUMBER, np.array([np.nan]), np.array([True]))
    assert glance(nothing).counts == ()


def test_categories_stand_in_their_order_as_long_as_each_has_a_bar() -> None:
    seen = glance(column("x", ["b", "a", "b", None]))
    assert (seen.categories, seen.counts, seen.others, seen.different) == (("a", "b"), (1, 2), 0, 2)


def test_of_many_categories_the_most_frequent_have_bars_and_the_others_are_counted() -> None:
    cells = [f"c{number:02}" for number in range(BARS + 4) for _ in range(number + 1)]
    seen = glance(column("x", cells))
    assert seen.categories[0] == f"c{BARS + 3:02}"
    assert len(seen.counts) == BARS
    assert list(seen.counts) == sorted(seen.counts, reverse=True)
    assert seen.others + sum(seen.counts) == len(cells)
    assert seen.different == BARS + 4


def test_thousands_of_columns_are_looked_at_in_slices() -> None:
    one = column("x", [1.0, 2.0])
    many = Table(tuple(Column(f"x{at}", one.kind, one.values, one.missing) for at in range(200)))
    job, found = glances(many), []

    def all_of_it() -> Iterator[None]:
        found.append((yield from job))

    pauses = sum(1 for _ in all_of_it())
    assert pauses >= 2
    assert len(found[0]) == 200
