"""``bpexplorer data FILE``: what would be taken."""

from pathlib import Path

import pytest

from bpexplorer.cli import main
from bpexplorer.data.readers import read_table
from tests.commands import answer, refusal

FLOWERS = "width;kind;seen\n1,5;rose;2024-05-01\n2,5;tulip;2024-05-02\n;rose;2024-05-03\n"


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    file = tmp_path / "flowers.csv"
    file.write_text(FLOWERS, encoding="utf-8-sig")
    return file


def test_scripts_get_the_columns_and_how_the_file_was_read(
    flowers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, "data", str(flowers))
    assert found["rows"] == 3
    assert [(column["name"], column["kind"], column["missing"]) for column in found["columns"]] == [
        ("width", "number", 1),
        ("kind", "category", 0),
        ("seen", "date", 0),
    ]
    assert found["columns"][0]["mean"] == 2.0
    assert found["columns"][1]["categories"] == {"rose": 2, "tulip": 1}
    assert found["origin"]["name"] == "flowers.csv"
    assert found["origin"]["reading"]["delimiter"] == ";"
    assert found["digest"] == read_table(flowers).digest


def test_people_see_each_column_on_a_line(flowers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(flowers)]) == 0
    said = capsys.readouterr().out
    for words in ("3 rows, 3 columns", "decimal sign is a comma", "rose, tulip", "2024-05-01 to 2024-05-03"):
        assert words in said


def test_options_say_how_the_file_is_read(flowers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--delimiter", ";", "--header", "-1", "--missing", "rose", "--text", "column 0")
    found = answer(capsys, "data", str(flowers), *options)
    assert found["rows"] == 4
    assert [column["kind"] for column in found["columns"]] == ["category"] * 3
    assert found["columns"][1]["missing"] == 2


def test_a_file_that_is_refused_is_an_error_with_its_code(
    flowers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flowers.write_text("a,b\n1,2,3\n1,2\n1,2\n1,2\n", encoding="utf-8")
    assert "line 2" in refusal(capsys, "data", str(flowers))
    assert answer(capsys, "data", str(flowers), code=1)["error"]["code"] == "ragged"
    assert "isn't one sign" in usage(capsys, "data", str(flowers), "--delimiter", "::")


def usage(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit):
        main([*argv])
    return capsys.readouterr().err
