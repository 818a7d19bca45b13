"""One sample as a list: what its columns have, what is typed in their place, and what the network gets. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PartName
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import (
    OwnColumn,
    OwnValue,
    own_columns,
    own_values,
    target_for,
    with_values,
)
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.table.table import Kind
from bpexplorer.look import numbers
from bpexplorer.look.own_units import MISSING, own_text, typed_value
from bpexplorer.panels.samples_table.words import output_name
from bpexplorer.translation import tr

#: So many of the inputs of one column stand in its cell.
_MOST_INPUTS: Final = 4
#: What stands in place of a target that isn't known.
NO_TARGET: Final = tr("not known")


@dataclass(frozen=True, slots=True, eq=False)
class OneSample:
    """A sample of a set, and what was typed in place of some of its values: first come the inputs, then the targets.

    ``typed`` has the values by the number of their row; None of a target is one that isn't known.
    """

    prepared: PreparedData
    part: PartName
    row: int
    inputs: tuple[OwnColumn, ...]
    values: tuple[OwnValue, ...]
    typed: Mapping[int, OwnValue] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, prepared: PreparedData, part: PartName, row: int) -> "OneSample":
        """A sample as it is."""
        data = prepared.training
        _, y, labels = data.part(part)
        if labels is not None:
            targets: tuple[OwnValue, ...] = (data.class_names[int(labels[row])],)
        else:
            targets = tuple(map(float, data.in_target_units(y[row])))
        return cls(prepared, part, row, own_columns(prepared), (*own_values(prepared, part, row), *targets))

    # As a table

    @property
    def columns(self) -> tuple[str, ...]:
        """What stands in a row: the name, the value in its own unit, and what the network gets."""
        return (tr("column"), tr("value"), tr("as the network gets it"))

    @property
    def rows(self) -> tuple[OwnValue, ...]:
        """A row for each column of the data that is an input or a target."""
        return self.values

    @property
    def shape(self) -> object:
        """What stays while another sample is shown, or another value typed."""
        return id(self.prepared)

    def name(self, row: int) -> str:
        """The name of the column."""
        if not self.is_target(row):
            return self.inputs[row].name
        if self.prepared.training.is_classification:
            return tr("class")
        return output_name(self.prepared.training, row - len(self.inputs))

    def is_target(self, row: int) -> bool:
        """Whether a row is what should be predicted."""
        return row >= len(self.inputs)

    def kind(self, row: int) -> Kind:
        """What its values are."""
        if not self.is_target(row):
            return self.inputs[row].kind
        return Kind.CATEGORY if self.prepared.training.is_classification else Kind.NUMBER

    def value(self, row: int) -> OwnValue:
        """What stands there: what was typed, or else what the sample has."""
        return self.typed.get(row, self.values[row])

    def text(self, row: int) -> str:
        """The value on screen."""
        value = self.value(row)
        if value is None:
            return NO_TARGET if self.is_target(row) else self._missing_text(row)
        return own_text(value, self.kind(row))

    def typed_text(self, row: int) -> str:
        """The value as it stands in the field in which another one is typed: without commas, which may be decimal."""
        value, kind = self.value(row), self.kind(row)
        is_number = isinstance(value, float) and kind is not Kind.DATE
        return self.text(row).replace(",", "") if is_number else "" if value is None else self.text(row)

    def _missing_text(self, row: int) -> str:
        stands_in = self.inputs[row].stands_in
        if stands_in is None:
            return MISSING
        return tr("missing: {value}", value=own_text(stands_in, self.kind(row)))

    def choices(self, row: int) -> tuple[str, ...]:
        """The names that can be chosen there; none where a number is typed."""
        if self.is_target(row):
            return (*self.prepared.training.class_names, NO_TARGET) if self.kind(row).is_coded else ()
        column = self.inputs[row]
        return (*column.names, *([MISSING] if column.may_be_missing else [])) if column.kind.is_coded else ()

    def given_text(self, row: int) -> str:
        """What the network gets of it, or should give."""
        given = self.y if self.is_target(row) else self.x[self.inputs[row].places]
        if given is None:
            return numbers.NOTHING
        if self.is_target(row) and not self.prepared.training.is_classification:
            given = given[row - len(self.inputs)][np.newaxis]
        texts = [numbers.signed(float(each), decimals=3).strip() for each in given[:_MOST_INPUTS]]
        return "  ".join(texts) + ("  …" if len(given) > _MOST_INPUTS else "")

    def meaning(self, row: int) -> str:
        """What a row is, whole."""
        name, text = self.name(row), self.text(row)
        if not self.is_target(row):
            column = self.inputs[row]
            was = own_text(self.values[row], column.kind)
            said = tr("{name}: {value}.", name=name, value=text)
            if row in self.typed:
                said += " " + tr("The sample has {was}.", was=was)
            if column.inputs > 1:
                first, last = column.first, column.first + column.inputs - 1
                return said + " " + tr("It is inputs {first} to {last}.", first=first, last=last)
            return said + " " + tr("It is input {first}.", first=column.first)
        said = tr("Target {name}: {value}.", name=name, value=text)
        return said + " " + tr("Without it there is no C and no δ.")

    # Typed

    def with_text(self, row: int, text: str) -> "OneSample":
        """The same with what was typed or chosen there.

        Raises DataError if it can't be taken; the text names the column.
        """
        choices, name = self.choices(row), self.name(row)
        if choices:
            value: OwnValue = None if text in (MISSING, NO_TARGET) and text not in choices[:-1] else text
            if value is not None and value not in choices:
                raise DataError(tr("“{name}” can't be {value}.", name=name, value=value))
        elif not text.strip():
            value = None
        else:
            value = typed_value(name, self.kind(row), text)
        typed = {**self.typed, row: value}
        if value == self.values[row]:
            typed.pop(row)
        changed = replace(self, typed=MappingProxyType(typed))
        _ = changed.x  # raises where nothing stands in for a missing value
        return changed

    @property
    def is_changed(self) -> bool:
        """Whether something else than the sample's own stands there."""
        return bool(self.typed)

    # For the network

    @property
    def x(self) -> FloatArray:
        """The inputs as the network gets them, shape (n_0,)."""
        typed = {row: value for row, value in self.typed.items() if not self.is_target(row)}
        return with_values(self.prepared, self.prepared.training.part(self.part).x[self.row], typed)

    @property
    def y(self) -> FloatArray | None:
        """The targets, shape (n_L,); None where one isn't known."""
        return target_for(
            self.prepared, tuple(self.value(row) for row in range(len(self.inputs), len(self.values)))
        )
