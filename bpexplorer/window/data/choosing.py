"""What becomes of the other columns when one is given a role. No Qt."""

from collections.abc import Sequence
from dataclasses import replace

from bpexplorer.data.recipe import ColumnRecipe, Recipe, Role
from bpexplorer.data.recipe.proposal import column_recipe
from bpexplorer.data.table.table import Table


def with_role(recipe: Recipe, table: Table, rows: Sequence[int], role: Role, *, also: bool = False) -> Recipe:
    """The recipe with this role for these columns.

    Those that were to be predicted before become inputs, unless these are to be predicted ``also``; of columns that
    mark the sets there is one.
    """
    chosen = set(rows)
    columns = []
    for row, (now, column) in enumerate(zip(recipe.columns, table.columns, strict=True)):
        if row in chosen:
            columns.append(replace(now, role=role) if now.role is role else column_recipe(column, role))
        elif role is Role.TARGET and now.role is Role.TARGET and not also:
            columns.append(column_recipe(column, Role.INPUT))
        elif role is Role.PART and now.role is Role.PART:
            columns.append(replace(now, role=Role.LEAVE_OUT))
        else:
            columns.append(now)
    return Recipe(tuple(columns))


def can_also(recipe: Recipe, column: ColumnRecipe) -> bool:
    """Whether this column can be predicted beside those that are: all must be numbers."""
    targets = recipe.of(Role.TARGET)
    return (
        bool(targets) and column.role is not Role.TARGET and not column.kind.is_coded and recipe.is_regression
    )
