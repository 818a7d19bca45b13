"""A recipe for another table: that of the same file, say, once it was written again."""

from bpexplorer.data.recipe.kinds import as_kind, missing_column
from bpexplorer.data.recipe.recipe import ColumnRecipe, Recipe, Role
from bpexplorer.data.table.table import Table


def for_table(recipe: Recipe, table: Table) -> Recipe:
    """What the recipe says of columns by their names; columns that it doesn't know are left out.

    Raises
    ------
    DataError
        Naming the column that is in the way: one that is used and isn't there, or holds other values than it did.
    """
    known = {column.name: column for column in recipe.columns}
    for used in recipe.columns:
        if used.role is not Role.LEAVE_OUT and used.name not in table.names:
            raise missing_column(used.name, table)
    columns = []
    for column in table.columns:
        said = known.get(column.name, ColumnRecipe(column.name, Role.LEAVE_OUT, column.kind))
        if said.role is Role.LEAVE_OUT:
            said = ColumnRecipe(column.name, Role.LEAVE_OUT, column.kind)
        else:
            as_kind(column, said.kind)
        columns.append(said)
    return Recipe(tuple(columns))
