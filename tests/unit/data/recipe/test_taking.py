"""What a recipe makes of a table: rows, inputs, targets; and what can't be had, in a sentence that names the column."""

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.recipe import ColumnRecipe, Missing, Recipe, Role, Taken, for_table, proposed, taken
from bpexplorer.data.table import limits
from bpexplorer.data.table.table import Column, Kind, Table
from tests.tables import table

MADE = table(
    size=[1.0, 2.0, None, 4.0, 5.0, 6.0],
    colour=["red", None, "blue", "red", "green", "red"],
    species=["a", "b", "a", None, "b", "a"],
)


def recipe(**changes: dict[str, object]) -> Recipe:
    """The recipe of `MADE`, with other settings for some of its columns."""
    made = Recipe(
        (
            ColumnRecipe("size", Role.INPUT, Kind.NUMBER, Missing.MEAN),
            ColumnRecipe("colour", Role.INPUT, Kind.CATEGORY, Missing.OWN_CATEGORY),
            ColumnRecipe("species", Role.TARGET, Kind.CATEGORY),
        )
    )
    for name, change in changes.items():
        made = made.with_column(name, **change)
    return made


def inputs(found: Taken) -> np.ndarray:
    every = np.arange(len(found.rows))
    return found.x(found.fitted(every), every)


def test_categories_become_an_input_each_and_a_missing_one_has_its_own() -> None:
    found = taken(MADE, recipe())
    names = ("size", "colour = blue", "colour = green", "colour = red", "colour = missing")
    assert found.feature_names == names
    np.testing.assert_array_equal(found.rows, [0, 1, 2, 4, 5])  # row 3 has no species
    np.testing.assert_array_equal(
        inputs(found),
        [[1, 0, 0, 1, 0], [2, 0, 0, 0, 1], [3.5, 1, 0, 0, 0], [5, 0, 1, 0, 0], [6, 0, 0, 1, 0]],
    )
    assert (found.class_names, found.class_counts) == (("a", "b"), (3, 2))


def test_every_row_that_is_left_out_is_counted_once() -> None:
    rules = {"missing": Missing.LEAVE_OUT_ROW}
    found = taken(MADE, recipe(size=rules, colour=rules))
    np.testing.assert_array_equal(found.rows, [0, 4, 5])
    assert sum(each.rows for each in found.left_out) == MADE.rows - len(found.rows)
    assert [("“species”" in each.reason) for each in found.left_out] == [True, False, False]


@pytest.mark.parametrize(
    ("rule", "stands_in"), [(Missing.MEAN, 3.0), (Missing.MEDIAN, 2.0), (Missing.MOST_FREQUENT, 1.0)]
)
def test_what_stands_in_for_a_missing_number_comes_from_the_training_rows_alone(
    rule: Missing, stands_in: float
) -> None:
    made = table(size=[1.0, 1.0, 3.0, 7.0, None, 99.0], species=["a", "b"] * 3)
    both = Recipe(
        (
            ColumnRecipe("size", Role.INPUT, Kind.NUMBER, rule),
            ColumnRecipe("species", Role.TARGET, Kind.CATEGORY),
        )
    )
    found = taken(made, both)
    fitted = found.fitted(np.array([0, 1, 2, 3, 4]))
    assert found.x(fitted, np.array([4]))[0, 0] == stands_in


def test_a_most_frequent_category_stands_in() -> None:
    found = taken(MADE, recipe(colour={"missing": Missing.MOST_FREQUENT}))
    assert found.feature_names[1:] == ("colour = blue", "colour = green", "colour = red")
    np.testing.assert_array_equal(inputs(found)[1, 1:], [0, 0, 1])


def test_rare_categories_share_one_input() -> None:
    found = taken(MADE, recipe(colour={"gather_below": 2}))
    assert found.feature_names == ("size", "colour = red", "colour = other", "colour = missing")
    np.testing.assert_array_equal(inputs(found)[2], [3.5, 0, 1, 0])


def test_numbers_can_be_taken_as_categories_and_a_yes_or_no_as_one_input() -> None:
    made = Table(
        (
            Column("grade", Kind.NUMBER, np.array([1.0, 2.5, 1.0, 2.5]), np.zeros(4, dtype=bool)),
            Column(
                "sold",
                Kind.YES_NO,
                np.array([0, 1, 1, 0], dtype=np.int32),
                np.zeros(4, dtype=bool),
                ("no", "yes"),
            ),
            Column("price", Kind.NUMBER, np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(4, dtype=bool)),
        )
    )
    found = taken(made, proposed(made, "price").recipe.with_column("grade", kind=Kind.CATEGORY))
    assert found.feature_names == ("grade = 1", "grade = 2.5", "sold")
    np.testing.assert_array_equal(inputs(found), [[1, 0, 0], [0, 1, 1], [1, 0, 1], [0, 1, 0]])


def test_inputs_stay_float32_where_the_table_has_no_more_digits() -> None:
    columns = [
        Column(name, Kind.NUMBER, np.arange(6, dtype=np.float32) % 5, np.zeros(6, dtype=bool))
        for name in "xy"
    ]
    made = Table((*columns, *table(species=["a", "b"] * 3).columns))
    assert inputs(taken(made, proposed(made).recipe)).dtype == np.float32


def test_several_numbers_can_be_predicted_and_several_classes_cannot() -> None:
    made = table(x=[1.0, 2.0, 3.0], u=[1.0, 2.0, 4.0], v=[0.0, 1.0, 5.0], w=["a", "b", "a"])
    both = proposed(made, "v").recipe.with_column("u", role=Role.TARGET)
    found = taken(made, both)
    assert found.target_names == ("u", "v")
    np.testing.assert_array_equal(found.targets, [[1, 0], [2, 1], [4, 5]])
    with pytest.raises(DataError, match="“w” holds classes"):
        taken(made, both.with_column("w", role=Role.TARGET))


def test_marks_say_which_set_a_row_is_in() -> None:
    made = table(x=[1.0, 2.0, 3.0, 4.0], part=["train", "Test", "val", "training"], y=["a", "a", "b", "b"])
    np.testing.assert_array_equal(taken(made, proposed(made).recipe).marks, [0, 2, 1, 0])
    odd = table(x=[1.0, 2.0, 3.0, 4.0], part=["train", "north", "train", "train"], y=["a", "a", "b", "b"])
    with pytest.raises(DataError, match="“north”"):
        taken(odd, proposed(odd).recipe.with_column("part", role=Role.PART))


REFUSED = {
    "no target": (recipe(species={"role": Role.LEAVE_OUT}), "to be predicted"),
    "no input": (
        recipe(size={"role": Role.LEAVE_OUT}, colour={"role": Role.LEAVE_OUT}),
        "nothing to predict from",
    ),
    "a column that isn't there": (
        Recipe((*recipe().columns, ColumnRecipe("height", Role.INPUT, Kind.NUMBER))),
        "no column “height”",
    ),
    "text as numbers": (recipe(colour={"kind": Kind.NUMBER}), "“colour” holds text"),
    "three values as yes or no": (recipe(colour={"kind": Kind.YES_NO}), "“colour” has 3 different values"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cant_be_taken_is_refused_and_the_column_named(case: str) -> None:
    wrong, words = REFUSED[case]
    with pytest.raises(DataError, match=words):
        taken(MADE, wrong)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (table(x=[1.0, 2.0], y=["a", "a"]), "“y” has one class only, “a”"),
        (table(x=[None, None], y=["a", "b"]), "No row is left of 2"),
        (table(x=[1.0, np.inf], y=["a", "b"]), "“x” holds inf in row 1"),
        (table(x=[1.0, 2.0], y=[3.5, 3.5]), "“y” is 3.5 in every row"),
    ],
)
def test_data_that_cant_be_learned_are_refused(made: Table, words: str) -> None:
    asked = Recipe(
        (ColumnRecipe("x", Role.INPUT, Kind.NUMBER), ColumnRecipe("y", Role.TARGET, made.columns[1].kind))
    )
    with pytest.raises(DataError, match=words):
        inputs(taken(made, asked))


def test_more_than_can_be_had_is_refused_before_any_array_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpexplorer.data.recipe.taking.MAX_INPUTS", 3)
    with pytest.raises(DataError, match="5 inputs"):
        taken(MADE, recipe())
    monkeypatch.setattr("bpexplorer.data.recipe.taking.MAX_INPUTS", limits.MAX_INPUTS)
    monkeypatch.setattr("bpexplorer.data.recipe.taking.MAX_NUMBERS", 20)
    with pytest.raises(DataError, match="25 numbers"):
        taken(MADE, recipe())
    monkeypatch.setattr("bpexplorer.data.recipe.taking.MAX_CLASSES", 1)
    monkeypatch.setattr("bpexplorer.data.recipe.taking.MAX_NUMBERS", limits.MAX_NUMBERS)
    with pytest.raises(DataError, match="2 classes"):
        taken(MADE, recipe())


def test_lopsided_classes_and_a_class_of_one_are_told() -> None:
    made = table(x=[float(row) for row in range(20)], y=["no"] * 19 + ["yes"])
    warnings = taken(made, proposed(made).recipe).warnings
    assert ["95 %" in warnings[0], "“yes” has one row only" in warnings[1]] == [True, True]


def test_a_recipe_goes_to_another_table_by_names_and_says_which_column_is_in_the_way() -> None:
    more = table(note=["a", "b"], species=["a", "b"], colour=["red", "blue"], size=[1.0, 2.0])
    found = for_table(recipe(), more)
    assert [(column.name, column.role) for column in found.columns] == [
        ("note", Role.LEAVE_OUT),
        ("species", Role.TARGET),
        ("colour", Role.INPUT),
        ("size", Role.INPUT),
    ]
    with pytest.raises(DataError, match="no column “size”"):
        for_table(recipe(), Table(more.columns[:-1]))
    with pytest.raises(DataError, match="“size” holds text"):
        for_table(recipe(), table(species=["a", "b"], colour=["red", "blue"], size=["1", "large"]))
