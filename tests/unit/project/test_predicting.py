"""Weights that were trained on a table take its raw rows, and give predictions in the units of its targets."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import table_choice
from bpexplorer.data.own_units import row_names
from bpexplorer.data.prepare import prepare
from bpexplorer.data.recipe import Missing, Role, proposed
from bpexplorer.data.recipe.naming import naming_column
from bpexplorer.data.table.table import Table
from bpexplorer.project.predicting import own_predictions, predict
from bpexplorer.project.project import Project
from bpexplorer.project.table_csv import csv_text
from bpexplorer.project.weights import FORMATS, WeightsFile, export_weights, import_weights
from tests.outsider import predictions_by_guide
from tests.tables import column, flower_choice, flowers, project_on, table


def numbers_project() -> Project:
    """A project that predicts two numbers, which training sees standardised."""
    x = np.linspace(-1.0, 1.0, 40)
    made = table(
        x=x.tolist(), colour=["red", "blue", None, "red"] * 10, u=(100 + 7 * x).tolist(), v=(x**2).tolist()
    )
    recipe = proposed(made, "v").recipe.with_column("u", role=Role.TARGET)
    recipe = recipe.with_column("colour", missing=Missing.OWN_CATEGORY)
    return project_on(table_choice(made, recipe))


def rows_of(made: Table) -> list[dict[str, str]]:
    """The table as somebody else reads it: texts by name."""
    return [{column.name: column.text(row) for column in made.columns} for row in range(made.rows)]


def ours(project: Project, part: str) -> np.ndarray:
    """What the network puts out for a set, in the units of the targets."""
    data = project.state.data
    outputs = forward(project.weights().network, data.part(part).x).activations[-1]
    return data.in_target_units(outputs)


@pytest.mark.parametrize("name", FORMATS)
def test_columns_and_scaled_targets_come_back_from_every_format(tmp_path: Path, name: str) -> None:
    weights = (numbers_project() if name != "network2" else sigmoids()).weights()
    path = tmp_path / f"mine{FORMATS[name].extension}"
    export_weights(weights, path)
    back = import_weights(path)
    assert back.same_as(weights)
    assert [column.role for column in back.columns] == [column.role for column in weights.columns]
    assert back.metadata().format_version == 3


def sigmoids() -> Project:
    """A project that network2 can read."""
    project = project_on(flower_choice(), steps=0)
    plan = project.plan
    for layer in (1, 2):
        plan = replace(plan, spec=plan.spec.with_layer(layer, activation="sigmoid"))
    plan = replace(
        plan,
        spec=plan.spec.with_layer(2, size=1),
        config=plan.config.with_changes(cost="cross_entropy"),
    )
    return Project.at_start(plan)


@pytest.mark.parametrize(
    "make", [numbers_project, lambda: project_on(flower_choice())], ids=["numbers", "classes"]
)
def test_raw_rows_give_the_predictions_of_the_project(make: object) -> None:
    project = make()  # type: ignore[operator]
    prepared = project.prepared
    found = predict(project.weights(), project.plan.data.table)
    for part in ("train", "test"):
        rows = prepared.taken.rows[getattr(prepared.split, part)]
        np.testing.assert_allclose(found.outputs[rows], ours(project, part), rtol=1e-12, atol=1e-12)
    left_out = np.setdiff1d(np.arange(project.plan.data.table.rows), prepared.taken.rows)
    assert not found.is_predicted[left_out].any()


@pytest.mark.parametrize("name", ["nr", "row"])
def test_a_column_that_names_the_rows_stands_first_beside_their_predictions(name: str) -> None:
    made = flowers()
    numbers = [float(100 + row) for row in range(made.rows)]
    made = replace(made, columns=(*made.columns, column(name, numbers)))
    project = project_on(table_choice(made))
    assert row_names(project.prepared) is made.columns[-1]
    own = own_predictions(project.state.network(), project.prepared, cost=project.plan.config.cost)
    for found in (own, predict(project.weights(), made)):
        [head, *rows] = csv.reader(io.StringIO(csv_text([found.table()])))
        assert head[0] == ("nr" if name == "nr" else "label")
        assert len(set(head)) == len(head)
        assert all(int(row[0]) == 100 + int(row[head.index("row")]) for row in rows)
        assert found.arrays()["labels"].tolist() == [row[0] for row in rows]


def test_numbers_that_do_not_count_and_inputs_name_no_rows() -> None:
    rows = 40
    made = table(
        x=[float(row) for row in range(rows)],
        price=[float(row * row) for row in range(rows)],
        y=["a", "b"] * (rows // 2),
    )
    assert naming_column(made, ["price", "y"]) is None
    assert naming_column(made, ["x", "y"]) is made.columns[0]
    assert row_names(project_on(table_choice(made), steps=0).prepared) is None


def test_the_guides_recipe_predicts_the_same_from_raw_rows_with_numpy_alone(tmp_path: Path) -> None:
    for project in (numbers_project(), project_on(flower_choice())):
        made = project.plan.data.table
        path = tmp_path / "mine.npz"
        export_weights(project.weights(), path)
        got = predictions_by_guide(rows_of(made), tmp_path)
        np.testing.assert_allclose(got, predict(project.weights(), made).outputs, rtol=1e-12, atol=1e-12)


def test_a_known_target_gives_residuals_and_the_delta_of_training() -> None:
    project = numbers_project()
    found = predict(project.weights(), project.plan.data.table)
    prepared, data = project.prepared, project.state.data
    rows = prepared.taken.rows[prepared.split.train]
    u = project.plan.data.table.columns[2].values
    np.testing.assert_allclose(found.targets[:, 0], u)
    np.testing.assert_allclose(found.arrays()["residuals"][:, 0], u - found.outputs[:, 0])
    trace = backpropagate(
        project.weights().network, data.x_train, data.y_train, cost=project.plan.config.cost
    )
    np.testing.assert_allclose(found.deltas[rows], trace.deltas[-1], atol=1e-12)


def test_columns_are_found_by_name_and_a_missing_one_is_named() -> None:
    project = project_on(flower_choice())
    made = flowers()
    turned = Table(made.columns[::-1])
    np.testing.assert_array_equal(
        predict(project.weights(), turned).outputs, predict(project.weights(), made).outputs
    )
    with pytest.raises(DataError, match="no column “long”"):
        predict(project.weights(), Table(made.columns[1:]))
    with pytest.raises(DataError, match="“wide” holds text"):
        predict(project.weights(), table(long=[1.0], wide=["broad"], island=["Dream"]))


def test_without_a_target_and_with_a_name_that_training_didnt_know_rows_are_still_predicted() -> None:
    project = project_on(flower_choice())
    strange = table(long=[5.0, 5.0], wide=[1.0, 1.0], island=["Atlantis", None])
    found = predict(project.weights(), strange)
    assert found.targets is None
    np.testing.assert_array_equal(found.outputs[0], found.outputs[1])
    assert found.is_predicted.all()


def test_a_row_with_a_name_that_training_didnt_know_isnt_predicted_where_nothing_stands_in() -> None:
    choice = flower_choice()
    recipe = choice.recipe.with_column("island", missing=Missing.LEAVE_OUT_ROW)
    project = project_on(replace(choice, recipe=recipe))
    strange = table(long=[5.0, 5.0], wide=[1.0, 1.0], island=["Atlantis", "Dream"])
    assert predict(project.weights(), strange).is_predicted.tolist() == [False, True]


def test_a_class_that_a_spreadsheet_would_run_is_defused_and_numbers_keep_every_digit() -> None:
    made = table(x=[float(row) for row in range(40)], y=["=1+1", "-no"] * 20)
    project = project_on(table_choice(made, proposed(made, "y").recipe))
    found = predict(project.weights(), made)
    [head, *rows] = csv.reader(io.StringIO(csv_text([found.table()])))
    assert {row[head.index("predicted")] for row in rows} <= {"'=1+1", "'-no"}
    np.testing.assert_array_equal([float(row[-1]) for row in rows], found.deltas[:, -1])


def test_weights_of_other_data_say_nothing_of_columns_and_take_numbers_in_their_order() -> None:
    weights = Project.at_start(numbers_project().plan).weights()
    plain = replace(weights, columns=(), target_scaling=None)
    assert plain.metadata().format_version == 2
    few = table(a=[1.0, 2.0])
    with pytest.raises(DataError, match="4 inputs"):
        predict(plain, few)
    enough = table(a=[1.0], b=[2.0], c=["no"], d=[3.0], e=[4.0])
    wanted = forward(plain.network, plain.scaling.apply(np.array([[1.0, 2.0, 3.0, 4.0]]))).activations[-1]
    np.testing.assert_array_equal(predict(plain, enough).outputs, wanted)


def test_targets_scaled_otherwise_are_another_file() -> None:
    weights = numbers_project().weights()
    other = replace(weights, target_scaling=None)
    assert isinstance(other, WeightsFile)
    assert weights.digest() != other.digest()
    assert prepare(numbers_project().plan.data, "identity").target_scaling is not None
