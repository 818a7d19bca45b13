"""Files that need an extra: read where it is installed, and where it isn't, refused with how to install it."""

from pathlib import Path

import numpy as np
import pytest

from bpexplorer.data.readers import check, images, parquet, read_table
from bpexplorer.data.readers.refusal import DataFileError
from bpexplorer.data.table.table import Kind, Reading, Table
from tests.museum import made


def shown(table: Table) -> dict[str, tuple[str, ...]]:
    return {
        column.name: (column.kind.value, *(column.text(row) for row in range(table.rows)))
        for column in table.columns
    }


def written(folder: Path, query: str, name: str = "rows.parquet") -> Path:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY ({query}) TO '{folder}/plain.parquet' (FORMAT parquet)")
    return (folder / "plain.parquet").rename(folder / name)


COLUMNS = '''
SELECT i::INTEGER AS n, i / 4.0::DOUBLE AS x, (i / 8.0)::FLOAT AS f, (i / 7.0)::DECIMAL(10, 3) AS "dec ""1""",
  CASE WHEN i = 1 THEN NULL ELSE i END AS gap, CASE WHEN i = 0 THEN 'a' WHEN i = 1 THEN 'b' END AS word,
  i % 2 = 0 AS ok, DATE '2024-02-28' + i::INTEGER AS day, TIMESTAMP '2024-01-01 12:00:00' AS at, i::VARCHAR AS zip
FROM range(3) r(i)
'''


def test_parquet_is_read_column_by_column_and_its_name_is_no_pattern(tmp_path: Path) -> None:
    file = written(tmp_path, COLUMNS, "*[a]?.parquet")
    assert shown(read_table(file, Reading(as_text=("zip",)))) == {
        "n": ("number", "0", "1", "2"),
        "x": ("number", "0", "0.25", "0.5"),
        "f": ("number", "0", "0.125", "0.25"),
        'dec "1"': ("number", "0", "0.143", "0.286"),
        "gap": ("number", "0", "", "2"),
        "word": ("category", "a", "b", ""),
        "ok": ("yes_no", "true", "false", "true"),
        "day": ("date", "2024-02-28", "2024-02-29", "2024-03-01"),
        "at": ("date", *("2024-01-01 12:00:00",) * 3),
        "zip": ("category", "0", "1", "2"),
    }


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("SELECT [1, 2] AS many, 1 AS one", "wrong_dtype", "“many”"),
        ("SELECT 'infinity'::DOUBLE AS x", "not_finite", "row 1"),
        ("SELECT 1 AS x WHERE false", "header_only", "no row"),
    ],
)
def test_what_makes_no_column_is_refused(query: str, code: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=words) as refusal:
        read_table(written(tmp_path, query))
    assert refusal.value.code == code


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, COLUMNS)
    data = file.read_bytes()
    for damaged in (data[:100], data[:40] + data[60:]):
        file.write_bytes(damaged)
        with pytest.raises(DataFileError) as refusal:
            read_table(file)
        assert refusal.value.code == "damaged"
        assert "/proc" not in str(refusal.value)


@pytest.mark.parametrize("module", [parquet, images])
def test_without_the_extra_it_is_said_how_to_install_it(
    module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    if module is parquet:
        path = tmp_path / "rows.parquet"
        path.write_bytes(b"PAR1" + bytes(20) + b"PAR1")
    else:
        path = tmp_path
        (tmp_path / "0").mkdir()
        (tmp_path / "0" / "a.png").write_bytes(b"")
    with pytest.raises(DataFileError, match=r"pip install 'bpexplorer\[(tables|images)\]'") as refusal:
        check(path)
    assert refusal.value.code == "not_installed"


def test_pictures_of_several_sizes_become_one_size_and_it_is_said(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    for name, size, shade in (("dark", (10, 20), 0), ("light", (90, 90), 255)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(made.png(np.full(size, shade, np.uint8)))
    table = read_table(tmp_path)
    assert table.image_shape == (28, 28)
    assert "scaled to 28×28" in " ".join(table.notes)
    label = table.columns[-1]
    assert (label.kind, label.categories) == (Kind.CATEGORY, ("dark", "light"))
    np.testing.assert_array_equal([column.values for column in table.columns[:-1]], [[0, 255]] * 784)
