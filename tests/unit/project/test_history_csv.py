"""The curves leave as a table that any program reads, without losing a digit."""

import csv
import math
from pathlib import Path

from bpexplorer.core.history import EpochRecord, Recorder
from bpexplorer.project import history_csv


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def recorded() -> Recorder:
    recorder = Recorder()
    recorder.add_epoch(EpochRecord(0, 0, 2.5, 2.25, 0.1, 0.125))
    recorder.add_batch(1, 1 / 3)
    recorder.add_batch(2, 0.1)
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
    for step in range(3, 5000):
        recorder.add_batch(step, 0.5)
    notes = [
        line for line in history_csv.dump(recorder.history()).decode().splitlines() if line.startswith("#")
    ]
    assert any("means over samples" in line for line in notes)
    assert any("step is a multiple of 2," in line for line in notes)


def test_a_validation_part_has_columns_of_its_own_and_only_where_there_is_one() -> None:
    recorder = Recorder()
    recorder.add_epoch(EpochRecord(0, 0, 2.5, 2.25, 0.1, 0.125, 1 / 3, 0.75))
    recorder.add_batch(1, 0.1)
    rows = rows_of(history_csv.dump(recorder.history()).decode())
    assert tuple(rows[0]) == history_csv.COLUMNS + history_csv.VALIDATION_COLUMNS
    assert (float(rows[0]["validation_cost"]), float(rows[0]["validation_accuracy"])) == (1 / 3, 0.75)
    assert rows[1]["validation_cost"] == ""
    assert "validation_cost" not in rows_of(history_csv.dump(recorded().history()).decode())[0]
