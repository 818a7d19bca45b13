"""A table holds columns of one type each, and its digest says what is in it."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.table.table import Column, Kind, Origin, Reading, Table


def numbers(name: str, *values: float, dtype: type = np.float64) -> Column:
    array = np.array(values, dtype)
    return Column(name, Kind.NUMBER, array, np.isnan(array))


def words(name: str, codes: list[int], *categories: str) -> Column:
    array = np.array(codes, np.int32)
    return Column(name, Kind.CATEGORY, array, array < 0, categories)


TABLE = Table((numbers("a", 1.5, np.nan), words("b", [1, 0], "x", "y")))


def test_equal_content_has_equal_digests_in_whatever_block_it_lies() -> None:
    block = np.array([[9.0, 1.5], [9.0, np.nan]])
    column = Column("a", Kind.NUMBER, block[:, 1], np.isnan(block[:, 1]))
    other = Table((column, TABLE.columns[1]), Origin("f", 1, "", "", Reading()), ("a note",))
    assert other.digest == TABLE.digest


@pytest.mark.parametrize(
    "other",
    [
        (numbers("a", 1.5, 2.0), TABLE.columns[1]),
        (numbers("c", 1.5, np.nan), TABLE.columns[1]),
        (numbers("a", 1.5, np.nan, dtype=np.float32), TABLE.columns[1]),
        (TABLE.columns[0], words("b", [0, 1], "x", "y")),
        (TABLE.columns[0], words("b", [1, 0], "x", "z")),
        (TABLE.columns[0], replace(words("b", [1, 0], "x", "y"), kind=Kind.YES_NO)),
        TABLE.columns[::-1],
    ],
)
def test_any_other_content_has_another_digest(other: tuple[Column, ...]) -> None:
    assert Table(other).digest != TABLE.digest


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(DataError):
        Table(())
    with pytest.raises(DataError):
        Table((numbers("a", 1.0), numbers("a", 2.0)))
    with pytest.raises(DataError):
        Table((numbers("a", 1.0), numbers("b", 2.0, 3.0)))
    with pytest.raises(DataError):
        words("a", [0, 2], "x", "y")
    with pytest.raises(DataError):
        Column("a", Kind.NUMBER, np.array([1, 2]), np.array([False, False]))
    with pytest.raises(DataError):
        Table((numbers("a", 1.0),), image_shape=(2, 2))


def test_what_a_table_holds_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        TABLE.columns[0].values[0] = 2.0


def test_cells_are_written_with_every_digit() -> None:
    column = numbers("a", 0.1, 3.0, -1e-7, np.nan)
    assert [column.text(row) for row in range(4)] == ["0.1", "3", "-1e-07", ""]
    days = Column("d", Kind.DATE, np.array([0.0, 19782.5]), np.zeros(2, np.bool_))
    assert [days.text(row) for row in range(2)] == ["1970-01-01", "2024-02-29 12:00:00"]
