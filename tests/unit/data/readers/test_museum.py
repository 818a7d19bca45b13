"""Files as people and programs write them become the right table, or are refused for the right reason."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.data.readers import check, digest_of, read_table
from bpexplorer.data.readers.refusal import DataFileError
from tests.museum import EXHIBITS, Exhibit, Refused, arrays, files, numbers, peers, texts

ROOMS = {
    "texts": texts.EXHIBITS,
    "numbers": numbers.EXHIBITS,
    "peers": peers.EXHIBITS,
    "arrays": arrays.EXHIBITS,
    "files": files.EXHIBITS,
}


def seen(exhibit: Exhibit, folder: Path) -> str:
    """What isn't right; nothing if all is."""
    path = exhibit.write(folder)
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    right = exhibit.right
    try:
        table = read_table(path, exhibit.reading)
    except DataFileError as error:
        said = str(error)
        if not isinstance(right, Refused) or error.code != right.code:
            return f"refused with {error.code}: {said}"
        if missing := [words for words in (*right.says, path.name) if words not in said]:
            return f"doesn't say {missing}: {said}"
        if not (said.isprintable() and said.endswith(".")):
            return f"no sentence: {said}"
    else:
        if isinstance(right, Refused):
            return f"taken: {table.notes}"
        if wrong := right.differs_from(table):
            return wrong
        assert table.origin is not None
        again = read_table(path, table.origin.reading)
        assert again.origin is not None
        if (again.digest, again.origin.reading) != (table.digest, table.origin.reading):
            return f"read as it was read, it is another table: {again.origin.reading}"
        if digest_of(path) != table.origin.sha256:
            return "as it is, it seems changed"
        check(path, exhibit.reading)
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before
    return ""


@pytest.mark.parametrize("room", ROOMS)
def test_every_file_of_the_museum_is_the_right_table_or_refused_for_the_right_reason(
    room: str, tmp_path: Path
) -> None:
    wrong = {}
    for number, exhibit in enumerate(ROOMS[room]):
        if all(map(find_spec, exhibit.needs)) and (found := seen(exhibit, tmp_path / str(number))):
            wrong[exhibit.title] = found
    assert wrong == {}


def test_the_museum_is_large_enough_and_no_title_stands_twice() -> None:
    assert len({exhibit.title for exhibit in EXHIBITS}) == len(EXHIBITS) >= 80


def test_every_cell_is_taken_or_said_to_be_missing(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    numbers = rng.normal(size=(400, 3)).round(3)
    words = rng.choice(["red", "blue", "NA", ""], size=400)
    lines = [f"{a},{b},{word},{c}" for (a, b, c), word in zip(numbers.tolist(), words, strict=True)]
    file = tmp_path / "cells.csv"
    file.write_text("a,b,colour,c\n" + "\n".join(lines), encoding="utf-8")
    table = read_table(file)
    taken = sum(len(column.values) - column.missing_count for column in table.columns)
    missing = sum(column.missing_count for column in table.columns)
    assert taken + missing == 4 * 400
    assert missing == np.isin(words, ["NA", ""]).sum()
    found = np.stack([table.columns[index].values for index in (0, 1, 3)], axis=1)
    np.testing.assert_array_equal(found, numbers)  # to the bit
    base = table.columns[0].values.base
    assert base is not None
    assert all(table.columns[index].values.base is base for index in (1, 3)), "one block holds all numbers"
