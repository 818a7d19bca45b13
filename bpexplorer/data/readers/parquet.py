"""Parquet, by duckdb (extra ``tables``), one column after another."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bpexplorer.data.readers import rows
from bpexplorer.data.readers.block import Block
from bpexplorer.data.readers.columns import coded, number_columns
from bpexplorer.data.readers.progress import Progress, between
from bpexplorer.data.readers.refusal import WRITE_AGAIN, check_size, refused
from bpexplorer.data.readers.rows import NumberedRow
from bpexplorer.data.readers.source import Source, content_digest
from bpexplorer.data.table.limits import READING_MEMORY
from bpexplorer.data.table.table import Column, Kind, Reading, Table
from bpexplorer.translation import tr

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NUMBERS = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"),
)
_TEXTS = ("VARCHAR", "UUID", "TIME", "ENUM", "CHAR")
_TEXT_ROWS = 50_000
#: What stands at the end of every such file, as at its beginning.
_MARK = b"PAR1"
#: What duckdb says of the file by the name that it was given: that of an opened file, which nobody else knows.
_IN_FILE = re.compile(r" (?:in|of|from) file ['\"][^'\"]*['\"]")


def check_head(source: Source, reading: Reading) -> None:
    """Raise DataFileError if the file isn't whole, or what reads it isn't there."""
    source.file.seek(max(0, source.size - len(_MARK)))
    if source.size < 12 or source.file.read(len(_MARK)) != _MARK:
        raise refused(tr("the file is damaged or cut off"), code="damaged", remedy=WRITE_AGAIN)
    if find_spec("duckdb") is None:
        raise refused(
            tr("Parquet files are read with duckdb, which isn't installed"),
            code="not_installed",
            remedy=tr("Install it with pip install 'bpexplorer[tables]', or write the table as CSV."),
        )


def read(source: Source, reading: Reading, progress: Progress) -> Table:
    """Read all columns; raises DataFileError."""
    import duckdb

    check_head(source, reading)
    digest = content_digest([source])
    try:
        with duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": "",
                "threads": "1",
                "memory_limit": f"{READING_MEMORY // 2**20}MiB",
            },
        ) as connection:
            columns, notes = _Reader(connection, _pattern(source), reading, progress).columns()
    except duckdb.Error as error:
        raise refused(
            tr("duckdb can't read it ({error})", error=_IN_FILE.sub("", str(error).partition("\n")[0])[:200]),
            code="damaged",
            remedy=WRITE_AGAIN,
        ) from error
    done = replace(reading, missing_marks=rows.marks_of(reading))
    return Table(tuple(columns), source.origin(digest, done), tuple(notes))


def _pattern(source: Source) -> str:
    """A pattern that only this file's name matches."""
    own = Path(f"/proc/self/fd/{source.file.fileno()}")
    if own.exists():  # the very file that is open, whatever its name leads to now
        return str(own)
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(source.path.absolute()))


class _Reader:
    def __init__(
        self, connection: "DuckDBPyConnection", pattern: str, reading: Reading, progress: Progress
    ) -> None:
        self._connection, self._reading, self._progress = connection, reading, progress
        self._pattern = pattern
        self._rows = int(self._run("count(*)").fetchall()[0][0])
        described = self._connection.execute(
            "DESCRIBE SELECT * FROM read_parquet(?, hive_partitioning = false)", [pattern]
        ).fetchall()
        self._types = {str(row[0]): str(row[1]) for row in described}

    def _run(self, expression: str) -> "DuckDBPyConnection":
        # Names of columns come quoted; what is selected is made here.
        return self._connection.execute(
            f"SELECT {expression} FROM read_parquet(?, hive_partitioning = false)", [self._pattern]
        )

    def columns(self) -> tuple[list[Column], list[str]]:
        check_size(self._rows, len(self._types))
        if not self._rows:
            raise refused(tr("there is no row of data in it"), code="header_only", remedy=tr("Add the data."))
        kinds = {name: self._kind(name, given) for name, given in self._types.items()}
        numbers = [name for name, kind in kinds.items() if kind in (Kind.NUMBER, Kind.DATE)]
        found = self._numbers(numbers, kinds)
        found |= {name: self._yes_no(name) for name, kind in kinds.items() if kind is Kind.YES_NO}
        texts = [name for name, kind in kinds.items() if kind is Kind.CATEGORY]
        columns, notes = self._texts(texts) if texts else ([], [])
        found |= {column.name: column for column in columns}
        return [found[name] for name in self._types if name in found], notes

    def _kind(self, name: str, given: str) -> Kind:
        if name in self._reading.as_text:
            return Kind.CATEGORY
        if given in _NUMBERS or given.startswith("DECIMAL("):
            return Kind.NUMBER
        if given == "BOOLEAN":
            return Kind.YES_NO
        if given == "DATE" or given.startswith("TIMESTAMP"):
            return Kind.DATE
        if given.startswith(_TEXTS) and not given.endswith("]"):
            return Kind.CATEGORY
        raise refused(
            tr("its values are of type {type}, which makes no column", type=given[:60].lower()),
            code="wrong_dtype",
            column=name,
            remedy=tr("Write the file without it, or its parts as columns of their own."),
        )

    def _numbers(self, names: list[str], kinds: dict[str, Kind]) -> dict[str, Column]:
        block = Block(self._rows, len(names))
        for place, name in enumerate(names):
            quoted = _quoted(name)
            is_float = self._types[name] == "FLOAT"
            as_number = f"CAST({quoted} AS {'FLOAT' if is_float else 'DOUBLE'})"
            as_days = f"epoch(CAST({quoted} AS TIMESTAMP)) / 86400.0"
            values = self._array(as_days if kinds[name] is Kind.DATE else as_number)
            numbers = np.ma.filled(np.ma.asarray(values), np.nan)
            if np.isinf(numbers).any():
                raise refused(
                    tr("a number isn't finite"),
                    code="not_finite",
                    row=int(np.argmax(np.isinf(numbers))) + 1,
                    column=name,
                    remedy=tr("Correct it, or leave it out."),
                )
            block.put(0, numbers[:, np.newaxis], [place])
            self._progress(0.8 * (place + 1) / len(names))
        found = number_columns(names, {n: n for n in range(len(names))}, block.array)
        return {
            name: replace(column, kind=Kind.DATE) if kinds[name] is Kind.DATE else column
            for name, column in zip(names, found.values(), strict=True)
        }

    def _array(self, expression: str) -> Any:
        (values,) = self._run(f"{expression} AS value").fetchnumpy().values()
        return values

    def _yes_no(self, name: str) -> Column:
        values = self._array(f"CAST(coalesce(CAST({_quoted(name)} AS INTEGER), -1) AS INTEGER)")
        codes = np.where(values < 0, 2, values).astype(np.int32)
        return coded(name, Kind.YES_NO, codes, ("false", "true", ""), ("false", "true"))

    def _texts(self, names: list[str]) -> tuple[list[Column], list[str]]:
        selected = ", ".join(f"CAST({_quoted(name)} AS VARCHAR)" for name in names)

        def data() -> Iterator[NumberedRow]:
            result, number = self._run(selected), 0
            while batch := result.fetchmany(_TEXT_ROWS):
                for row in batch:
                    number += 1
                    yield number, ["" if cell is None else cell for cell in row]

        where = rows.plain_layout(names)
        return rows.take(
            data,
            where,
            replace(self._reading, as_text=tuple(n for n in self._reading.as_text if n in names)),
            capacity=self._rows,
            progress=between(self._progress, 0.8, 1.0),
            keeps_empty=True,
        )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
