"""The options that speak of data, for every command that takes some."""

import argparse
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from bpexplorer.cli.console import numbers
from bpexplorer.core.errors import DataError
from bpexplorer.core.vocabularies.vocabulary import nearest
from bpexplorer.data.choice import Source, TableChoice, table_choice
from bpexplorer.data.recipe import Missing, Proposal, Recipe, Role, proposed
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.data.table.table import Kind, Table
from bpexplorer.translation import tr

_E = TypeVar("_E", bound=StrEnum)

#: The options that say what of a table is taken, by their names in the parsed options.
_OF_TABLES = ("target", "roles", "kinds", "rules", "gather", "target_scaling")
#: The fields of a choice that options of the same name change.
_OF_CHOICES = ("samples", "test_share", "validation_share", "scaling", "target_scaling")
_FLAGS = {"roles": "--role", "kinds": "--type", "rules": "--missing-rule", "gather": "--gather-below"}
#: So many names are listed in a line.
MOST_LISTED = 12


def add_to(parser: argparse.ArgumentParser) -> None:
    """What of the data is taken, and how it is split and scaled."""
    group = parser.add_argument_group("data")
    group.add_argument(
        "--target",
        action="append",
        metavar="COLUMN",
        help=tr(
            "the column to predict, by its name or number (0 the first, −1 the last), else it is guessed; "
            "repeatable for numbers"
        ),
    )
    group.add_argument(
        "--role",
        dest="roles",
        action="append",
        default=[],
        metavar="COLUMN=ROLE",
        help=tr("what a column is for: {roles}; repeatable", roles=_listed(Role)),
    )
    group.add_argument(
        "--type",
        dest="kinds",
        action="append",
        default=[],
        metavar="COLUMN=TYPE",
        help=tr("as what a column is taken: {kinds}; repeatable", kinds=_listed(Kind)),
    )
    group.add_argument(
        "--missing-rule",
        dest="rules",
        action="append",
        default=[],
        metavar="[COLUMN=]RULE",
        help=tr(
            "what is done where a value is missing, in every input that can have the rule or in one: {rules}; "
            "repeatable",
            rules=_listed(Missing),
        ),
    )
    group.add_argument(
        "--gather-below",
        dest="gather",
        type=numbers.count,
        metavar="N",
        help=tr("gather categories with fewer than N rows in one input"),
    )
    group.add_argument("--samples", type=numbers.count, metavar="N", help=tr("how many samples take part"))
    group.add_argument(
        "--test-share",
        type=numbers.share,
        metavar="S",
        help=tr("hold this share back for testing (0 to 0.5)"),
    )
    group.add_argument("--scaling", choices=SCALINGS, help=tr("how inputs are scaled"))
    group.add_argument(
        "--target-scaling", choices=SCALINGS, help=tr("how numbers that are predicted are scaled")
    )
    group.add_argument(
        "--data-seed", type=numbers.whole, metavar="S", help=tr("fixes the split and the fixed samples")
    )


def choice_of(table: Table, options: argparse.Namespace) -> tuple[TableChoice, Proposal]:
    """What is taken of a table: as proposed, but for what the options say; raises DataError."""
    targets = options.target or []
    proposal = proposed(table, _named_or_numbered(table, targets[-1]) if targets else None)
    recipe = proposal.recipe
    for more in targets[:-1]:
        name = proposed(table, _named_or_numbered(table, more)).recipe.of(Role.TARGET)[0].name
        recipe = recipe.with_column(name, role=Role.TARGET, missing=Missing.LEAVE_OUT_ROW)
    recipe = _changed(recipe, options)
    return _with_options(table_choice(table, recipe), options), proposal


def changed_choice(choice: Source, options: argparse.Namespace) -> Source:
    """The data of a project or an example, as the options say; raises DataError."""
    if isinstance(choice, TableChoice):
        if options.target:
            return _kept(choice_of(choice.table, options)[0], choice, options)
        return _with_options(replace(choice, recipe=_changed(choice.recipe, options)), options)
    for name in _OF_TABLES:
        if getattr(options, name, None):
            raise DataError(
                tr(
                    "{flag} speaks of the columns of a table, and “{name}” isn't one. Name a file with a table.",
                    flag=_FLAGS.get(name, f"--{name.replace('_', '-')}"),
                    name=choice.name,
                )
            )
    return _with_options(choice, options)


def _kept(new: TableChoice, old: TableChoice, options: argparse.Namespace) -> TableChoice:
    """A choice anew with what the older one has and no option says otherwise."""
    same: dict[str, Any] = {
        name: getattr(old, name)
        for name in ("samples", "test_share", "validation_share", "scaling")
        if getattr(options, name, None) is None
    }
    if options.data_seed is None:
        same["seed"] = old.seed
    return replace(new, **same)


def _with_options(choice: Any, options: argparse.Namespace) -> Any:
    said = {name: getattr(options, name, None) for name in _OF_CHOICES}
    changes = {name: value for name, value in said.items() if value is not None}
    if options.data_seed is not None:
        changes["seed"] = options.data_seed
    return replace(choice, **changes) if changes else choice


def _named_or_numbered(table: Table, text: str) -> str | int:
    """A column by its name, or else by its number."""
    if text in table.names:
        return text
    try:
        return int(text.replace("−", "-"))
    except ValueError:
        return text


def _changed(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """The recipe with what the options say of columns."""
    for field, kind, assignments in (("role", Role, options.roles), ("kind", Kind, options.kinds)):
        for assignment in assignments:
            name, value = _assigned(recipe, assignment, field)
            recipe = recipe.with_column(name, **{field: _word(kind, value)})
    for assignment in options.rules:
        if "=" in assignment:
            name, value = _assigned(recipe, assignment, "missing")
            recipe = recipe.with_column(name, missing=_word(Missing, value))
        else:
            recipe = _with_rule(recipe, _word(Missing, assignment))
    if options.gather is not None:
        for column in recipe.of(Role.INPUT):
            recipe = recipe.with_column(column.name, gather_below=options.gather)
    return recipe


def _with_rule(recipe: Recipe, rule: Missing) -> Recipe:
    """The rule for every input that can have it."""
    from bpexplorer.data.recipe.recipe import RULES

    for column in recipe.of(Role.INPUT):
        if rule in RULES[column.kind]:
            recipe = recipe.with_column(column.name, missing=rule)
    return recipe


def _assigned(recipe: Recipe, assignment: str, what: str) -> tuple[str, str]:
    # A name may hold the sign, a word can't.
    name, sign, value = assignment.rpartition("=")
    names = [column.name for column in recipe.columns]
    if not sign or name not in names:
        raise DataError(
            tr(
                "“{assignment}” gives no column its {what}: write COLUMN={what}.{nearest} The columns are {names}.",
                assignment=assignment,
                what=what.upper(),
                nearest=nearest(name, names),
                names=", ".join(names[:MOST_LISTED]) + (", …" if len(names) > MOST_LISTED else ""),
            )
        )
    return name, value.strip()


def _word(kind: type[_E], text: str) -> _E:
    try:
        return kind(text.replace("-", "_"))
    except ValueError:
        raise DataError(
            tr(
                "“{text}” is none of {words}.{nearest}",
                text=text,
                words=_listed(kind),
                nearest=nearest(text, list(kind)),
            )
        ) from None


def _listed(kind: type[StrEnum]) -> str:
    return ", ".join(kind)
