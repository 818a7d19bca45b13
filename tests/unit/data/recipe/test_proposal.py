"""What a table is proposed to be taken as: the target, the columns that say nothing, and the reasons in words."""

import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.recipe import Missing, Recipe, Role, proposed, taken
from bpexplorer.data.table.table import Kind, Table
from tests.tables import table

SIZES = [float(size) for size in range(40)]
COLOURS = ["red", "blue"] * 20


def role_of(recipe: Recipe, name: str) -> Role:
    return next(column.role for column in recipe.columns if column.name == name)


def target_of(made: Table) -> str:
    return proposed(made).recipe.of(Role.TARGET)[0].name


def test_a_column_that_is_called_so_is_the_target_wherever_it_stands() -> None:
    made = table(size=SIZES, Species=COLOURS, colour=COLOURS)
    found = proposed(made)
    assert target_of(made) == "Species"
    assert "“Species”" in found.target_reason


@pytest.mark.parametrize(
    ("made", "target"),
    [
        (table(size=SIZES, colour=COLOURS), "colour"),
        (table(kind=[1.0, 2.0, 3.0, 1.0] * 10, size=[one / 7 for one in SIZES]), "kind"),
        (table(size=SIZES, colour=COLOURS, price=[one / 7 for one in SIZES]), "colour"),
        (table(size=SIZES, price=[one / 7 for one in SIZES]), "price"),
    ],
    ids=["classes last", "whole numbers first", "the one of classes", "numbers alone"],
)
def test_the_target_is_guessed_from_what_the_columns_hold(made: Table, target: str) -> None:
    assert target_of(made) == target


def test_few_whole_numbers_are_proposed_as_classes_and_many_as_numbers() -> None:
    few = proposed(table(size=SIZES, grade=[1.0, 2.0] * 20)).recipe
    many = proposed(table(grade=[1.0, 2.0] * 20, size=[one**1.5 for one in SIZES]), "size").recipe
    assert (few.is_regression, many.is_regression) == (False, True)
    assert few.of(Role.TARGET)[0].kind is Kind.CATEGORY


@pytest.mark.parametrize(
    ("asked", "name"), [("colour", "colour"), ("Colour", "colour"), (0, "size"), (-1, "colour")]
)
def test_a_target_can_be_asked_for_by_name_or_number(asked: str | int, name: str) -> None:
    assert proposed(table(size=SIZES, colour=COLOURS), asked).recipe.of(Role.TARGET)[0].name == name


@pytest.mark.parametrize(("asked", "word"), [("color", "colour"), (2, "0 to 1")])
def test_a_column_that_isnt_there_is_refused_with_those_there_are(asked: str | int, word: str) -> None:
    with pytest.raises(DataError, match=word):
        proposed(table(size=SIZES, colour=COLOURS), asked)


def test_columns_that_say_nothing_are_left_out_and_the_reason_is_told() -> None:
    made = table(
        id=SIZES,
        name=[f"number {row}" for row in range(40)],
        unit=["cm"] * 40,
        nothing=[None] * 40,
        size=[one / 7 for one in SIZES],
        species=COLOURS,
    )
    found = proposed(made)
    assert [column.name for column in found.recipe.of(Role.INPUT)] == ["size"]
    left_out = [
        why
        for column, why in zip(found.recipe.columns, found.reasons, strict=True)
        if column.role is Role.LEAVE_OUT
    ]
    assert len(left_out) == 4
    assert all(left_out)


def test_a_column_that_names_the_sets_is_proposed_as_their_mark() -> None:
    made = table(size=SIZES, split=["train", "train", "test", "train"] * 10, species=COLOURS)
    assert role_of(proposed(made).recipe, "split") is Role.PART


def test_rows_are_left_out_where_few_values_are_missing_and_else_something_stands_in() -> None:
    few = [None, *SIZES[1:]]
    many = [None] * 10 + SIZES[10:]
    names = [None] * 10 + ["a", "b", "c"] * 10
    recipe = proposed(table(few=few, many=many, names=names, species=COLOURS)).recipe
    rules = {column.name: column.missing for column in recipe.of(Role.INPUT)}
    assert rules == {"few": Missing.LEAVE_OUT_ROW, "many": Missing.MEDIAN, "names": Missing.OWN_CATEGORY}


def test_pixels_stay_inputs_though_some_are_always_empty() -> None:
    pixels = {"p0": [0.0] * 40, "p1": SIZES, "p2": [3.0] * 40, "p3": [1.0, 0.0] * 20}
    made = table(**pixels, digit=[float(row % 2) for row in range(40)])
    picture = Table(made.columns, image_shape=(2, 2))
    recipe = proposed(picture).recipe
    assert [column.role for column in recipe.columns] == [Role.INPUT] * 4 + [Role.TARGET]
    assert taken(picture, recipe).image_shape == (2, 2)
