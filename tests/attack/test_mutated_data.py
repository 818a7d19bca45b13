"""A data file with anything changed is read as some table, or refused in a sentence; nothing else happens."""

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bpexplorer.core.children import outside
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.readers import read_table
from bpexplorer.data.readers.refusal import DataFileError
from bpexplorer.data.reading.order import ReadingOrder
from bpexplorer.data.table.table import Kind, Table
from tests.attack.test_damaged_files import ANY_BYTES, change_member
from tests.museum import EXHIBITS, Exhibit, made

#: How long one file may take, in seconds of this process.
_HANG = 2.0
_IN_TEXT = (
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b'"',
    b"'",
    b"NA",
    b"1e999",
    b"nan",
    b"-",
    b"\xe9",
    b"\xff\xfe",
    b"#",
    b"\\",
)
SMALL = [
    exhibit
    for exhibit in EXHIBITS
    if sum(map(len, exhibit.files.values())) < 20_000 and all(map(find_spec, exhibit.needs))
]
#: Of these, what a damaged one makes of calamine may end the process: it asks for any memory that the file claims.
FRAGILE = [exhibit for exhibit in SMALL if next(iter(exhibit.files)).endswith(".xls")]
SMALL = [exhibit for exhibit in SMALL if exhibit not in FRAGILE]
#: The last sector of its workbook is followed by the first.
ENDLESS = made.XLS[: 9 * 512 + 28] + bytes(4) + made.XLS[9 * 512 + 32 :]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things changed in them."""
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        if not data:
            break
        if data[:2] == b"PK" and chance.random() < 0.5:
            try:
                data = change_member(data, chance)
            except Exception:  # it isn't an archive any more
                data = chance.choice(ANY_BYTES)(data, chance)
        elif chance.random() < 0.4:
            at = chance.randrange(len(data) + 1)
            data = data[:at] + chance.choice(_IN_TEXT) * chance.choice((1, 1, 3)) + data[at:]
        else:
            data = chance.choice(ANY_BYTES)(data, chance)
    return data


def check_table(table: Table) -> None:
    for column in table.columns:
        if column.kind.is_coded:
            assert column.values.max(initial=-1) < len(column.categories)
        else:
            assert not np.isinf(column.values).any()
            np.testing.assert_array_equal(np.isnan(column.values), column.missing)
        assert column.kind in Kind
    assert table.digest


def attack(exhibit: Exhibit, seed: int, folder: Path) -> str:
    """The code of the refusal, or nothing if it was read."""
    chance = random.Random(seed)
    names = list(exhibit.files)
    files = dict(exhibit.files)
    changed = chance.choice(names)
    files[changed] = mutant(files[changed], chance)
    path = Exhibit(exhibit.title, files, exhibit.right).write(folder)
    before = {name: (folder / name).read_bytes() for name in names}
    begin = time.process_time()
    try:
        check_table(read_table(path, exhibit.reading))
        code, said = "", ""
    except DataFileError as error:
        code, said = error.code, str(error)
    except Exception as escaped:
        raise AssertionError(f"{exhibit.title}, seed {seed}: {type(escaped).__name__} escaped") from escaped
    assert said.isprintable()
    assert len(said) < 2000
    assert time.process_time() - begin < _HANG, f"{exhibit.title}, seed {seed}: took too long"
    assert {name: (folder / name).read_bytes() for name in names} == before
    return code


def test_what_ends_the_process_that_reads_is_said(trials: Callable[[int, int], int]) -> None:
    ended = 0
    for seed in range(trials(2, 200)):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xls"
            path.write_bytes(mutant(made.XLS, chance) if seed else ENDLESS)
            try:
                order = ReadingOrder(path)
                check_table(order.table(outside.run(replace(order.command, memory=2**29))))
            except BpExplorerError as error:
                said = str(error)
                assert "“book.xls”" in said
                assert said.endswith(".")
                ended += not isinstance(error, DataFileError)
    assert ended  # one at least: the first


def test_mutated_data_files_are_read_or_refused(trials: Callable[[int, int], int]) -> None:
    refused = total = trials(400, 100_000)
    for seed in range(total):
        exhibit = SMALL[seed % len(SMALL)]
        with tempfile.TemporaryDirectory() as folder:
            refused -= not attack(exhibit, seed, Path(folder))
    assert 0 < refused < total
