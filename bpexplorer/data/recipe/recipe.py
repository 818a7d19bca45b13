"""The recipe: what a user decides about the columns of a table. Plain values, which the project file keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from bpexplorer.core.errors import DataError, about
from bpexplorer.data.table.table import Kind
from bpexplorer.translation import tr


class Role(StrEnum):
    """What a column is for."""

    INPUT = "input"
    TARGET = "target"
    #: Says of each row which set it is in.
    PART = "part"
    LEAVE_OUT = "leave_out"


class Missing(StrEnum):
    """What is done where a value of an input is missing."""

    LEAVE_OUT_ROW = "leave_out_row"
    MEAN = "mean"
    MEDIAN = "median"
    MOST_FREQUENT = "most_frequent"
    OWN_CATEGORY = "own_category"


ROLE_WORDS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.INPUT: tr("input"),
        Role.TARGET: tr("to predict"),
        Role.PART: tr("marks test rows"),
        Role.LEAVE_OUT: tr("leave out"),
    }
)
KIND_WORDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.NUMBER: tr("number"),
        Kind.CATEGORY: tr("category"),
        Kind.YES_NO: tr("yes or no"),
        Kind.DATE: tr("date as a number"),
    }
)
MISSING_WORDS: Final[Mapping[Missing, str]] = MappingProxyType(
    {
        Missing.LEAVE_OUT_ROW: tr("leave the row out"),
        Missing.MEAN: tr("take the mean"),
        Missing.MEDIAN: tr("take the median"),
        Missing.MOST_FREQUENT: tr("take the most frequent"),
        Missing.OWN_CATEGORY: tr("a category of its own"),
    }
)
#: The rules that a kind of column can have, the usual one first.
RULES: Final[Mapping[Kind, tuple[Missing, ...]]] = MappingProxyType(
    {
        Kind.NUMBER: (Missing.LEAVE_OUT_ROW, Missing.MEAN, Missing.MEDIAN, Missing.MOST_FREQUENT),
        Kind.DATE: (Missing.LEAVE_OUT_ROW, Missing.MEAN, Missing.MEDIAN, Missing.MOST_FREQUENT),
        Kind.CATEGORY: (Missing.LEAVE_OUT_ROW, Missing.MOST_FREQUENT, Missing.OWN_CATEGORY),
        Kind.YES_NO: (Missing.LEAVE_OUT_ROW, Missing.MOST_FREQUENT),
    }
)


@dataclass(frozen=True, slots=True)
class ColumnRecipe:
    """What becomes of one column.

    Parameters
    ----------
    name : str
        The column's, by which it is found again in another table.
    role : Role
    kind : Kind
        As what its values are taken: numbers may be taken as categories, say.
    missing : Missing
        What is done where a value is missing. Only of inputs there is a choice: a row without a target is left out.
    gather_below : int
        Categories with fewer rows than that become one, “other”; 0 gathers none.

    Raises
    ------
    DataError
        If the kind knows no such rule, or a number is below 0.
    """

    name: str
    role: Role
    kind: Kind
    missing: Missing = Missing.LEAVE_OUT_ROW
    gather_below: int = 0

    def __post_init__(self) -> None:
        with about("missing"):
            if self.missing not in RULES[self.kind]:
                raise DataError(
                    tr(
                        "The column “{name}” can't have the rule {missing} for missing values; choose one of {rules}.",
                        name=self.name,
                        missing=self.missing.value,
                        rules=", ".join(rule.value for rule in RULES[self.kind]),
                    )
                )
        with about("gather_below"):
            if self.gather_below < 0:
                raise DataError(
                    tr("Categories of the column “{name}” can't have fewer than 0 rows.", name=self.name)
                )


@dataclass(frozen=True, slots=True)
class Recipe:
    """What becomes of each column of a table.

    Raises
    ------
    DataError
        If two columns have one name.
    """

    columns: tuple[ColumnRecipe, ...]

    def __post_init__(self) -> None:
        seen = set[str]()
        for column in self.columns:
            if column.name in seen:
                raise DataError(tr("There are two columns called “{name}”.", name=column.name))
            seen.add(column.name)

    def of(self, role: Role) -> tuple[ColumnRecipe, ...]:
        """The columns of a role, in their order."""
        return tuple(column for column in self.columns if column.role is role)

    @property
    def is_regression(self) -> bool:
        """Whether numbers are predicted instead of classes."""
        return not any(column.kind.is_coded for column in self.of(Role.TARGET))

    def with_column(self, name: str, **changes: Any) -> "Recipe":
        """Another recipe for one column; a rule for missing values that its kind doesn't know becomes the usual one."""
        return Recipe(tuple(_changed(one, changes) if one.name == name else one for one in self.columns))


def _changed(column: ColumnRecipe, changes: Mapping[str, Any]) -> ColumnRecipe:
    kind = changes.get("kind", column.kind)
    if "missing" not in changes and column.missing not in RULES[kind]:
        changes = {**changes, "missing": RULES[kind][0]}
    return replace(column, **changes)
