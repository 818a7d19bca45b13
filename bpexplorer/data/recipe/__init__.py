"""What of a table is taken: the part of each column, what is done where a value is missing, and what comes of it."""

from bpexplorer.data.recipe.again import for_table
from bpexplorer.data.recipe.proposal import Proposal, proposed
from bpexplorer.data.recipe.recipe import ColumnRecipe, Missing, Recipe, Role
from bpexplorer.data.recipe.taking import LeftOut, Taken, taken

__all__ = [
    "ColumnRecipe",
    "LeftOut",
    "Missing",
    "Proposal",
    "Recipe",
    "Role",
    "Taken",
    "for_table",
    "proposed",
    "taken",
]
