"""The command ``data``: what would be taken of a data file."""

import argparse
from typing import Any

import msgspec
import numpy as np

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import OK
from bpexplorer.cli.console.numbers import shown
from bpexplorer.cli.console.output import say
from bpexplorer.cli.console.signals import lost_by_ending
from bpexplorer.cli.console.tables import head
from bpexplorer.cli.data_options import choice_of
from bpexplorer.cli.reading import read
from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import TableChoice
from bpexplorer.data.recipe import Missing, Proposal, Role, Taken, taken
from bpexplorer.data.recipe.recipe import MISSING_WORDS, ROLE_WORDS
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.translation import tr, tr_n

#: So many categories are named for people; scripts get all.
_NAMED = 5
_LONGEST_NAME = 30
_KINDS = {
    Kind.NUMBER: tr("number"),
    Kind.CATEGORY: tr("category"),
    Kind.YES_NO: tr("yes/no"),
    Kind.DATE: tr("date"),
}


def data(options: argparse.Namespace) -> Answer:
    """Read a file as ``train`` would, and say what is in it."""
    lost_by_ending(tr("Nothing is written."))
    table = read(options.file, options)
    choice, proposal = choice_of(table, options)
    found, said = facts(table), lines(table)
    for each, recipe, reason in zip(found["columns"], choice.recipe.columns, proposal.reasons, strict=True):
        each |= {"role": recipe.role, "taken_as": recipe.kind, "rule": recipe.missing, "reason": reason}
    try:
        made = taken(table, choice.recipe)
    except DataError as error:
        if options.target or options.roles or options.kinds:
            raise
        # Nobody has asked for more than what is in the file.
        said += _set_aside(choice, proposal)
        return OK, found | {"taken": None, "refusal": str(error)}, [*said, str(error)]
    found |= _taken_facts(choice, proposal, made)
    return OK, found, [*said, *_taken_lines(choice, proposal, made, is_guessed=not options.target)]


def say_what_was_guessed(choice: TableChoice, proposal: Proposal) -> None:
    """Say on stderr what nobody has said, and what one should know of what was taken."""
    made = taken(choice.table, choice.recipe)
    for sentence in (*choice.table.notes, *_told(choice, proposal, made, is_guessed=True)):
        say(sentence)


def _taken_facts(choice: TableChoice, proposal: Proposal, made: Taken) -> dict[str, Any]:
    return {
        "target_reason": proposal.target_reason,
        "taken": len(made.rows),
        "left_out": [{"rows": one.rows, "reason": one.reason} for one in made.left_out],
        "inputs": list(made.feature_names),
        "classes": dict(zip(made.class_names, made.class_counts, strict=True)),
        "targets": list(made.target_names),
        "scaling": choice.scaling,
        "target_scaling": choice.target_scaling,
        "warnings": list(made.warnings),
    }


def _taken_lines(choice: TableChoice, proposal: Proposal, made: Taken, *, is_guessed: bool) -> list[str]:
    """What ``train`` takes of the table, and why."""
    inputs = len(made.feature_names)
    said = _told(choice, proposal, made, is_guessed=is_guessed)
    if not is_guessed:
        said.insert(0, tr("To predict: {names}.", names=_names(choice, Role.TARGET)))
    said.append(
        tr_n(
            "{taken:,} of {rows:,} rows are taken, with {count} input.",
            "{taken:,} of {rows:,} rows are taken, with {count:,} inputs.",
            inputs,
            taken=len(made.rows),
            rows=choice.table.rows,
        )
    )
    rules = [
        tr(
            "{name}, where a value is missing: {rule}.",
            name=_shortened(each.name),
            rule=MISSING_WORDS[each.missing],
        )
        for each in choice.recipe.of(Role.INPUT)
        if each.missing is not Missing.LEAVE_OUT_ROW
    ]
    return [*said, *_set_aside(choice, proposal), *rules]


def _set_aside(choice: TableChoice, proposal: Proposal) -> list[str]:
    """Which columns are neither inputs nor predicted, and why."""
    return [
        f"{_shortened(each.name)}: {ROLE_WORDS[each.role]}. {reason}".rstrip()
        for each, reason in zip(choice.recipe.columns, proposal.reasons, strict=True)
        if each.role in (Role.LEAVE_OUT, Role.PART)
    ]


def _told(choice: TableChoice, proposal: Proposal, made: Taken, *, is_guessed: bool) -> list[str]:
    """What was guessed, which rows are left out, and what one should know."""
    names = _names(choice, Role.TARGET)
    guess = [tr("To predict: {names}. {why}", names=names, why=proposal.target_reason)] if is_guessed else []
    return [*guess, *(one.reason for one in made.left_out), *made.warnings]


def _names(choice: TableChoice, role: Role) -> str:
    return ", ".join(_shortened(column.name) for column in choice.recipe.of(role))


def facts(table: Table) -> dict[str, Any]:
    """What there is to say about a table, for scripts."""
    return {
        "rows": table.rows,
        "digest": table.digest,
        "image_shape": table.image_shape,
        "origin": msgspec.to_builtins(table.origin),
        "notes": list(table.notes),
        "columns": [_column_facts(column) for column in table.columns],
    }


def _column_facts(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "kind": column.kind.value,
        "type": str(column.values.dtype),
        "missing": column.missing_count,
    }
    if column.kind.is_coded:
        counts = np.bincount(column.values[column.values >= 0], minlength=len(column.categories))
        return found | {"categories": dict(zip(column.categories, counts.tolist(), strict=True))}
    present = column.values[~column.missing].astype(np.float64)
    ends = (
        [float(end) for end in (present.min(), present.mean(), present.max())] if len(present) else [None] * 3
    )
    return found | dict(zip(("least", "mean", "greatest"), ends, strict=True))


def lines(table: Table) -> list[str]:
    """The same for people."""
    origin = table.origin
    assert origin is not None
    shape = table.image_shape
    return [
        tr(
            "{name}: {rows}, {columns}",
            name=origin.name,
            rows=tr_n("{count:,} row", "{count:,} rows", table.rows),
            columns=tr_n("{count:,} column", "{count:,} columns", len(table.columns)),
        ),
        *table.notes,
        *(
            [tr("Pictures of {rows}×{columns} pixels.", rows=shape[0], columns=shape[1])]
            if shape is not None
            else []
        ),
        head((tr("column"), -_LONGEST_NAME), (tr("kind"), -10), (tr("missing"), 8)) + "  " + tr("values"),
        *_column_lines(table),
    ]


def _column_lines(table: Table) -> list[str]:
    """One line a column; of pictures, one for all pixels."""
    pixels = 0 if table.image_shape is None else int(np.prod(table.image_shape))
    columns = [
        f"{_shortened(column.name):<{_LONGEST_NAME}}{_KINDS[column.kind]:<10}{column.missing_count:>8,}"
        f"  {_values(column)}"
        for column in table.columns[pixels:]
    ]
    if not pixels:
        return columns
    least = min(float(np.nanmin(column.values)) for column in table.columns[:pixels])
    greatest = max(float(np.nanmax(column.values)) for column in table.columns[:pixels])
    between = tr("{least} to {greatest}", least=shown(least, ".4g"), greatest=shown(greatest, ".4g"))
    missing = sum(column.missing_count for column in table.columns[:pixels])
    name = tr("{pixels:,} pixels", pixels=pixels)
    return [f"{name:<{_LONGEST_NAME}}{_KINDS[Kind.NUMBER]:<10}{missing:>8,}  {between}", *columns]


def _values(column: Column) -> str:
    if column.kind.is_coded:
        named = ", ".join(_shortened(each) for each in column.categories[:_NAMED])
        more = len(column.categories) - _NAMED
        return named + (tr(" and {more:,} more", more=more) if more > 0 else "")
    present = np.flatnonzero(~column.missing)
    if not len(present):
        return tr("all missing")
    order = column.values[present]
    low, high = present[np.argmin(order)], present[np.argmax(order)]
    if column.kind is Kind.DATE:
        return tr("{least} to {greatest}", least=column.text(low), greatest=column.text(high))
    return tr(
        "{least} to {greatest}, mean {mean}",
        least=shown(float(order.min()), ".4g"),
        greatest=shown(float(order.max()), ".4g"),
        mean=shown(float(order.mean(dtype=np.float64)), ".4g"),
    )


def _shortened(text: str) -> str:
    """A name on one line of a table."""
    text = " ".join(text.split())
    return text if len(text) < _LONGEST_NAME else f"{text[: _LONGEST_NAME - 2]}…"
