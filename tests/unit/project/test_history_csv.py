"""The curves leave as a table that any program reads, without losing a digit."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from bpexplorer.core.training.history import EpochRecord, Recorder
from bpexplorer.project import history_csv


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def recorded() -> Recorder:
    recorder = Recorder()
    recorder.add_epoch(EpochRecord(0, 0, 2.5, 2.25, 0.1, 0.125))
    recorder.add_batches(1, np.array([1 / 3, 0.1]))
    recorder.add_epoch(EpochRecord(1, 2, 0.2, math.nan, 0.9, math.nan))
    return recorder


def test_epochs_and_batches_read_back_as_the_same_numbers(tmp_path: Path) -> None:
    history_csv.write(recorded().history(), tmp_path / "h.csv")
    rows = rows_of((tmp_path / "h.csv").read_text(encoding="utf-8"))
    epochs = [row for row in rows if row["kind"] == "epoch"]
    batches = [row for row in rows if row["kind"] == "batch"]
    assert tuple(rows[0]) == history_csv.COLUMNS
    assert [(row["epoch"], row["step"]) for row in epochs] == [("0", "0"), ("1", "2")]
    assert [(int(row["step"]), float(row["batch_cost"])) for row in batches] == [(1, 1 / 3), (2, 0.1)]
    assert [float(row["train_cost"]) for row in epochs] == [2.5, 0.2]


def test_what_doesnt_exist_is_an_empty_cell() -> None:
    rows = rows_of(history_csv.dump(recorded().history()).decode())
    assert rows[1]["test_cost"] == rows[1]["test_accuracy"] == ""
    assert rows[0]["batch_cost"] == rows[2]["train_cost"] == rows[2]["epoch"] == ""


def test_the_notes_say_what_the_columns_are_and_which_points_were_kept() -> None:
    recorder = recorded()
    recorder.add_batches(3, np.full(4997, 0.5))
    notes = [
        line for line in history_csv.dump(recorder.history()).decode().splitlines() if line.startswith("#")
    ]
    assert any("means over samples" in line for line in notes)
    assert any("step is a multiple of 2," in line for line in notes)


def test_a_validation_part_has_columns_of_its_own_and_only_where_there_is_one() -> None:
    recorder = Recorder()
    recorder.add_epoch(EpochRecord(0, 0, 2.5, 2.25, 0.1, 0.125, 1 / 3, 0.75))
    recorder.add_batches(1, np.array([0.1]))
    rows = rows_of(history_csv.dump(recorder.history()).decode())
    assert tuple(rows[0]) == history_csv.COLUMNS + history_csv.VALIDATION_COLUMNS
    assert (float(rows[0]["validation_cost"]), float(rows[0]["validation_accuracy"])) == (1 / 3, 0.75)
    assert rows[1]["validation_cost"] == ""
    assert "validation_cost" not in rows_of(history_csv.dump(recorded().history()).decode())[0]


def test_clipped_and_held_steps_are_counted_in_columns_that_are_there_only_where_there_are_any() -> None:
    recorder = recorded()
    recorder.add_batches(3, np.array([0.3, 0.2]), clipped=np.array([False, True]))
    clipped = rows_of(history_csv.dump(recorder.history()).decode())
    assert [row["clipped_steps"] for row in clipped] == ["", "", "0", "0", "0", "1"]
    assert "held_steps" not in clipped[0]
    recorder.add_batches(5, np.array([0.2]), clipped=np.array([True]), held=True)
    text = history_csv.dump(recorder.history()).decode()
    assert [(row["clipped_steps"], row["held_steps"]) for row in rows_of(text)][-2:] == [
        ("1", "0"),
        ("2", "1"),
    ]
    assert "# held_steps: steps of the run" in text
    assert "clipped_steps" not in history_csv.dump(recorded().history()).decode()


def test_counts_that_an_older_file_did_not_keep_are_empty_cells() -> None:
    recorder = Recorder()
    recorder.add_batches(1, np.array([0.3, 0.2]), clipped=np.array([True, True]))
    history = recorder.history()
    batches = history.batches.copy()
    batches[0, 2] = math.nan
    rows = rows_of(history_csv.dump(replace(history, batches=batches)).decode())
    assert [row["clipped_steps"] for row in rows] == ["", "2"]
