"""What a table is first proposed to be taken as, and why: what to predict, and which columns say nothing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.numerals import count
from bpexplorer.data.recipe.kinds import missing_column
from bpexplorer.data.recipe.marks import can_mark
from bpexplorer.data.recipe.recipe import ColumnRecipe, Missing, Recipe, Role
from bpexplorer.data.table.limits import MAX_CLASSES
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.translation import tr

#: What columns are called that hold what is to be predicted.
_TARGET_NAMES: Final = (
    "target",
    "label",
    "labels",
    "class",
    "classes",
    "species",
    "y",
    "outcome",
    "diagnosis",
)
#: What columns are called that name rows.
_ID_NAMES: Final = ("id", "index", "row", "rownames", "unnamed: 0", "nr", "no", "uid", "key", "rowid")
#: Whole numbers with at most so many different values may be classes, if each has so many rows on average.
_MOST_WHOLE_CLASSES, _ROWS_A_CLASS = 20, 5
#: A category in which the values are this share of the rows names rows; with more values than that, inputs get many.
_NAMES_ROWS, _MANY_CATEGORIES = 0.5, 50
#: Below this share of missing values a row is left out; above it, something stands in for them.
_FEW_MISSING = 0.05


@dataclass(frozen=True, slots=True)
class Proposal:
    """A recipe, and the reason of each choice in words.

    Parameters
    ----------
    recipe : Recipe
    target_reason : str
        Why this column is to be predicted, a sentence.
    reasons : tuple of str
        One for each column, a sentence; empty where it is an input like any other.
    """

    recipe: Recipe
    target_reason: str
    reasons: tuple[str, ...]


def proposed(table: Table, target: str | int | None = None) -> Proposal:
    """Propose what to take of a table.

    Parameters
    ----------
    table : Table
    target : str or int, optional
        The column to predict, by its name or its number: 0 is the first, −1 the last. Without it, it is guessed.

    Raises
    ------
    DataError
        If there is no such column.
    """
    if target is None:
        place, why = _guessed(table)
    else:
        place, why = _asked(table, target), tr("It was asked for.")
    # A picture without the pixels that are always empty is none.
    pixels = _pixels(table)
    chosen = [
        (Role.TARGET, why) if at == place else (Role.INPUT, "") if at < pixels else _role(column)
        for at, column in enumerate(table.columns)
    ]
    recipe = Recipe(
        tuple(column_recipe(column, role) for column, (role, _) in zip(table.columns, chosen, strict=True))
    )
    return Proposal(recipe, why, tuple(reason for _, reason in chosen))


def _asked(table: Table, target: str | int) -> int:
    """Where the column stands that was asked for."""
    names = list(table.names)
    if isinstance(target, str):
        if target in names:
            return names.index(target)
        folded = [name.casefold() for name in names]
        if folded.count(target.casefold()) == 1:
            return folded.index(target.casefold())
        raise missing_column(target, table)
    if not -len(names) <= target < len(names):
        raise DataError(
            tr(
                "There is no column {target}: they are 0 to {last}, or −1 for the last.",
                target=target,
                last=len(names) - 1,
            )
        )
    return target % len(names)


def _guessed(table: Table) -> tuple[int, str]:
    """The column that is most likely to be predicted, and why."""
    columns = table.columns[_pixels(table) :] or table.columns
    place, why = _guessed_among(columns)
    return place + len(table.columns) - len(columns), why


def _pixels(table: Table) -> int:
    """How many of the first columns are those of pictures."""
    return 0 if table.image_shape is None else math.prod(table.image_shape)


def _guessed_among(columns: tuple[Column, ...]) -> tuple[int, str]:
    for at, column in enumerate(columns):
        if column.name.casefold().strip() in _TARGET_NAMES and not _says_nothing(column):
            return at, tr("“{name}” is what columns are called that are to be predicted.", name=column.name)
    last = len(columns) - 1
    can_be = [at for at in range(len(columns)) if _can_be_classes(columns[at])]
    named = [at for at in can_be if columns[at].kind.is_coded]
    for at, why in ((last, tr("It is the last column")), (0, tr("It is the first column"))):
        if at in can_be:
            return at, tr("{why}, and its values can be classes.", why=why)
    if named:
        return named[-1], tr("It is the last column whose values can be classes.")
    numbers = [
        at for at, column in enumerate(columns) if not column.kind.is_coded and not _says_nothing(column)
    ]
    if numbers:
        return numbers[-1], tr("It is the last column of numbers, and no column looks like classes.")
    return last, tr("It is the last column.")


def _can_be_classes(column: Column) -> bool:
    if _says_nothing(column) or can_mark(column):
        return False
    if column.kind.is_coded:
        rows = len(column.values) - column.missing_count
        return len(column.categories) <= min(MAX_CLASSES, max(2, rows * _NAMES_ROWS))
    return column.kind is Kind.NUMBER and _is_of_whole_classes(column)


def _is_of_whole_classes(column: Column) -> bool:
    """Whether these numbers are few whole ones, each of many rows."""
    values = column.values[~column.missing]
    # Most columns show it at once; all rows are looked at only where they may be classes.
    if len(np.unique(values[:1000])) > _MOST_WHOLE_CLASSES or (values[:1000] % 1).any():
        return False
    found = np.unique(values)
    return bool(
        2 <= len(found) <= _MOST_WHOLE_CLASSES
        and len(values) >= _ROWS_A_CLASS * len(found)
        and (found % 1 == 0).all()
    )


def column_recipe(column: Column, role: Role) -> ColumnRecipe:
    """What is proposed for a column that has this role."""
    kind = column.kind
    if role is Role.TARGET and kind is Kind.NUMBER and _is_of_whole_classes(column):
        kind = Kind.CATEGORY
    missing = _rule(column) if role is Role.INPUT else Missing.LEAVE_OUT_ROW
    return ColumnRecipe(column.name, role, kind, missing)


def _role(column: Column) -> tuple[Role, str]:
    """What a column that isn't to be predicted is for, and why."""
    if can_mark(column):
        return Role.PART, tr("Its values name the training and the test set.")
    if reason := _says_nothing(column):
        return Role.LEAVE_OUT, reason
    return Role.INPUT, ""


def _says_nothing(column: Column) -> str:
    """Why a column is better left out; empty if it isn't."""
    rows = len(column.values) - column.missing_count
    if rows == 0:
        return tr("It has no values at all.")
    values = column.values if not column.missing_count else column.values[~column.missing]
    if (values == values[0]).all():
        return tr("It has the same value in every row.")
    if column.kind.is_coded:
        different = len(column.categories)
        if different == rows > 2:
            return tr("Every row has another value: it names the rows.")
        if different > _MANY_CATEGORIES and different > _NAMES_ROWS * rows:
            return tr(
                "{different} of {rows} values differ: it names the rows.",
                different=count(different),
                rows=count(rows),
            )
    elif is_called_id(column) and counts_rows(column):
        return tr("It counts the rows.")
    return ""


def is_called_id(column: Column) -> bool:
    """Whether a column is called as those are that name rows."""
    return column.name.casefold().strip() in _ID_NAMES


def counts_rows(column: Column) -> bool:
    """Whether these are whole numbers of which none is there twice."""
    values = column.values
    return (
        not column.missing_count and bool((values % 1 == 0).all()) and len(np.unique(values)) == len(values)
    )


_STANDS_IN: Final[Mapping[Kind, Missing]] = {
    Kind.NUMBER: Missing.MEDIAN,
    Kind.DATE: Missing.MEDIAN,
    Kind.CATEGORY: Missing.OWN_CATEGORY,
    Kind.YES_NO: Missing.MOST_FREQUENT,
}


def _rule(column: Column) -> Missing:
    if column.missing_count <= _FEW_MISSING * len(column.values):
        return Missing.LEAVE_OUT_ROW
    return _STANDS_IN[column.kind]
