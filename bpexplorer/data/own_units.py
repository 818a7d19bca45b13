"""One sample as its data have it, column by column, and as the network gets it, input by input."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.recipe import Role
from bpexplorer.data.recipe.inputs import InputColumn
from bpexplorer.data.recipe.naming import naming_column
from bpexplorer.data.recipe.recipe import Missing
from bpexplorer.data.table.table import Column, Kind
from bpexplorer.translation import tr

#: A number (of a date, days since 1970-01-01), the name of a category, or nothing where it is missing.
OwnValue = float | str | None


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column of the data and the inputs that it becomes, from ``first`` on.

    ``fitted`` is what is fitted to the training set; None where data are generated, and each input is its own column.
    """

    name: str
    kind: Kind
    first: int
    inputs: int = 1
    fitted: InputColumn | None = None

    @property
    def places(self) -> slice:
        """Where its inputs stand among all."""
        return slice(self.first, self.first + self.inputs)

    @property
    def names(self) -> tuple[str, ...]:
        """The categories that it knows; none for numbers."""
        return () if self.fitted is None else (*self.fitted.categories, *self.fitted.gathered)

    @property
    def may_be_missing(self) -> bool:
        """Whether the network has an answer where there is no value."""
        return self.fitted is not None and self.fitted.missing is not Missing.LEAVE_OUT_ROW

    @property
    def stands_in(self) -> OwnValue:
        """What is taken where a value is missing; None if nothing is."""
        return None if self.fitted is None else self.fitted.fill


def own_columns(prepared: PreparedData) -> tuple[OwnColumn, ...]:
    """The columns of the data, in the order of the inputs that they become."""
    if not prepared.columns:
        names = prepared.training.feature_names
        return tuple(OwnColumn(name, Kind.NUMBER, first) for first, name in enumerate(names))
    columns, first = [], 0
    for one in prepared.columns:
        columns.append(OwnColumn(one.name, one.kind, first, len(one.feature_names), one))
        first += columns[-1].inputs
    return tuple(columns)


def is_of(prepared: PreparedData, data: TrainingData) -> bool:
    """Whether samples of these data are those that were prepared, be they encoded for another output layer."""
    own = prepared.training
    return own is data or (
        own.feature_names == data.feature_names
        and all(own.part(part).x.shape == data.part(part).x.shape for part in PARTS)
    )


def own_rows(prepared: PreparedData, part: PartName) -> IntArray:
    """Which row of its table each sample of a set is, or which sample of the data set before that was split."""
    split = prepared.split
    places = dict(zip(PARTS, (split.train, split.validation, split.test), strict=True))[part]
    return places if prepared.taken is None else prepared.taken.rows[places]


def row_names(prepared: PreparedData) -> Column | None:
    """The column that is left out of a table and names its rows; None if there is none."""
    choice = prepared.choice
    if isinstance(choice, DataChoice):
        return None
    return naming_column(choice.table, (one.name for one in choice.recipe.of(Role.LEAVE_OUT)))


def own_values(prepared: PreparedData, part: PartName, row: int) -> tuple[OwnValue, ...]:
    """What each of `own_columns` has of a sample, a row of a set, before anything is filled in or scaled."""
    if prepared.taken is None:
        raw = prepared.scaling.undo(prepared.training.part(part).x[row])
        return tuple(map(float, raw))
    place = int(own_rows(prepared, part)[row])
    return tuple(_value(column, place) for column in prepared.taken.columns)


def with_values(prepared: PreparedData, x: FloatArray, values: Mapping[int, OwnValue]) -> FloatArray:
    """Inputs x, shape (n_0,), as the network gets them, with other values for some of `own_columns`, by their place.

    Raises
    ------
    DataError
        If a category isn't known, or nothing stands in for a value that is missing; the text names the column.
    """
    columns, raw = own_columns(prepared), prepared.scaling.undo(x.astype(np.float64))
    changed = np.zeros(len(raw), dtype=np.bool_)
    for place, value in values.items():
        raw[columns[place].places] = _inputs(columns[place], value)
        changed[columns[place].places] = True
    return np.where(changed, prepared.scaling.apply(raw), x)


def target_for(prepared: PreparedData, values: tuple[OwnValue, ...]) -> FloatArray | None:
    """What the outputs should be, shape (n_L,), for a class by its name or for numbers in their own units.

    None where a value isn't known.
    """
    data = prepared.training
    if any(value is None for value in values):
        return None
    if data.labels_train is not None:
        label = data.class_names.index(str(values[0]))
        # Every class has a training sample, which is encoded already.
        encoded: FloatArray = data.y_train[int(np.argmax(data.labels_train == label))]
        return encoded
    numbers = np.array(values, dtype=np.float64)
    return numbers if prepared.target_scaling is None else prepared.target_scaling.apply(numbers)


def _value(column: Column, row: int) -> OwnValue:
    if column.missing[row]:
        return None
    value = column.values[row]
    return column.categories[value] if column.kind.is_coded else float(value)


def _inputs(column: OwnColumn, value: OwnValue) -> FloatArray:
    """The inputs that a value of a column becomes, before they are scaled, shape (inputs,)."""
    if column.fitted is None:
        inputs = np.array([np.nan if value is None else float(value)])
    else:
        inputs = column.fitted.values(_one_cell(column, value), np.zeros(1, dtype=np.intp))[0]
    if not np.isfinite(inputs).all():
        raise DataError(
            tr("“{name}” has no value, and nothing stands in for a missing one.", name=column.name)
            if value is None
            else tr("“{name}” can't be {value}.", name=column.name, value=value)
        )
    return inputs


def _one_cell(column: OwnColumn, value: OwnValue) -> Column:
    missing = np.array([value is None])
    if isinstance(value, str):
        return Column(column.name, column.kind, np.zeros(1, dtype=np.int32), missing, (value,))
    if column.kind.is_coded:
        return Column(
            column.name, column.kind, np.full(1, -1, dtype=np.int32), missing, column.names or ("",)
        )
    number = np.nan if value is None else float(value)
    return Column(column.name, column.kind, np.array([number]), missing)
