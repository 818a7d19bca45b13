"""A file that is refused for some cells is read all the same, as its refusal offers."""

from pathlib import Path

import pytest

from bpexplorer.data.readers import read_table
from bpexplorer.data.readers.refusal import DataFileError, Refusal
from bpexplorer.data.readers.remedies import remedies
from bpexplorer.data.table.table import Kind, Reading

NUMBERS = [str(each / 7) for each in range(120)]
#: What stands in the first column, and as what each way out takes it.
COLUMNS = {
    "a word among numbers": ([*NUMBERS, "n. lesbar"], [Kind.NUMBER, Kind.CATEGORY]),
    "two words among numbers": ([*NUMBERS, "lost", "n. lesbar", "lost"], [Kind.NUMBER, Kind.CATEGORY]),
    "an infinite number": ([*NUMBERS, "inf"], [Kind.NUMBER]),
    "a word among dates": (
        [f"2024-01-{day:02}" for day in range(1, 32)] + ["soon"],
        [Kind.DATE, Kind.CATEGORY],
    ),
    "dates in two ways": (["2024-01-31", "31.01.2024"], [Kind.CATEGORY]),
    "two decimal signs": (["1.5", "1,5", "2.5"], [Kind.CATEGORY]),
}


def refusal_of(path: Path, reading: Reading) -> Refusal:
    with pytest.raises(DataFileError) as refused:
        read_table(path, reading)
    return refused.value.refusal


@pytest.mark.parametrize(("cells", "kinds"), COLUMNS.values(), ids=COLUMNS)
def test_each_way_that_is_offered_reads_the_file(tmp_path: Path, cells: list[str], kinds: list[Kind]) -> None:
    path, reading = tmp_path / "broken.csv", Reading(delimiter=";")
    path.write_text("\n".join(["a;b", *(f"{cell};{at}" for at, cell in enumerate(cells))]), encoding="utf-8")
    refusal = refusal_of(path, reading)
    ways = remedies(refusal, reading)
    tables = [read_table(path, way.reading) for way in ways]
    assert [table.columns[0].kind for table in tables] == kinds
    assert [table.columns[0].missing_count for table in tables] == [
        sum(cell in refusal.unread for cell in cells) if kind in (Kind.NUMBER, Kind.DATE) else 0
        for kind in kinds
    ]
    for way, kind in zip(ways, kinds, strict=True):
        assert refusal.column in way.title if kind is Kind.CATEGORY else refusal.unread[0] in way.title


def test_a_sentence_names_no_line_twice(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(
        "\n".join(["a,b", *(f"{number},1" for number in NUMBERS), "lost,1", "gone,1"]), encoding="utf-8"
    )
    sentence = refusal_of(path, Reading()).sentence
    assert sentence.count("line 122") == sentence.count("line 123") == 1


def test_what_was_chosen_before_stays_chosen() -> None:
    refusal = Refusal("", "", "", column="b", unread=("x", "NA"), can_be_text=True)
    missing, text = remedies(refusal, Reading(missing_marks=("NA",), as_text=("a",)))
    assert missing.reading == Reading(missing_marks=("NA", "x"), as_text=("a",))
    assert text.reading == Reading(missing_marks=("NA",), as_text=("a", "b"))


def test_many_different_cells_are_no_marks(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    cells = [str(number) for number in range(1000)] + [f"word {number}" for number in range(30)]
    path.write_text("\n".join(["a", *cells]), encoding="utf-8")
    assert len(remedies(refusal_of(path, Reading(delimiter="")), Reading())) == 1
