"""What the rows of a table are called: by a column that is no input, as it only counts or names them."""

from collections.abc import Iterable

import numpy as np

from bpexplorer.data.recipe.proposal import counts_rows, is_called_id
from bpexplorer.data.table.table import Column, Kind, Table


def naming_column(table: Table, left: Iterable[str]) -> Column | None:
    """The first of the columns of these names, which nothing else is done with, that tells all rows apart."""
    names = set(left)
    return next((column for column in table.columns if column.name in names and _names_rows(column)), None)


def _names_rows(column: Column) -> bool:
    rows = len(column.values) - column.missing_count
    if rows < 2:
        return False
    if column.kind is Kind.CATEGORY:
        return len(column.categories) == rows
    if column.kind is not Kind.NUMBER or not counts_rows(column):
        return False
    return is_called_id(column) or float(np.ptp(column.values)) == rows - 1
