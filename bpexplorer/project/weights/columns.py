"""What weights say of the columns of the table that they were trained on, so that raw rows can be given to them."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.recipe import Missing, Role
from bpexplorer.data.recipe.inputs import InputColumn, inputs_of
from bpexplorer.data.recipe.kinds import as_kind, missing_column
from bpexplorer.data.table.table import Column, Kind, Table

_Text = Annotated[str, msgspec.Meta(max_length=100_000)]


class UsedColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column: what it was for, and of an input how its values become numbers (see `InputColumn`)."""

    name: _Text
    role: Role
    kind: Kind
    missing: Missing = Missing.LEAVE_OUT_ROW
    categories: tuple[_Text, ...] = ()
    gathered: tuple[_Text, ...] = ()
    fill: float | _Text | None = None

    @property
    def input(self) -> InputColumn:
        """The column as one that becomes inputs."""
        return InputColumn(self.name, self.kind, self.missing, self.categories, self.gathered, self.fill)


def used_columns(prepared: PreparedData) -> tuple[UsedColumn, ...]:
    """What there is to say of the columns of a table; nothing of other data."""
    if prepared.taken is None:
        return ()
    fitted = {one.name: one for one in prepared.columns}
    columns = []
    for each in prepared.taken.recipe.columns:
        one = fitted.get(each.name)
        if each.role is Role.INPUT and one is not None:
            columns.append(
                UsedColumn(
                    name=one.name,
                    role=each.role,
                    kind=one.kind,
                    missing=one.missing,
                    categories=one.categories,
                    gathered=one.gathered,
                    fill=one.fill,
                )
            )
        else:
            columns.append(UsedColumn(name=each.name, role=each.role, kind=each.kind))
    return tuple(columns)


def of_role(columns: Sequence[UsedColumn], role: Role) -> tuple[UsedColumn, ...]:
    """The columns that were for this."""
    return tuple(column for column in columns if column.role is role)


def inputs_count(columns: Sequence[UsedColumn]) -> int:
    """How many inputs the columns make."""
    return sum(len(column.input.feature_names) for column in of_role(columns, Role.INPUT))


def raw_inputs(columns: Sequence[UsedColumn], table: Table, rows: IntArray) -> FloatArray:
    """The inputs of rows of a table before they are scaled, shape (rows, inputs); NaN where there is no value.

    Raises
    ------
    DataError
        If the table lacks a column, or its values aren't of the kind that the network was trained on.
    """
    used = of_role(columns, Role.INPUT)
    found = tuple(column_for(column, table) for column in used)
    return inputs_of(tuple(column.input for column in used), found, rows)


def column_for(used: UsedColumn, table: Table) -> Column:
    """The column of a table that this one is, as the kind of values that it was then; raises DataError."""
    found = next((column for column in table.columns if column.name == used.name), None)
    if found is None:
        raise missing_column(used.name, table)
    if used.kind.is_coded:
        return found if found.kind.is_coded else as_kind(found, Kind.CATEGORY)
    return as_kind(found, used.kind)
