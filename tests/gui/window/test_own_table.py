"""A project on a table of the user's own in the window: it trains, is told by its names, and can be left again."""

import csv
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.backprop import forward
from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import Source, TableChoice, table_choice
from bpexplorer.data.recipe import Role, proposed
from bpexplorer.data.table.table import Table
from bpexplorer.document import pending
from bpexplorer.project import files
from bpexplorer.project.fitting import Fitting
from bpexplorer.project.plan import Plan
from tests.tables import column, flower_choice, flowers, project_on, table, written
from tests.windows import Desk

OpenDesk = Callable[..., Desk]


def test_a_table_trains_and_set_up_says_what_it_is(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(project_on(flower_choice(), steps=0))
    desk.unfold("data")
    assert "60 rows and 4 columns" in desk.text("data_description")
    assert "species" in desk.text("data_description")
    assert desk.find_all("data_noise") == desk.find_all("data_target_scaling") == []
    desk.run_epochs(2)
    desk.open_panel("dock_metrics")
    desk.wait_for_rest()
    assert "flowers" in desk.window.windowTitle()
    path = tmp_path / "mine.bpx"
    desk.choose("File", "Save as…")
    desk.name_file(path)
    desk.wait(path.exists)
    desk.wait_for_rest()
    assert isinstance(files.load(path).plan.data, TableChoice)


def test_a_table_waits_with_another_split_and_can_be_gone_back_to_from_other_data(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk(project_on(flower_choice(), steps=0))
    desk.unfold("data")
    mine = desk.window.document.plan.data
    desk.enter("data_test_share", "40")
    assert "Data (test set)" in desk.text("pending_words")
    desk.click("data_apply")
    assert desk.window.document.plan.data.test_share == 0.4
    desk.pick("data_set", "Circle")
    assert not desk.text("data_description").startswith("60 rows")
    desk.pick("data_set", "flowers.csv")
    assert desk.window.document.pending.choices.data is None
    desk.pick("data_set", "Circle")
    desk.click("data_apply")
    assert desk.window.document.plan.data.name == "circle"
    desk.window.document.undo_stack.undo()
    desk.window.document.undo_stack.undo()
    assert desk.window.document.plan.data == mine


def test_a_large_table_is_made_ready_beside_the_window_before_it_can_be_applied(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(project_on(flower_choice(), steps=0))
    desk.unfold("data")
    monkeypatch.setattr(pending, "LARGE", 0)
    made_in, fitted = [], pending.fitted

    def noting(plan: Plan, data: Source) -> Fitting:
        made_in.append(threading.current_thread())
        return fitted(plan, data)

    monkeypatch.setattr(pending, "fitted", noting)
    desk.window.document.pending.choose_data(
        replace(desk.window.document.plan.data, test_share=0.4)  # type: ignore[type-var]
    )
    with pytest.raises(DataError, match="in a moment"):
        desk.window.document.apply_pending()
    assert not desk.find("data_apply").isEnabled()
    assert "made ready" in desk.text("data_pending_words")
    desk.wait(lambda: desk.find("data_apply").isEnabled() and desk.find("pending_apply").isEnabled())
    assert threading.main_thread() not in made_in
    counts = desk.text("data_counts")
    desk.click("data_apply")
    assert desk.window.document.plan.data.test_share == 0.4
    assert desk.text("data_counts") == counts


def test_numbers_that_are_predicted_are_measured_in_their_own_units(open_desk: OpenDesk) -> None:
    x = np.linspace(0.0, 1.0, 40)
    made = table(x=x.tolist(), u=(1000 * x).tolist(), v=(5 - x).tolist())
    recipe = proposed(made, "v").recipe.with_column("u", role=Role.TARGET)
    desk = open_desk(project_on(table_choice(made, recipe), steps=0))
    desk.unfold("data")
    assert "Targets are scaled" in desk.text("data_description")
    desk.open_panel("dock_metrics")
    desk.wait_for_measured()
    reading = desk.window.panels["dock_metrics"]._reading
    u, v = reading.metrics.by_output
    assert u.rmse > 20 > 2 > v.rmse
    assert reading.target_names == ("u", "v")


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_every_panel_can_show_a_table_of_so_many_columns(open_desk: OpenDesk, columns: int) -> None:
    made = flowers()
    recipe = proposed(made).recipe
    for name in ("wide", "island")[: 3 - columns]:
        recipe = recipe.with_column(name, role=Role.LEAVE_OUT)
    desk = open_desk(project_on(table_choice(made, recipe)))
    desk.unfold_all()
    desk.wait_for_rest()
    assert desk.message == ""


def test_predictions_are_exported_as_what_the_panels_show(open_desk: OpenDesk, tmp_path: Path) -> None:
    project = project_on(flower_choice())
    desk = open_desk(project)
    desk.choose("File", "Export predictions…")
    desk.name_file(tmp_path / "own.csv")
    desk.wait((tmp_path / "own.csv").exists)
    desk.wait_for_message("Wrote own.csv")
    with (tmp_path / "own.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == project.state.data.sample_count
    right = [row["predicted"] == row["target"] for row in rows if row["set"] == "test"]
    data = project.state.data
    outputs = forward(project.state.network(), data.x_test).activations[-1]
    assert np.mean(right) == data.accuracy(outputs, data.labels_test)


@pytest.mark.parametrize("answer", ["keep", "restart", "cancel"])
def test_a_file_that_was_written_again_is_reloaded_with_the_same_columns(
    open_desk: OpenDesk, tmp_path: Path, answer: str
) -> None:
    desk = open_desk(project_on(flower_choice(), steps=20))
    before, weights = desk.window.document.plan, desk.parameters()
    other = flowers(rows=80, seed=1)
    notes = column("note", [f"row {row}" for row in range(80)])
    written(Table((notes, *other.columns)), tmp_path / "flowers.csv")
    desk.choose("File", "Reload data…")
    desk.choose_file(tmp_path / "flowers.csv")
    desk.answer(f"weights_{answer}")
    if answer == "cancel":
        assert desk.window.document.plan == before
        return
    desk.wait_for_message("Reloaded flowers.csv")
    data = desk.window.document.plan.data
    assert data.table.rows == 80
    assert data.recipe.of(Role.INPUT) == before.data.recipe.of(Role.INPUT)
    desk.wait_for_rest()
    assert np.array_equal(desk.parameters(), weights) == (answer == "keep")
    desk.window.document.undo_stack.undo()
    assert desk.window.document.plan == before


def test_a_reloaded_file_that_lacks_a_column_is_refused_by_its_name_and_nothing_changes(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(project_on(flower_choice()))
    before = desk.window.document.plan
    written(Table(flowers().columns[1:]), tmp_path / "flowers.csv")
    desk.choose("File", "Reload data…")
    desk.choose_file(tmp_path / "flowers.csv")
    desk.wait_for_message("no column “long”")
    assert desk.window.document.plan == before
