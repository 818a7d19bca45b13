"""What is chosen of each column of a table, row by row, as a value. No Qt."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from bpexplorer.data.glance import Glance
from bpexplorer.data.recipe import ColumnRecipe, Missing, Proposal, Recipe, Role
from bpexplorer.data.recipe.recipe import KIND_WORDS, MISSING_WORDS, ROLE_WORDS, RULES
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.look import numbers
from bpexplorer.translation import tr


class Part(IntEnum):
    """What stands in a row, from the left."""

    NAME = 0
    ROLE = 1
    KIND = 2
    MISSING = 3
    RULE = 4
    VALUES = 5
    REMARK = 6


#: What is chosen in a row, each from a list.
CHOSEN: Final = (Part.ROLE, Part.KIND, Part.RULE)
HEADINGS: Final = {
    Part.NAME: (tr("Column"), tr("The name of the column.")),
    Part.ROLE: (
        tr("Role"),
        tr("What the column is for: an input of the network, what it is to predict, or nothing."),
    ),
    Part.KIND: (
        tr("Type"),
        tr("As what its values are taken. A category becomes one input for each of its names."),
    ),
    Part.MISSING: (tr("Missing"), tr("How many of its values are missing.")),
    Part.RULE: (tr("Where missing"), tr("What is done with a row in which the value is missing.")),
    Part.VALUES: (tr("Values"), tr("How often each value is there, or each part of the range.")),
    Part.REMARK: (tr("Remark"), tr("Why the column is proposed for what it is.")),
}


@dataclass(frozen=True, slots=True, eq=False)
class ColumnsTable:
    """The columns of a table with their recipes; what isn't known of one yet is None."""

    table: Table
    recipe: Recipe
    #: What was proposed, and why.
    proposal: Proposal
    glances: tuple[Glance, ...] | None = None

    @property
    def columns(self) -> tuple[Part, ...]:
        """What stands in a row."""
        return tuple(Part)

    @property
    def rows(self) -> tuple[Column, ...]:
        """A row for each column of the table."""
        return self.table.columns

    @property
    def shape(self) -> object:
        """Rows stay where they are while choices change."""
        return id(self.table)

    def recipe_of(self, row: int) -> ColumnRecipe:
        """What becomes of this column."""
        return self.recipe.columns[row]

    def glance_of(self, row: int) -> Glance | None:
        """How its values are spread, once that is known."""
        return None if self.glances is None else self.glances[row]

    def text(self, row: int, part: Part) -> str:
        """What stands there."""
        column, recipe = self.rows[row], self.recipe_of(row)
        match part:
            case Part.NAME:
                return column.name
            case Part.ROLE:
                return ROLE_WORDS[recipe.role]
            case Part.KIND:
                return KIND_WORDS[recipe.kind]
            case Part.MISSING:
                return numbers.count(column.missing_count)
            case Part.RULE:
                return self.rule_words(row)
            case Part.REMARK:
                return self.remark(row)
            case _:
                return ""

    def remark(self, row: int) -> str:
        """Why a column is proposed for what it is, as long as it is that."""
        recipe, proposed = self.recipe_of(row), self.proposal.recipe.columns[row]
        if recipe.role is not proposed.role:
            return ""
        return self.proposal.target_reason if recipe.role is Role.TARGET else self.proposal.reasons[row]

    def rule_words(self, row: int) -> str:
        """What is done where a value is missing, if one is."""
        column, recipe = self.rows[row], self.recipe_of(row)
        if recipe.role is Role.LEAVE_OUT or not column.missing_count:
            return ""
        if recipe.role is not Role.INPUT:  # nothing could stand in for what is to be predicted
            return MISSING_WORDS[Missing.LEAVE_OUT_ROW]
        return MISSING_WORDS[recipe.missing]

    def offered(self, row: int, part: Part) -> dict[Any, str]:
        """What can be chosen there, with its words; nothing where nothing can be."""
        column, recipe = self.rows[row], self.recipe_of(row)
        match part:
            case Part.ROLE:
                return dict(ROLE_WORDS)
            case Part.KIND if recipe.role is not Role.LEAVE_OUT:
                return {kind: KIND_WORDS[kind] for kind in _kinds(column)}
            case Part.RULE if recipe.role is Role.INPUT and column.missing_count:
                return {rule: MISSING_WORDS[rule] for rule in RULES[recipe.kind]}
            case _:
                return {}

    def chosen(self, row: int, part: Part) -> object:
        """What is chosen there now."""
        recipe = self.recipe_of(row)
        return {Part.ROLE: recipe.role, Part.KIND: recipe.kind, Part.RULE: recipe.missing}.get(part)


def _kinds(column: Column) -> tuple[Kind, ...]:
    """As what the values of a column can be taken."""
    if column.kind is Kind.CATEGORY:
        return (Kind.CATEGORY, Kind.YES_NO) if len(column.categories) <= 2 else (Kind.CATEGORY,)
    if column.kind is Kind.YES_NO:
        return (Kind.YES_NO, Kind.CATEGORY, Kind.NUMBER)
    if column.kind is Kind.DATE:
        return (Kind.DATE, Kind.NUMBER, Kind.CATEGORY)
    return (Kind.NUMBER, Kind.CATEGORY)
