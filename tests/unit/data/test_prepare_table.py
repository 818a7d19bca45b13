"""A table, prepared: split, filled, scaled by its training set, and no copy kept that nobody uses."""

import gc
import weakref
from dataclasses import replace

import numpy as np

from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import ColumnRecipe, Missing, Recipe, Role, proposed
from bpexplorer.data.table.table import Column, Kind, Table
from tests.tables import flower_choice, flowers, table


def test_a_table_becomes_three_sets_of_scaled_inputs() -> None:
    prepared = prepare(flower_choice(validation_share=0.2), "softmax")
    data = prepared.training
    assert data.class_names == ("iris", "rose")
    assert data.feature_names[:2] == ("long", "wide")
    kept = len(prepared.taken.rows)
    assert kept == 59  # one has no length, and lengths are left out where they are missing
    assert data.sample_count == kept
    assert len(data.x_test)
    assert len(data.x_validation)
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1)
    shown = prepared.in_own_units(np.array([0]))
    wide = flowers().columns[1].values
    np.testing.assert_allclose(shown.x[0, 1], wide[prepared.taken.rows[prepared.split.train[0]]])


def test_neither_scaling_nor_what_stands_in_sees_the_test_set() -> None:
    cells = [1.0, None, 3.0, 4.0] * 10
    made = table(x=cells, y=[float(row) for row in range(40)])
    asked = Recipe(
        (
            ColumnRecipe("x", Role.INPUT, Kind.NUMBER, Missing.MEAN),
            ColumnRecipe("y", Role.TARGET, Kind.NUMBER),
        )
    )
    before = prepare(table_choice(made, asked), "identity")
    for row in before.split.test:
        cells[row] = 1e6 if cells[row] is not None else None
    outlier = table(x=cells, y=[1e6 if row in before.split.test else float(row) for row in range(40)])
    after = prepare(table_choice(outlier, asked), "identity")
    assert after.columns == before.columns
    assert isinstance(after.columns[0].fill, float)
    for one, other in ((before.scaling, after.scaling), (before.target_scaling, after.target_scaling)):
        np.testing.assert_array_equal(one.offset, other.offset)
        np.testing.assert_array_equal(one.scale, other.scale)


def test_standardised_targets_come_back_in_their_own_units() -> None:
    made = table(x=[float(row) for row in range(40)], y=[100.0 + 7 * row for row in range(40)])
    prepared = prepare(table_choice(made, proposed(made, "y").recipe), "identity")
    data = prepared.training
    np.testing.assert_allclose(data.y_train.std(axis=0), 1)
    own = data.in_target_units(data.y_test)
    np.testing.assert_allclose(own[:, 0], 100.0 + 7 * prepared.split.test)
    assert data.target_names == ("y",)


def test_marked_rows_stay_in_their_set() -> None:
    marks = ["train", "train", "test", "train"] * 10
    made = table(x=[float(row) for row in range(40)], part=marks, y=["a", "b"] * 20)
    split = prepare(table_choice(made), "softmax").split
    np.testing.assert_array_equal(split.test, np.arange(2, 40, 4))
    shared = prepare(replace(table_choice(made), validation_share=0.5), "softmax").split
    np.testing.assert_array_equal(shared.test, split.test)
    assert len(shared.validation) == 15


def test_a_part_of_the_rows_has_every_class_by_its_share() -> None:
    made = table(x=[float(row) for row in range(100)], y=["a"] * 90 + ["b"] * 10)
    prepared = prepare(replace(table_choice(made), samples=20), "softmax")
    assert prepared.taken.class_counts == (18, 2)
    again = prepare(replace(table_choice(made), samples=20, seed=1), "softmax")
    assert not np.array_equal(prepared.taken.rows, again.taken.rows)


def test_single_precision_of_the_source_is_kept() -> None:
    columns = [
        Column(name, Kind.NUMBER, np.arange(40, dtype=np.float32) % 7, np.zeros(40, bool)) for name in "uv"
    ]
    made = Table((*columns, *table(y=["a", "b"] * 20).columns))
    assert prepare(table_choice(made), "softmax").training.x_train.dtype == np.float32


def test_the_same_table_is_prepared_once_while_it_is_used_and_then_let_go() -> None:
    choice = flower_choice(seed=4)
    prepared = prepare(choice, "softmax")
    assert prepare(flower_choice(seed=4), "softmax") is prepared
    training = prepared.training
    gone = weakref.ref(training)
    del prepared
    again = prepare(flower_choice(seed=4), "softmax")
    assert again.training is training  # a run holds no more than this
    del again, training
    gc.collect()
    assert gone() is None


def test_a_table_that_is_read_again_isnt_there_twice() -> None:
    first, again = flower_choice(), flower_choice(seed=1)
    assert first.table.columns is again.table.columns
    assert first.table.columns is not flowers().columns


def test_equal_tables_of_two_files_are_prepared_once_and_each_is_from_its_own_file() -> None:
    first = flower_choice()
    assert first.table.origin is not None
    elsewhere = replace(first.table, origin=replace(first.table.origin, name="copy.csv", sha256="1" * 64))
    one, other = prepare(first, "softmax"), prepare(replace(first, table=elsewhere), "softmax")
    assert other.training is one.training
    for prepared, origin in ((one, first.table.origin), (other, elsewhere.origin)):
        assert isinstance(prepared.choice, TableChoice)
        assert prepared.choice.table.origin == origin


def test_tables_are_equal_by_what_they_hold() -> None:
    assert flower_choice() == flower_choice()
    assert hash(flower_choice()) == hash(flower_choice())
    assert flower_choice() != flower_choice(seed=1)
    other = flowers(seed=1)
    assert flower_choice() != table_choice(other, proposed(other).recipe)
