"""A column that says of each row which set it is in."""

from typing import Final

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PARTS
from bpexplorer.core.types import IntArray
from bpexplorer.data.recipe.kinds import as_kind
from bpexplorer.data.table.table import Column, Kind
from bpexplorer.translation import tr

#: The sets by number, as a mark: those of `PARTS` in their order.
TRAIN, VALIDATION, TEST = range(len(PARTS))
_WORDS: Final = {
    **dict.fromkeys(("train", "training", "learn"), TRAIN),
    **dict.fromkeys(("validation", "valid", "val", "dev"), VALIDATION),
    **dict.fromkeys(("test", "testing"), TEST),
}
#: Of a column that is called after one set, a yes says that the row is in it.
_YES: Final = ("1", "yes", "true", "y", "t")
_NO: Final = ("0", "no", "false", "n", "f")


def marks_of(column: Column, rows: IntArray) -> IntArray:
    """The number of the set that each of these rows is in.

    Raises
    ------
    DataError
        If a value names no set, or no row is for training.
    """
    named = as_kind(column, Kind.CATEGORY)
    of_codes = np.array([_mark(name, column.name) for name in named.categories], dtype=np.intp)
    marks: IntArray = of_codes[named.values[rows].astype(np.intp)]
    unknown = np.flatnonzero(marks < 0)
    if unknown.size:
        raise DataError(
            tr(
                "The column “{name}” marks a row with “{mark}”, which is no set. The words are train, "
                "validation and test; 0 and 1 do in a column called “test”.",
                name=column.name,
                mark=named.categories[int(named.values[rows[unknown[0]]])][:40],
            )
        )
    if not (marks == TRAIN).any():
        raise DataError(tr("The column “{name}” leaves no row for training.", name=column.name))
    return marks


def can_mark(column: Column) -> bool:
    """Whether its values name sets, and more than one."""
    if not column.kind.is_coded:
        return False
    marks = {_mark(name, column.name) for name in column.categories}
    return len(marks) > 1 and -1 not in marks and TRAIN in marks


def _mark(value: str, column: str) -> int:
    word = value.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    called = _WORDS.get(column.strip().casefold().removeprefix("is_").removeprefix("is "), -1)
    if called == TEST and word in _YES + _NO:
        return TEST if word in _YES else TRAIN
    if called == TRAIN and word in _YES + _NO:
        return TRAIN if word in _YES else TEST
    return -1
