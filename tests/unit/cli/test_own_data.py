"""Somebody's own data on the command line: what is taken of them, training on it, and predictions for raw rows."""

import csv
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.cli import main
from bpexplorer.data.recipe import Missing, Role
from bpexplorer.data.table.table import Kind
from bpexplorer.project import files
from bpexplorer.project.tables import TABLES
from tests.commands import answer, refusal
from tests.tables import flowers

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The flowers as a spreadsheet in much of Europe writes them: semicolons, decimal commas, a byte-order mark."""
    made = flowers()
    path = tmp_path / "flowers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(made.names)
        for row in range(made.rows):
            rows.writerow([column.text(row).replace(".", ",") for column in made.columns])
    return path


def test_what_would_be_taken_is_told_in_json_and_in_words(capsys: Captured, path: Path) -> None:
    found = answer(capsys, "data", str(path))
    assert (found["rows"], len(found["inputs"]), found["taken"]) == (60, 6, 59)
    assert [column["role"] for column in found["columns"]] == ["input", "input", "input", "target"]
    assert "“species”" in found["target_reason"]
    assert sum(one["rows"] for one in found["left_out"]) == 1
    assert main(["data", str(path)]) == 0
    told = capsys.readouterr().out
    for word in ("flowers.csv", "island", "category of its own", "species", *found["classes"]):
        assert word in told


@pytest.mark.parametrize(("target", "name"), [("long", "long"), ("1", "wide"), ("-1", "species")])
def test_a_target_is_asked_for_by_name_or_number(
    capsys: Captured, path: Path, target: str, name: str
) -> None:
    found = answer(capsys, "data", str(path), "--target", target)
    assert [one["name"] for one in found["columns"] if one["role"] == "target"] == [name]


def test_columns_are_taken_as_the_options_say(capsys: Captured, path: Path) -> None:
    options = [
        "--role",
        "wide=leave-out",
        "--missing-rule",
        "most_frequent",
        "--missing-rule",
        "island=own-category",
    ]
    found = answer(capsys, "data", str(path), *options, "--type", "long=category", "--gather-below", "2")
    columns = {one["name"]: one for one in found["columns"]}
    assert columns["wide"]["role"] == Role.LEAVE_OUT
    assert columns["long"]["taken_as"] == Kind.CATEGORY
    assert [columns[name]["rule"] for name in ("long", "island")] == [
        Missing.MOST_FREQUENT,
        Missing.OWN_CATEGORY,
    ]
    assert found["taken"] == 60


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--target", "specis"], "Is species meant?"),
        (["--role", "wide=output"], "input, target, part, leave_out"),
        (["--role", "broad=input"], "COLUMN=ROLE"),
        (["--target", "long", "--target", "species"], "“species” holds classes"),
        (["--samples", "1000"], "between 0 and 60"),
    ],
)
def test_what_cant_be_taken_is_refused_in_a_sentence(
    capsys: Captured, path: Path, options: list[str], words: str
) -> None:
    assert words in refusal(capsys, "data", str(path), *options)


def test_a_table_is_trained_on_and_the_project_opens_without_the_file(capsys: Captured, path: Path) -> None:
    saved = path.with_suffix(".bpx")
    options = ["--target", "species", "--layers", "8,4", "--epochs", "20", "--save", str(saved)]
    found = answer(capsys, "train", str(path), *options)
    assert found["latest"]["test_accuracy"] > 0.9
    path.unlink()
    project = files.load(saved)
    assert project.plan.spec.sizes == (6, 8, 4, 2)
    assert project.plan.data.name == "flowers"
    again = answer(capsys, "train", str(saved), "--continue", "--epochs", "1", "--save", str(saved))
    assert again["epoch"] == 21


def test_what_was_guessed_is_said(capsys: Captured, path: Path) -> None:
    assert main(["train", str(path), "--epochs", "1"]) == 0
    told = capsys.readouterr().err
    assert "To predict: species." in told
    assert main(["train", str(path), "--target", "species", "--epochs", "1"]) == 0
    assert "To predict" not in capsys.readouterr().err


def test_the_options_of_data_work_on_examples_and_projects_too(capsys: Captured, path: Path) -> None:
    saved = path.with_suffix(".bpx")
    split = [
        "--test-share",
        "0.4",
        "--scaling",
        "standard",
        "--data-seed",
        "3",
        "--epochs",
        "0",
        "--save",
        str(saved),
    ]
    answer(capsys, "train", "xor", *split)
    data = files.load(saved).plan.data
    assert (data.test_share, data.scaling, data.seed) == (0.4, "standard", 3)
    answer(capsys, "train", str(path), *split)
    answer(
        capsys,
        "train",
        str(saved),
        "--target",
        "wide",
        "--epochs",
        "1",
        "--save",
        str(path.with_name("b.bpx")),
    )
    changed = files.load(path.with_name("b.bpx")).plan
    assert changed.is_regression
    assert (changed.data.test_share, changed.data.seed) == (0.4, 3)
    assert "“xor” isn't one" in refusal(capsys, "train", "xor", "--target", "x0")


def test_raw_rows_go_in_and_predictions_come_out(capsys: Captured, path: Path) -> None:
    weights, out = path.with_suffix(".safetensors"), path.with_name("predicted.csv")
    answer(capsys, "train", str(path), "--target", "species", "--epochs", "20", "--export", str(weights))
    found = answer(capsys, "predict", str(weights), str(path), "--out", str(out))
    assert (found["rows"], found["predicted"]) == (60, 59)
    assert found["right"] > 0.9
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["target"] for row in rows] == [flowers().columns[-1].text(row) for row in range(60)]
    assert rows[3]["predicted"] == ""
    arrays = path.with_name("predicted.npz")
    answer(capsys, "predict", str(weights), str(path), "--out", str(arrays))
    with np.load(arrays) as stored:
        got = [float(row["output rose"]) for row in rows if row["predicted"]]
        np.testing.assert_array_equal(got, stored["outputs"][stored["classes"] != "", 1])


def test_several_numbers_that_are_predicted_have_their_fit_each_in_their_own_units(
    capsys: Captured, tmp_path: Path
) -> None:
    path, saved, weights = (tmp_path / name for name in ("reg.csv", "reg.bpx", "reg.npz"))
    x = np.linspace(-1, 1, 50)
    path.write_text(
        "x,far,near\n" + "".join(f"{a},{1000 * a + 5},{a * a}\n" for a in x.tolist()), encoding="utf-8"
    )
    answer(
        capsys,
        "train",
        str(path),
        "--target",
        "far",
        "--target",
        "near",
        "--epochs",
        "20",
        "--save",
        str(saved),
    )
    found = answer(capsys, "predict", str(saved), str(path), "--out", str(tmp_path / "out.npz"))
    with np.load(tmp_path / "out.npz") as arrays:
        missed = arrays["outputs"] - arrays["targets"]
    for number, name in enumerate(("far", "near")):
        assert found["fits"][name]["rmse"] == pytest.approx(np.sqrt(np.mean(missed[:, number] ** 2)))
        assert found["fits"][name]["r_squared"] <= 1
    assert found["right"] is None
    assert main(["predict", str(saved), str(path), "--out", str(tmp_path / "out.csv")]) == 0
    assert "near: R² " in capsys.readouterr().out
    assert main(["info", str(saved)]) == 0
    assert "C and δ are those of scaled targets" in capsys.readouterr().out
    assert main(["export", str(saved), str(weights)]) == main(["info", str(weights)]) == 0
    told = capsys.readouterr().out
    assert "Columns: x" in told
    assert "Predicts: far, near; in training" in told


def test_a_table_of_the_program_is_known_by_its_name(capsys: Captured) -> None:
    found = answer(capsys, "data", "iris")
    assert [each["name"] for each in found["columns"] if each["role"] == "target"] == [TABLES["iris"].target]
    assert answer(capsys, "train", "iris", "--target", "-1", "--layers", "4", "--epochs", "2")["epoch"] == 2
    assert "Tables to train on: iris" in refusal(capsys, "train", "irs")


def test_a_result_that_would_be_called_like_a_project_is_refused(capsys: Captured, path: Path) -> None:
    weights = path.with_suffix(".npz")
    answer(capsys, "train", str(path), "--epochs", "0", "--export", str(weights))
    assert "another kind of file" in refusal(
        capsys, "predict", str(weights), str(path), "--out", str(path.with_name("p.bpx"))
    )


def test_a_project_predicts_its_own_samples_with_their_sets_residuals_and_deltas(
    capsys: Captured, path: Path
) -> None:
    saved, out = path.with_suffix(".bpx"), path.with_name("own.csv")
    answer(capsys, "train", str(path), "--target", "wide", "--epochs", "5", "--save", str(saved))
    found = answer(capsys, "predict", str(saved), "--out", str(out))
    project = files.load(saved)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["rows"] == project.state.data.sample_count
    wide = flowers().columns[1].values
    for row in rows:
        assert float(row["target wide"]) == pytest.approx(wide[int(row["row"])], rel=1e-12)
        residual = float(row["target wide"]) - float(row["predicted wide"])
        assert float(row["residual wide"]) == pytest.approx(residual)
    tests = [int(row["row"]) for row in rows if row["set"] == "test"]
    assert tests == project.prepared.taken.rows[project.prepared.split.test].tolist()
    assert "no data" in refusal(capsys, "predict", str(weights_of(capsys, saved)), "--out", str(out))


def weights_of(capsys: Captured, project: Path) -> Path:
    path = project.with_suffix(".npz")
    answer(capsys, "export", str(project), str(path))
    return path
