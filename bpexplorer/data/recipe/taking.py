"""What a recipe makes of a table: the rows that take part, what is predicted, and the columns that become inputs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.metrics import LOPSIDED_SHARE
from bpexplorer.core.numerals import count, limit
from bpexplorer.core.types import BoolArray, FloatArray, IntArray
from bpexplorer.data.recipe.inputs import InputColumn, inputs_of
from bpexplorer.data.recipe.kinds import as_kind, missing_column
from bpexplorer.data.recipe.marks import marks_of
from bpexplorer.data.recipe.recipe import ColumnRecipe, Missing, Recipe, Role
from bpexplorer.data.table.limits import MAX_CLASSES, MAX_INPUTS, MAX_NUMBERS
from bpexplorer.data.table.table import Column, Table
from bpexplorer.translation import tr, tr_n


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that don't take part, and why."""

    rows: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A table as its recipe takes it, before it is split. Nothing is fitted to it yet.

    Parameters
    ----------
    rows : ndarray of int, shape (samples,)
        The rows of the table that take part, ascending: sample i is row ``rows[i]``.
    class_names, labels
        One name a class, and the class of each sample; for regression empty and None.
    target_names, targets
        One name an output, and what it should be, shape (samples, n_L); for classes empty and None.
    marks : ndarray of int or None
        Of each sample the set that the table puts it in: see `marks_of`.
    left_out : tuple of LeftOut
        Every row that doesn't take part is counted once.
    warnings : tuple of str
        What one should know before one trains, a sentence each.
    """

    recipe: Recipe
    rows: IntArray
    class_names: tuple[str, ...]
    labels: IntArray | None
    target_names: tuple[str, ...]
    targets: FloatArray | None
    marks: IntArray | None
    columns: tuple[Column, ...]
    inputs: tuple[InputColumn, ...]
    image_shape: tuple[int, int] | None
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One name an input of the network."""
        return tuple(name for one in self.inputs for name in one.feature_names)

    @property
    def is_regression(self) -> bool:
        """Whether numbers are predicted instead of classes."""
        return self.labels is None

    @property
    def class_counts(self) -> tuple[int, ...]:
        """How many samples each class has."""
        if self.labels is None:
            return ()
        return tuple(np.bincount(self.labels, minlength=len(self.class_names)).tolist())

    def only(self, samples: IntArray) -> "Taken":
        """The same with these samples alone."""
        return replace(
            self,
            rows=self.rows[samples],
            labels=None if self.labels is None else self.labels[samples],
            targets=None if self.targets is None else self.targets[samples],
            marks=None if self.marks is None else self.marks[samples],
        )

    def fitted(self, samples: IntArray) -> tuple[InputColumn, ...]:
        """The columns with what stands in for missing values, from these samples: the training set."""
        rows = self.rows[samples]
        return tuple(one.fitted(column, rows) for one, column in zip(self.inputs, self.columns, strict=True))

    def x(self, fitted: tuple[InputColumn, ...], samples: IntArray) -> FloatArray:
        """The inputs of these samples, shape (samples, n_0): float32 where the table has no more digits."""
        return inputs_of(fitted, self.columns, self.rows[samples])


def taken(table: Table, recipe: Recipe, *, is_drawn: bool = False) -> Taken:
    """Take a table as a recipe says. Looking at what would come of it is fast: no array of inputs is made.

    Of samples that are drawn, a class may have none yet, and numbers to predict may all be alike.

    Raises
    ------
    DataError
        If there is nothing to learn or to learn from, or more than can be had; the text names the column.
    """
    found = {column.name: column for column in table.columns}
    _check_names(recipe, table)
    roles = {role: _columns(recipe.of(role), found) for role in (Role.INPUT, Role.TARGET, Role.PART)}
    _check_roles(recipe)
    kept, left_out = _kept(recipe, roles, table.rows)
    rows = np.flatnonzero(kept)
    if not len(rows):
        raise DataError(_nothing_left(left_out, table.rows))
    inputs = tuple(
        InputColumn.of(each, column, rows)
        for each, column in zip(recipe.of(Role.INPUT), roles[Role.INPUT], strict=True)
    )
    _check_size(inputs, len(rows))
    class_names: tuple[str, ...] = ()
    labels: IntArray | None = None
    targets = None
    if recipe.is_regression:
        targets = np.column_stack([column.values[rows].astype(np.float64) for column in roles[Role.TARGET]])
        _check_numbers(targets, recipe.of(Role.TARGET), rows, may_be_alike=is_drawn)
    elif is_drawn:
        target = roles[Role.TARGET][0]
        class_names, labels = target.categories, np.asarray(target.values[rows], dtype=np.intp)
    else:
        class_names, labels = _classes(roles[Role.TARGET][0], rows)
    marks = [marks_of(column, rows) for column in roles[Role.PART]]
    is_whole = len(inputs) == _pixels(table) and all(len(one.feature_names) == 1 for one in inputs)
    return Taken(
        recipe=recipe,
        rows=rows,
        class_names=class_names,
        labels=labels,
        target_names=tuple(one.name for one in recipe.of(Role.TARGET)) if recipe.is_regression else (),
        targets=targets,
        marks=marks[0] if marks else None,
        columns=roles[Role.INPUT],
        inputs=inputs,
        image_shape=table.image_shape if is_whole else None,
        left_out=left_out,
        warnings=tuple(_warnings(class_names, labels)),
    )


def _columns(recipes: tuple[ColumnRecipe, ...], found: dict[str, Column]) -> tuple[Column, ...]:
    return tuple(as_kind(found[each.name], each.kind) for each in recipes)


def _check_names(recipe: Recipe, table: Table) -> None:
    found = set(table.names)
    for one in recipe.columns:
        if one.role is not Role.LEAVE_OUT and one.name not in found:
            raise missing_column(one.name, table)


def _check_roles(recipe: Recipe) -> None:
    targets = recipe.of(Role.TARGET)
    if not targets:
        raise DataError(tr("No column is to be predicted. Choose one as the target."))
    if len(recipe.columns) == 1:
        raise DataError(
            tr(
                "The table has one column only, “{name}”: there is nothing to predict it from. Choose another "
                "delimiter, or another file.",
                name=recipe.columns[0].name,
            )
        )
    if not recipe.of(Role.INPUT):
        raise DataError(
            tr("No column is an input: there is nothing to predict from. Choose one at the least.")
        )
    if len(targets) > 1 and any(one.kind.is_coded for one in targets):
        raise DataError(
            tr(
                "Several columns are to be predicted, and “{name}” holds classes. Classes can be predicted "
                "from one column alone; several targets must all be numbers.",
                name=next(one.name for one in targets if one.kind.is_coded),
            )
        )
    if len(recipe.of(Role.PART)) > 1:
        raise DataError(tr("Two columns mark the test rows. Choose one, and leave the other out."))


def _kept(
    recipe: Recipe, roles: dict[Role, tuple[Column, ...]], rows: int
) -> tuple[BoolArray, tuple[LeftOut, ...]]:
    """Which rows have all that they must have; each row that hasn't is counted for the first reason that it has."""
    kept = np.ones(rows, dtype=bool)
    left_out = []
    for role in (Role.TARGET, Role.PART, Role.INPUT):
        for each, column in zip(recipe.of(role), roles[role], strict=True):
            if role is Role.INPUT and each.missing is not Missing.LEAVE_OUT_ROW:
                continue
            gone = column.missing & kept
            if number := int(gone.sum()):
                kept &= ~gone
                left_out.append(LeftOut(number, _without_value(each.name, role, number)))
    return kept, tuple(left_out)


def _without_value(name: str, role: Role, rows: int) -> str:
    if role is Role.TARGET:
        return tr_n(
            "{count} row has no value of “{name}”, which is to be predicted.",
            "{count} rows have no value of “{name}”, which is to be predicted.",
            rows,
            name=name,
        )
    return tr_n(
        "{count} row has no value of “{name}”.", "{count} rows have no value of “{name}”.", rows, name=name
    )


def _nothing_left(left_out: tuple[LeftOut, ...], rows: int) -> str:
    if not rows:
        return tr("The table has no rows.")
    most = max(left_out, key=lambda one: one.rows)
    return tr(
        "No row is left of {rows}: {reason} Let another value stand in for missing ones, or leave the column "
        "out.",
        rows=count(rows),
        reason=most.reason,
    )


def _check_size(inputs: tuple[InputColumn, ...], rows: int) -> None:
    """Raise DataError before memory is taken for more than can be had."""
    wide = sum(len(one.feature_names) for one in inputs)
    if wide > MAX_INPUTS:
        most = max(inputs, key=lambda one: len(one.feature_names))
        raise DataError(
            tr(
                "The columns make {inputs} inputs, and a network can have {most} at most; “{name}” alone "
                "makes {of_one}. Leave columns out, or gather rare categories.",
                inputs=count(wide),
                most=count(MAX_INPUTS),
                name=most.name,
                of_one=count(len(most.feature_names)),
            )
        )
    if wide * rows > MAX_NUMBERS:
        raise DataError(
            tr(
                "{rows} rows of {inputs} inputs are {numbers} numbers, and {most} can be had at most. Take "
                "fewer rows, or leave columns out.",
                rows=count(rows),
                inputs=count(wide),
                numbers=count(wide * rows),
                most=count(MAX_NUMBERS),
            )
        )


def _classes(column: Column, rows: IntArray) -> tuple[tuple[str, ...], IntArray]:
    """The names of the classes that there are, and the class of each row."""
    codes = column.values[rows].astype(np.intp)
    present = np.flatnonzero(np.bincount(codes, minlength=len(column.categories)))
    names = tuple(column.categories[code] for code in present)
    if len(names) < 2:
        raise DataError(
            tr(
                "The column “{name}” has one class only, “{one}”; telling classes apart takes at least two. "
                "Choose another column to predict.",
                name=column.name,
                one=names[0],
            )
        )
    if len(names) > MAX_CLASSES:
        raise DataError(
            tr(
                "The column “{name}” has {classes} classes, and {most} can be told apart at most. Take it as "
                "numbers, or choose another column to predict.",
                name=column.name,
                classes=count(len(names)),
                most=count(MAX_CLASSES),
            )
        )
    return names, np.searchsorted(present, codes)


def _check_numbers(
    targets: FloatArray, recipes: tuple[ColumnRecipe, ...], rows: IntArray, *, may_be_alike: bool
) -> None:
    for recipe, numbers in zip(recipes, targets.T, strict=True):
        bad = np.flatnonzero(~np.isfinite(numbers))
        if bad.size:
            raise DataError(
                tr(
                    "The column “{name}” holds {value} in row {row}, which can't be predicted. Correct it, "
                    "or leave the cell empty.",
                    name=recipe.name,
                    value=numbers[bad[0]],
                    row=int(rows[bad[0]]),
                )
            )
        if not may_be_alike and numbers.min() == numbers.max():
            raise DataError(
                tr(
                    "The column “{name}” is {value} in every row, so there is nothing to learn. Choose "
                    "another column to predict.",
                    name=recipe.name,
                    value=limit(float(numbers[0])),
                )
            )


def _warnings(class_names: tuple[str, ...], labels: IntArray | None) -> Iterator[str]:
    if labels is None:
        return
    counts = np.bincount(labels, minlength=len(class_names))
    most = int(counts.argmax())
    share = counts[most] / len(labels)
    if share >= LOPSIDED_SHARE:
        yield tr(
            "{percent} % of the rows are “{name}”: whoever always says “{name}” is right as often. Look at "
            "the balanced accuracy.",
            percent=limit(round(100 * share, 1)),
            name=class_names[most],
        )
    alone = [name for name, number in zip(class_names, counts, strict=True) if number == 1]
    if alone:
        yield tr_n(
            "The class “{names}” has one row only: it can't be in both the training and the test set.",
            "{count} classes have one row only, such as “{names}”: they can't be in both the training and "
            "the test set.",
            len(alone),
            names=alone[0],
        )


def _pixels(table: Table) -> int:
    return 0 if table.image_shape is None else table.image_shape[0] * table.image_shape[1]
