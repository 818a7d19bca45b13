"""The terms of a sum as rows: factors have the digits that their product needs."""

import numpy as np
import pytest

from bpexplorer.look import numbers
from bpexplorer.panels.origin.rows import Column, OriginTable, cell, factor
from tests.shown import number


def product(one: float, other: float) -> OriginTable:
    """A table of one row."""
    columns = tuple(Column(symbol, "") for symbol in ("k", "w", "δ", "wδ", ""))
    values = (np.array([one]), np.array([other]), np.array([one * other]))
    return OriginTable(columns, range(1), 2, np.arange(1), values, ())


@pytest.mark.parametrize(
    ("one", "other"), [(-502.052, -0.0017247), (0.00123456, 777.7), (64.3, 0.04321), (0.4, 0.2), (0.3, 1e-6)]
)
def test_factors_have_the_digits_that_give_their_term(one: float, other: float) -> None:
    table = product(one, other)
    worked = number(table.text(0, 1)) * number(table.text(0, 2))
    assert worked == pytest.approx(one * other, rel=3e-3, abs=5e-4)
    assert all(len(table.text(0, column)) <= numbers.WIDEST for column in (1, 2, 3))


def test_factors_whose_product_is_right_stay_short() -> None:
    table = product(0.4, 0.0017247)
    assert (table.needs_digits, any(table.wide_columns)) == (False, False)
    assert table.text(0, 2) == cell(0.0017247)
    assert product(-502.052, -0.0017247).wide_columns == (True, True, False)
    assert product(0.3, 1e-6).wide_columns == (False, True, True)


@pytest.mark.parametrize("value", [0.0, float("inf"), float("nan"), 1e-7, 3e8])
def test_a_factor_that_is_no_plain_decimal_is_written_as_a_cell(value: float) -> None:
    assert number(factor(value)) == pytest.approx(number(cell(value)), nan_ok=True, rel=0.01)
