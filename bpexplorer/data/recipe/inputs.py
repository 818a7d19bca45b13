"""How a column becomes inputs of a network: what is fitted to the training set, and goes with the weights."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.recipe.recipe import ColumnRecipe, Missing
from bpexplorer.data.table.table import Column, Kind
from bpexplorer.translation import tr

#: Rows of many columns that are put together at a time.
_ROWS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class InputColumn:
    """One column on its way into the network, before its inputs are scaled.

    Numbers and dates are one input each; yes or no is one of 0 and 1; a category has one input for each of its names,
    1 for its own and 0 for the others.

    Parameters
    ----------
    name : str
    kind : Kind
    missing : Missing
        What is done where there is no value, or a category that isn't known here.
    categories : tuple of str
        The names that have an input each; of yes or no, those of 0 and of 1.
    gathered : tuple of str
        The names that share one input, “other”.
    fill : float, str or None
        What stands in for a missing value: a number, or one of the categories. None until it is fitted, and where no
        value stands in.
    """

    name: str
    kind: Kind
    missing: Missing = Missing.LEAVE_OUT_ROW
    categories: tuple[str, ...] = ()
    gathered: tuple[str, ...] = ()
    fill: float | str | None = None

    @classmethod
    def of(cls, recipe: ColumnRecipe, column: Column, rows: IntArray) -> "InputColumn":
        """As the recipe says, with the categories that these rows have."""
        if not recipe.kind.is_coded:
            return cls(column.name, recipe.kind, recipe.missing)
        if recipe.kind is Kind.YES_NO:
            return cls(column.name, recipe.kind, recipe.missing, column.categories)
        counts = _counts(column, rows)
        rare = {
            name
            for name, count in zip(column.categories, counts, strict=True)
            if 0 < count < recipe.gather_below
        }
        if len(rare) < 2:  # one alone gains nothing by another name
            rare = set()
        present = [name for name, count in zip(column.categories, counts, strict=True) if count]
        return cls(
            column.name,
            recipe.kind,
            recipe.missing,
            tuple(name for name in present if name not in rare),
            tuple(name for name in present if name in rare),
        )

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The name of each of its inputs."""
        if self.kind is not Kind.CATEGORY:
            return (self.name,)
        more = [tr("other")] * bool(self.gathered) + [tr("missing")] * self._has_own
        return tuple(f"{self.name} = {one}" for one in (*self.categories, *more))

    def fitted(self, column: Column, rows: IntArray) -> "InputColumn":
        """The same with what stands in for a missing value, taken from these rows.

        Raises DataError if none of them has a value.
        """
        if self.missing in (Missing.LEAVE_OUT_ROW, Missing.OWN_CATEGORY):
            return self
        kept = rows[~column.missing[rows]]
        if not len(kept):
            raise DataError(
                tr(
                    "The column “{name}” has no value in the training set that could stand in for a "
                    "missing one. Leave the column out.",
                    name=self.name,
                )
            )
        if self.kind.is_coded:
            known = np.array([name in self.categories for name in column.categories])
            counts = np.where(known, _counts(column, kept), -1)
            return replace(self, fill=column.categories[int(counts.argmax())])
        return replace(self, fill=_middle(column.values[kept].astype(np.float64), self.missing))

    def values(self, column: Column, rows: IntArray) -> FloatArray:
        """The inputs of these rows, shape (rows, inputs); NaN where there is no value and nothing stands in."""
        if self.kind.is_coded:
            return self._of_names(column, rows)
        numbers: FloatArray = column.values[rows]
        if self.fill is not None:
            numbers[column.missing[rows]] = self.fill
        return numbers[:, np.newaxis]

    @property
    def _has_own(self) -> bool:
        return self.missing is Missing.OWN_CATEGORY

    def _of_names(self, column: Column, rows: IntArray) -> FloatArray:
        places = self._places()
        unknown = places.get(self.fill, -1) if isinstance(self.fill, str) else -1
        if self._has_own:
            unknown = len(self.feature_names) - 1
        of_codes = np.array(
            [*(places.get(name, unknown) for name in column.categories), unknown], dtype=np.intp
        )
        place = of_codes[column.values[rows].astype(np.intp)]  # a missing value has the code −1, the last one
        if self.kind is Kind.YES_NO:
            return np.where(place < 0, np.nan, place)[:, np.newaxis]
        inputs = (place[:, np.newaxis] == np.arange(len(self.feature_names))).astype(np.float64)
        inputs[place < 0] = np.nan
        return inputs

    def _places(self) -> dict[str, int]:
        """Which of the inputs a name is 1 in; of yes or no, the number itself."""
        places = {name: place for place, name in enumerate(self.categories)}
        return places | dict.fromkeys(self.gathered, len(self.categories))


def _counts(column: Column, rows: IntArray) -> IntArray:
    """How many of these rows each category has."""
    codes = column.values[rows].astype(np.intp)
    return np.bincount(codes[codes >= 0], minlength=len(column.categories))


def _middle(numbers: FloatArray, rule: Missing) -> float:
    if rule is Missing.MEAN:
        return float(numbers.mean())
    if rule is Missing.MEDIAN:
        return float(np.median(numbers))
    found, counts = np.unique(numbers, return_counts=True)
    return float(found[counts.argmax()])


def inputs_of(fitted: tuple[InputColumn, ...], columns: tuple[Column, ...], rows: IntArray) -> FloatArray:
    """The inputs of rows, shape (rows, n_0), column by column into one array.

    Raises DataError for a number that isn't finite.
    """
    widths = [len(one.feature_names) for one in fitted]
    x = np.empty((len(rows), sum(widths)), dtype=_dtype(columns))
    # Some rows at a time: what lies beside each other in memory is read, and written, while it is near.
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        some, begin = rows[first : first + _ROWS_AT_ONCE], 0
        block = np.empty((x.shape[1], len(some)), x.dtype)
        for one, column, width in zip(fitted, columns, widths, strict=True):
            block[begin : begin + width] = one.values(column, some).T
            begin += width
        _check_finite(block, fitted, some)
        x[first : first + len(some)] = block.T
    return x


def _check_finite(block: FloatArray, fitted: tuple[InputColumn, ...], rows: IntArray) -> None:
    """Raise DataError with the first infinite number of a block, shape (inputs, rows)."""
    infinite = np.isinf(block)
    if not infinite.any():
        return
    place, row = np.argwhere(infinite)[0]
    names = [one.name for one in fitted for _ in one.feature_names]
    raise DataError(
        tr(
            "The column “{name}” holds {value} in row {row}. Every number must be finite: correct it, or leave "
            "the cell empty.",
            name=names[place],
            value=block[place, row],
            row=int(rows[row]),
        )
    )


def _dtype(columns: tuple[Column, ...]) -> type[np.floating]:
    of_numbers = [column.values.dtype for column in columns if not column.kind.is_coded]
    is_single = bool(of_numbers) and all(dtype == np.float32 for dtype in of_numbers)
    return np.float32 if is_single else np.float64
