"""What the dialog on one's own data says of a table and of what is taken of it. No Qt."""

import math
from collections.abc import Iterator

from bpexplorer.data.digits import DIGITS_SAMPLES, DIGITS_SHAPE
from bpexplorer.data.recipe import Missing, Recipe, Role, Taken
from bpexplorer.data.recipe.recipe import MISSING_WORDS
from bpexplorer.data.table.table import Kind, Table
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.data.columns_table import ColumnsTable

#: From so many rows, or inputs, on it is said what they cost.
MANY_ROWS, MANY_INPUTS = 5_000, 300
#: The numbers of the handwritten digits.
_DIGITS = DIGITS_SAMPLES * math.prod(DIGITS_SHAPE)
#: So many columns are told of one by one.
_MOST_TOLD = 6


def size_words(table: Table) -> str:
    """How large the table is, and its file."""
    rows = tr_n("{rows} row", "{rows} rows", table.rows, rows=numbers.count(table.rows))
    columns = tr_n("{count} column", "{count} columns", len(table.columns))
    size = "" if table.origin is None else bytes_words(table.origin.bytes)
    return " · ".join(filter(None, (rows, columns, size)))


def bytes_words(size: int) -> str:
    """A size in the largest unit that leaves something before the point."""
    for power, unit in ((3, "GB"), (2, "MB"), (1, "KB")):
        if size >= 1000**power:
            return f"{numbers.significant(size / 1000**power)} {unit}"
    return tr_n("{count} byte", "{count} bytes", size)


def predicted_words(recipe: Recipe, taken: Taken | None) -> str:
    """What is predicted."""
    names = [column.name for column in recipe.of(Role.TARGET)]
    if not names:
        return tr("Nothing is to be predicted yet.")
    listed = _listed(names)
    if recipe.is_regression:
        return tr_n("{names}: a number.", "{names}: {count} numbers.", len(names), names=listed)
    if taken is None:
        return tr("{name}: classes.", name=listed)
    return tr_n("{name}: {count} class.", "{name}: {count} classes.", len(taken.class_names), name=listed)


def rows_words(table: Table, taken: Taken) -> tuple[str, ...]:
    """How many rows are taken, and why the others aren't."""
    count = numbers.count
    if len(taken.rows) == table.rows:
        first = tr("All {rows} rows are taken.", rows=count(table.rows))
    else:
        first = tr("{taken} of {rows} rows are taken.", taken=count(len(taken.rows)), rows=count(table.rows))
    return (first, *(each.reason for each in taken.left_out))


def filled_words(table: Table, recipe: Recipe) -> Iterator[str]:
    """Where something stands in for missing values, and for how many."""
    for column, of in zip(table.columns, recipe.columns, strict=True):
        if of.role is Role.INPUT and column.missing_count and of.missing is not Missing.LEAVE_OUT_ROW:
            yield tr_n(
                "{name}: {missing} missing value, {rule}.",
                "{name}: {missing} missing values, {rule}.",
                column.missing_count,
                missing=numbers.count(column.missing_count),
                name=column.name,
                rule=MISSING_WORDS[of.missing],
            )


def inputs_words(recipe: Recipe, taken: Taken) -> tuple[str, ...]:
    """How many inputs the network gets, and of which columns it gets several."""
    inputs, columns = len(taken.feature_names), len(recipe.of(Role.INPUT))
    first = tr_n("{count} column, {inputs}.", "{count} columns, {inputs}.", columns, inputs=_inputs(inputs))
    several = [
        tr("{name}: {inputs}, one a category.", name=each.name, inputs=_inputs(len(each.feature_names)))
        for each in taken.inputs
        if each.kind is Kind.CATEGORY
    ]
    return (first, *_told(several))


def left_out_words(shown: ColumnsTable) -> tuple[str, ...]:
    """Which columns are left out, and why where that was proposed."""
    told = [
        f"{column.name}: {remark}" if (remark := shown.remark(row)) else tr("{name}.", name=column.name)
        for row, column in enumerate(shown.rows)
        if shown.recipe_of(row).role is Role.LEAVE_OUT
    ]
    return _told(told)


def network_words(recipe: Recipe, taken: Taken) -> str:
    """What the network becomes, and what that means for training."""
    inputs = _inputs(len(taken.feature_names))
    if recipe.is_regression:
        predicted = tr_n("{count} number", "{count} numbers", len(taken.target_names))
    else:
        predicted = tr_n("{count} class", "{count} classes", len(taken.class_names))
    return tr(
        "The network gets {inputs} and predicts {predicted}. Training starts over; this can be undone.",
        inputs=inputs,
        predicted=predicted,
    )


def costs_words(taken: Taken, samples: int) -> str:
    """What many rows or inputs cost; nothing where they are few."""
    rows, inputs = samples or len(taken.rows), len(taken.feature_names)
    if rows <= MANY_ROWS and inputs <= MANY_INPUTS:
        return ""
    return tr(
        "{rows} rows of {inputs} are {numbers} numbers: {times} times as many as the digits have, so an epoch "
        "takes about {times} times as long.",
        rows=numbers.count(rows),
        inputs=_inputs(inputs),
        numbers=numbers.count(rows * inputs),
        times=numbers.significant(rows * inputs / _DIGITS, digits=2),
    )


def sets_words(recipe: Recipe, taken: Taken) -> str:
    """Which rows are for testing."""
    if taken.marks is not None:
        return tr("The column {name} says which.", name=recipe.of(Role.PART)[0].name)
    return ""


def _inputs(count: int) -> str:
    return tr_n("{count} input", "{count} inputs", count)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_TOLD])
    return shown if len(names) <= _MOST_TOLD else tr("{names} and others", names=shown)


def _told(sentences: list[str]) -> tuple[str, ...]:
    rest = len(sentences) - _MOST_TOLD
    if rest <= 1:
        return tuple(sentences)
    more = tr_n("And {count} more.", "And {count} more.", rest)
    return (*sentences[:_MOST_TOLD], more)
