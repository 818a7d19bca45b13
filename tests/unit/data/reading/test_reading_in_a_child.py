"""A file that a child reads is the table that this process would read, and nothing is left behind."""

import subprocess
import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.lib import format as npy_format

from bpexplorer.core.children import outside
from bpexplorer.core.errors import BpExplorerError, DataError
from bpexplorer.data.readers import read_table
from bpexplorer.data.readers.refusal import DataFileError
from bpexplorer.data.reading import delivery
from bpexplorer.data.reading.order import ReadingOrder, read_in_child
from bpexplorer.data.table.table import Reading, Table
from tests.museum import EXHIBITS, Taken


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_child_reads_what_this_process_would(tmp_path: Path, temporary: Path) -> None:
    file = tmp_path / "cells.csv"
    file.write_text("a;b;c;d\n" + "1,5;x;;2024-01-01\n2,5;y;3;\n" * 20_000, encoding="utf-8")
    told: list[float] = []
    table, expected = read_in_child(file, Reading(), told=told.append), read_table(file)
    assert table.digest == expected.digest == replace(table, known_digest="").digest
    assert (table.origin, table.notes) == (expected.origin, expected.notes)
    assert all(0.0 <= done <= 1.0 for done in told)
    assert list(temporary.iterdir()) == []
    assert table.columns[0].text(1) == "2.5"  # also now that the file is gone


def test_a_refusal_arrives_with_all_its_parts(tmp_path: Path, temporary: Path) -> None:
    file = tmp_path / "ragged.csv"
    file.write_text("a,b\n" + "1,2\n" * 9 + "1,2,3\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"“ragged.csv”: line 11") as refusal:
        read_in_child(file)
    assert (refusal.value.code, refusal.value.refusal.line) == ("ragged", 11)
    assert list(temporary.iterdir()) == []


def test_what_the_head_condemns_starts_no_child(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(DataFileError, match="no such file"):
        ReadingOrder(tmp_path / "nowhere.csv")
    assert list(temporary.iterdir()) == []


def test_every_table_arrives_as_it_was_sent(tmp_path: Path) -> None:
    for number, exhibit in enumerate(EXHIBITS):
        if isinstance(exhibit.right, Taken) and all(map(find_spec, exhibit.needs)):
            folder = tmp_path / str(number)
            table = read_table(exhibit.write(folder), exhibit.reading)
            answer = delivery.write(table, folder / "numbers")
            assert same(delivery.read(answer, folder / "numbers"), table), exhibit.title


def same(one: Table, other: Table) -> bool:
    return replace(one, known_digest="").digest == replace(other, known_digest="").digest and (
        one.notes,
        one.origin,
        one.image_shape,
    ) == (other.notes, other.origin, other.image_shape)


def test_numbers_of_one_block_arrive_as_one_block(tmp_path: Path) -> None:
    file = tmp_path / "cells.csv"
    file.write_text("a,b,c\n1,x,2\n3,y,4\n", encoding="utf-8")
    delivery_path = tmp_path / "numbers"
    table = delivery.read(delivery.write(read_table(file), delivery_path), delivery_path)
    first, last = table.columns[0].values, table.columns[2].values
    assert np.shares_memory(first.base, last.base)


@pytest.mark.parametrize("damage", ["nothing", "cut", "offset", "words"])
def test_what_did_not_arrive_is_said(damage: str, tmp_path: Path) -> None:
    file, numbers = tmp_path / "cells.csv", tmp_path / "numbers"
    file.write_text("a,b\n1,x\n3,y\n", encoding="utf-8")
    answer = delivery.write(read_table(file), numbers)
    if damage == "nothing":
        numbers.unlink()
    elif damage == "cut":
        numbers.write_bytes(numbers.read_bytes()[:8])
    elif damage == "offset":
        answer = answer.replace(b'"offset":0', b'"offset":90000')
    else:
        answer = b"{}"
    with pytest.raises(DataError, match="didn't arrive"):
        delivery.read(answer, numbers)


def test_a_child_that_takes_too_much_memory_is_ended_in_a_sentence(tmp_path: Path, temporary: Path) -> None:
    file, samples = tmp_path / "large.npy", 45_000_000
    with file.open("wb") as large:  # of nothing but zeros, which the disk doesn't keep
        header = {"descr": "<f8", "fortran_order": False, "shape": (samples, 1)}
        npy_format.write_array_header_1_0(large, header)
        large.truncate(large.tell() + 8 * samples)
    order = ReadingOrder(file)
    command = replace(order.command, memory=350 * 2**20)
    with pytest.raises(BpExplorerError) as refusal:
        order.table(outside.run(command))
    assert "memory" in str(refusal.value)
    assert list(temporary.iterdir()) == []


def test_a_child_whose_parent_is_gone_leaves_nothing_behind(tmp_path: Path, temporary: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("a;b\n" + "1,5;x\n" * 300_000, encoding="utf-8")
    order = ReadingOrder(file)
    process = subprocess.Popen(order.command.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline()  # it has begun
    process.stdin.close()  # as the end of a process closes it
    with process:
        process.stdout.read()
    assert process.returncode != 0
    assert list(temporary.iterdir()) == []
