"""What one column's role does to the others."""

from bpexplorer.data.recipe import Role, proposed
from bpexplorer.data.table.table import Kind, Table
from bpexplorer.window.data.choosing import can_also, with_role
from tests.tables import table

FLOWERS: Table = table(
    long=[float(row) for row in range(8)],
    wide=[0.5 * row for row in range(8)],
    part=["train"] * 6 + ["test"] * 2,
    split=["train"] * 5 + ["test"] * 3,
    grade=[0.0, 1.0] * 4,
    species=["iris", "rose"] * 4,
)
NAMES = FLOWERS.names


def roles(recipe: object) -> dict[str, Role]:
    return {column.name: column.role for column in recipe.columns}  # type: ignore[attr-defined]


def test_what_was_to_be_predicted_becomes_an_input_when_another_column_is() -> None:
    recipe = proposed(FLOWERS).recipe
    assert roles(recipe)["species"] is Role.TARGET
    changed = with_role(recipe, FLOWERS, [NAMES.index("long")], Role.TARGET)
    assert roles(changed)["species"] is Role.INPUT
    assert roles(changed)["long"] is Role.TARGET
    assert changed.is_regression


def test_numbers_can_be_predicted_beside_numbers_and_classes_by_themselves() -> None:
    recipe = with_role(proposed(FLOWERS).recipe, FLOWERS, [0], Role.TARGET)
    assert can_also(recipe, recipe.columns[1])
    assert not can_also(recipe, recipe.columns[0])
    assert not can_also(recipe, recipe.columns[NAMES.index("species")])
    both = with_role(recipe, FLOWERS, [1], Role.TARGET, also=True)
    assert [column.name for column in both.of(Role.TARGET)] == ["long", "wide"]
    assert not can_also(proposed(FLOWERS).recipe, recipe.columns[1])


def test_one_column_marks_the_sets_and_the_one_before_is_left_out() -> None:
    recipe = with_role(proposed(FLOWERS).recipe, FLOWERS, [NAMES.index("part")], Role.PART)
    changed = with_role(recipe, FLOWERS, [NAMES.index("split")], Role.PART)
    assert roles(changed)["part"] is Role.LEAVE_OUT
    assert roles(changed)["split"] is Role.PART


def test_few_whole_numbers_are_classes_once_they_are_to_be_predicted() -> None:
    many = table(
        **{name: [*FLOWERS.columns[0].values.tolist()] * 3 for name in ("x",)}, grade=[0.0, 1.0] * 12
    )
    recipe = with_role(proposed(many, "x").recipe, many, [1], Role.TARGET)
    assert recipe.columns[1].kind is Kind.CATEGORY


def test_a_column_that_has_the_role_already_keeps_what_was_chosen_for_it() -> None:
    recipe = proposed(FLOWERS).recipe.with_column("long", kind=Kind.CATEGORY)
    assert with_role(recipe, FLOWERS, [0], Role.INPUT) == recipe
