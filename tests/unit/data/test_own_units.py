"""One sample in the units of its data and as the network gets it: both ways, from every kind of column."""

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import default_choice, table_choice
from bpexplorer.data.own_units import own_columns, own_rows, own_values, with_values
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.data.recipe import Missing
from tests.tables import flowers


def prepared_flowers(rule: Missing = Missing.MEDIAN) -> PreparedData:
    choice = table_choice(flowers())
    recipe = choice.recipe.with_column("island", missing=Missing.OWN_CATEGORY)
    return prepare(table_choice(choice.table, recipe.with_column("long", missing=rule)), "sigmoid")


def test_every_sample_has_the_values_of_its_row_of_the_table() -> None:
    prepared = prepared_flowers(Missing.LEAVE_OUT_ROW)
    table = prepared.choice.table  # type: ignore[union-attr]
    found = {column.name: column for column in table.columns}
    seen = []
    for part, given in (("train", prepared.training.x_train), ("test", prepared.training.x_test)):
        for row in range(len(given)):
            place = int(own_rows(prepared, part)[row])  # type: ignore[arg-type]
            seen.append(place)
            values = own_values(prepared, part, row)  # type: ignore[arg-type]
            for column, value in zip(own_columns(prepared), values, strict=True):
                shown = "" if value is None else value if isinstance(value, str) else str(value)
                assert shown == found[column.name].text(place)
            # All of it typed again is what the network got.
            again = with_values(prepared, np.zeros_like(given[row]), dict(enumerate(values)))
            np.testing.assert_allclose(again, given[row], rtol=1e-12, atol=1e-12)
    assert sorted(seen) == [row for row in range(60) if row != 3]


def test_another_category_moves_its_inputs_alone() -> None:
    prepared = prepared_flowers()
    data, columns = prepared.training, own_columns(prepared)
    island = next(place for place, column in enumerate(columns) if column.name == "island")
    changed = with_values(prepared, data.x_train[0], {island: "Dream"})
    raw = prepared.scaling.undo(changed)[columns[island].places]
    names = data.feature_names[columns[island].places]
    assert names[int(raw.round().argmax())] == "island = Dream"
    assert raw.round(9).sum() == 1.0
    others = np.ones(len(changed), dtype=bool)
    others[columns[island].places] = False
    np.testing.assert_array_equal(changed[others], data.x_train[0][others])


def test_what_stands_in_is_taken_for_a_missing_value_and_else_the_column_is_named() -> None:
    prepared = prepared_flowers()
    places = {column.name: place for place, column in enumerate(own_columns(prepared))}
    x = prepared.training.x_train[0]
    filled = prepared.scaling.undo(with_values(prepared, x, {places["long"]: None}))
    assert filled[places["long"]] == pytest.approx(own_columns(prepared)[places["long"]].stands_in)
    missing = prepared.scaling.undo(with_values(prepared, x, {places["island"]: None}))
    assert missing.round()[prepared.training.feature_names.index("island = missing")] == 1.0
    with pytest.raises(DataError, match="wide"):
        with_values(prepared, x, {places["wide"]: None})
    with pytest.raises(DataError, match="wide"):
        with_values(prepared, x, {places["wide"]: float("inf")})


def test_data_that_are_generated_have_their_inputs_for_columns() -> None:
    prepared = prepare(default_choice("circle"), "sigmoid")
    values = np.array(own_values(prepared, "test", 3), dtype=float)
    np.testing.assert_allclose(values, prepared.scaling.undo(prepared.training.x_test[3]))
    changed = with_values(prepared, prepared.training.x_test[3], {1: 0.5})
    np.testing.assert_allclose(prepared.scaling.undo(changed), np.array([values[0], 0.5]))
