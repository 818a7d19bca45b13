"""A project on a table holds the table: it opens on another machine, and a part that is another is refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.recipe import proposed
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from tests.bpx import rebuilt
from tests.tables import flower_choice, project_on, table


def test_a_project_on_a_table_reads_back_as_the_same_with_the_table(tmp_path: Path) -> None:
    project = project_on(flower_choice(validation_share=0.1, seed=3))
    files.save(project, tmp_path / "mine.bpx")
    again = files.load(tmp_path / "mine.bpx")
    assert again.same_as(project)
    assert isinstance(again.plan.data, TableChoice)
    old, new = project.plan.data.table, again.plan.data.table
    assert (new.origin, new.notes, new.names) == (old.origin, old.notes, old.names)
    for one, other in zip(new.columns, old.columns, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
        np.testing.assert_array_equal(one.missing, other.missing)
        assert one.categories == other.categories
    assert files.dump(again) == files.dump(project)


def test_nothing_in_the_file_says_in_which_folder_the_data_were(tmp_path: Path) -> None:
    files.save(project_on(flower_choice()), tmp_path / "mine.bpx")
    with zipfile.ZipFile(tmp_path / "mine.bpx") as archive:
        head = json.loads(archive.read("table.json"))
        assert set(head["origin"]) == {"name", "bytes", "sha256", "modified", "reading"}
        assert archive.getinfo("table_float64.npy").compress_type == zipfile.ZIP_DEFLATED


def test_single_precision_is_kept_in_the_file(tmp_path: Path) -> None:
    numbers = np.random.default_rng(0).standard_normal(40).astype(np.float32)
    column = Column("x", Kind.NUMBER, numbers, np.zeros(40, dtype=bool))
    made = Table((column, *table(y=["a", "b"] * 20).columns))
    files.save(project_on(table_choice(made)), tmp_path / "mine.bpx")
    with zipfile.ZipFile(tmp_path / "mine.bpx") as archive:
        assert "table_float32.npy" in archive.namelist()
        assert "table_float64.npy" not in archive.namelist()
    assert files.load(tmp_path / "mine.bpx").plan.data.table.columns[0].values.dtype == np.float32


def test_a_large_table_is_read_in_pieces_so_that_others_run_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    made = table(
        **{f"x{column}": rng.normal(size=50_000).tolist() for column in range(4)}, y=[0.0, 1.0] * 25_000
    )
    project = project_on(table_choice(made, proposed(made, "y").recipe), steps=0)
    files.save(project, tmp_path / "mine.bpx")
    given, read = [], zipfile.ZipExtFile.read

    def noting(member: zipfile.ZipExtFile, size: int | None = -1) -> bytes:
        given.append(len(data := read(member, size)))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", noting)
    assert files.load(tmp_path / "mine.bpx").same_as(project)
    assert max(given) <= 2**20 < sum(given)


def _other_numbers(parts: dict[str, bytes]) -> None:
    data = bytearray(parts["table_float64.npy"])
    data[-3] ^= 1
    parts["table_float64.npy"] = bytes(data)


def _without_head(parts: dict[str, bytes]) -> None:
    del parts["table.json"]


def _without_block(parts: dict[str, bytes]) -> None:
    del parts["table_codes.npy"]


def _code_too_large(parts: dict[str, bytes]) -> None:
    head = json.loads(parts["table.json"])
    head["columns"][-1]["categories"] = ["iris"]
    parts["table.json"] = json.dumps(head).encode()


def _role_unknown(parts: dict[str, bytes]) -> None:
    record = json.loads(parts["project.json"])
    record["plan"]["data"]["recipe"]["columns"][0]["role"] = "output"
    parts["project.json"] = json.dumps(record).encode()


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (_other_numbers, "table.json", "damaged"),
        (_without_head, "table.json", "invalid"),
        (_without_block, "table.json, columns[2].block", "invalid"),
        (_code_too_large, "table.json, columns[3]", "invalid"),
        (_role_unknown, "project.json, plan.data.recipe.columns[0].role", "invalid"),
    ],
)
def test_a_part_of_the_table_that_is_another_is_refused_and_named(
    change: Callable[[dict[str, bytes]], None], place: str, code: str
) -> None:
    with pytest.raises(ProjectFileError) as refused:
        files.parse(rebuilt(files.dump(project_on(flower_choice())), change))
    assert (refused.value.place, refused.value.code) == (place, code)


def test_a_run_that_is_opened_again_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    made = table(x=[float(row) for row in range(40)], y=[row**0.5 for row in range(40)])
    project = project_on(table_choice(made))
    files.save(project, tmp_path / "mine.bpx")
    ends = []
    for one in (project, files.load(tmp_path / "mine.bpx")):
        trainer = Trainer(one.state)
        trainer.advance(20, np.inf)
        ends.append(trainer.state().planes.flat)
    np.testing.assert_array_equal(*ends)
