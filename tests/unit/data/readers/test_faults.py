"""What may happen to a file, and what is no file: a sentence each, in little time and memory."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.data.readers import read_table
from bpexplorer.data.readers.refusal import DataFileError
from tests.museum import made

ROWS = "a,b\n" + "1,2\n" * 5000


def code_of(path: Path) -> str:
    with pytest.raises(DataFileError) as refusal:
        read_table(path)
    assert str(refusal.value).endswith(".")
    return refusal.value.code


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nowhere.csv") == "no_file"
    assert code_of(tmp_path) == "is_folder"
    assert code_of(tmp_path / "a\0b.csv") == "bad_name"
    assert code_of(tmp_path / ("x" * 300)) == "bad_name"
    assert code_of(Path(os.devnull)) == "not_a_file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert code_of(tmp_path / "pipe.csv") == "not_a_file"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(ROWS)
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    assert code_of(file) == "no_permission"


def test_signs_of_patterns_in_a_name_are_only_signs(tmp_path: Path) -> None:
    for name in ("*.csv", "a?b.csv", "[ab].csv", "{x}.csv", "a;b 'c'.csv"):
        (tmp_path / name).write_text(ROWS)
        assert read_table(tmp_path / name).rows == 5000


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "growing.csv"
    file.write_text(ROWS)

    def write_more(done: float) -> None:
        with file.open("a") as more:
            more.write("7,8\n")

    with pytest.raises(DataFileError, match=r"changed while it was read.*Open it again") as refusal:
        read_table(file, progress=write_more)
    assert refusal.value.code == "changed"


def test_a_file_that_vanishes_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "going.csv"
    file.write_text(ROWS)
    table = read_table(file, progress=lambda done: file.unlink(missing_ok=True))
    assert table.rows == 5000
    assert not file.exists()


def test_what_progress_raises_ends_the_reading(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(ROWS)

    class EnoughError(Exception):
        pass

    def stop(done: float) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        read_table(file, progress=stop)


def test_progress_goes_from_0_to_nearly_1_and_never_back(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("a,b\n" + "1,x\n" * 200_000)
    told: list[float] = []
    read_table(file, progress=told.append)
    assert len(told) > 2
    assert told == sorted(told)
    assert 0.9 < told[-1] <= 1.0


CONDEMNED = """
import sys, time, tracemalloc
import numpy, msgspec
from pathlib import Path
from bpexplorer.data.readers import check
from bpexplorer.core.errors import DataError
before = set(sys.modules)
tracemalloc.start()
for name in sys.argv[1:]:
    tracemalloc.reset_peak()
    begin = time.process_time()
    try:
        check(Path(name))
    except DataError as error:
        is_soon = time.process_time() - begin < 0.25
        print(error.code, is_soon, tracemalloc.get_traced_memory()[1] < 32 * 2**20)
parsers = {"clevercsv", "python_calamine", "duckdb", "PIL", "chardet"}
print(*parsers & {name.partition(".")[0] for name in set(sys.modules) - before})
"""


def test_what_a_head_condemns_is_refused_before_a_parser_is_loaded(tmp_path: Path) -> None:
    columns = tmp_path / "columns.csv"
    columns.write_text(("c," * 1_000_000 + "c\n") * 2)
    shades = np.zeros((3, 2, 2), np.uint8)
    condemned = {
        "too_large": {
            "columns.csv": columns.read_bytes(),
            "bomb.xlsx": made.claiming(made.xlsx(A=(("a",), (1,))), 2**31),
            "parts.zip": made.archive({str(number): b"" for number in range(12_000)}),
            "pictures.idx": made.idx(shades, shape=(2**32 - 1, 28, 28)),
            "bomb.npz": made.npz(compressed=True, x=np.zeros((600, 9_000), np.uint8)),
        },
        "null": {"null.csv": b"a,b\n1,\0\n"},
        "empty": {"empty.csv": b""},
        "damaged": {"short.idx": made.idx(shades, shape=(4, 2, 2)), "short.npy": made.npy(shades)[:-1]},
        "objects": {"objects.npy": made.npy(np.array([{}, 1], object))},
        "other_format": {"pickle.csv": b"\x80\x04\x95" + bytes(20), "page.csv": b"<!DOCTYPE html>"},
    }
    names = []
    for code, files in condemned.items():
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
            names.append((code, str(tmp_path / name)))
    said = subprocess.run(
        [sys.executable, "-c", CONDEMNED, *(name for _, name in names)],
        capture_output=True,
        text=True,
        check=True,
    )
    *lines, parsers = said.stdout.split("\n")[:-1]
    assert lines == [f"{code} True True" for code, _ in names]
    assert parsers == ""


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "held.npy"])
def test_a_file_of_one_array_is_named_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix:
        np.save(path, np.array([{}, 1], dtype=object), allow_pickle=True)
    else:
        path.write_bytes(bytes((0, 0, 8, 1, 0, 0, 1, 0)))
    with pytest.raises(DataFileError) as refused:
        read_table(path)
    assert refused.value.about(name).refusal.sentence.count(path.stem) == 1
