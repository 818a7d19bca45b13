"""A table that is written in any usual dialect, encoding and way of numbers is read as it was, to the bit."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bpexplorer.data.readers import read_table
from bpexplorer.data.table.table import Column, Kind, Table

_ENCODINGS = {"utf-8": "Æß語", "utf-8-sig": "Æß語", "utf-16": "Æß語", "utf-16-le": "Æß語", "cp1252": "Æßé"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Written:
    """A column with its cells as they are meant; None is missing."""

    name: str
    kind: Kind
    cells: tuple[float | str | None, ...]
    texts: tuple[str, ...]

    def differs_from(self, column: Column) -> str:
        if (column.name, column.kind) != (self.name, self.kind):
            return f"{self.name}, {self.kind} is {column.name}, {column.kind}"
        for row, cell in enumerate(self.cells):
            if (cell is None) != bool(column.missing[row]):
                return f"{self.name}, row {row}: missing {column.missing[row]}"
            if cell is None:
                continue
            value = column.values[row]
            found = column.categories[value] if column.kind.is_coded else float(value)
            if found != cell:
                return f"{self.name}, row {row}: {found!r}, not {cell!r}"
        return ""


def word(chance: random.Random, extra: str) -> str:
    letters = _LETTERS + extra + chance.choice(("", " ", ",;\t|", "\"'", "\n", "-", "&%$"))
    middle = "".join(chance.choices(letters, k=chance.randint(1, 8)))
    return f"{chance.choice(_LETTERS)}{middle}{chance.choice(_LETTERS)}x"


def number(chance: random.Random, decimal: str, *, is_whole: bool) -> tuple[float, str]:
    value = (
        float(chance.randint(-(10**6), 10**6))
        if is_whole
        else chance.choice((1, 1e-3, 1e6)) * chance.gauss(0, 1)
    )
    text = f"{value:.0f}" if is_whole else chance.choice((repr(value), f"{value:.6e}"))
    return float(text), text.replace(".", decimal)


def column(
    chance: random.Random, name: str, rows: int, decimal: str, extra: str, *, is_full: bool
) -> Written:
    kind = chance.choice((Kind.NUMBER, Kind.NUMBER, Kind.NUMBER, Kind.CATEGORY, Kind.YES_NO, Kind.DATE))
    share, mark = chance.choice((0.0, 0.0, 0.1, 0.6)), chance.choice(("", "NA", "?"))
    is_whole = chance.random() < 0.5
    words = [word(chance, extra) for _ in range(chance.randint(2, 6))]
    style = chance.choice(("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"))
    cells: list[float | str | None] = []
    texts = []
    for row in range(rows):
        cell: float | str | None
        if kind is Kind.NUMBER:
            cell, text = number(chance, decimal, is_whole=is_whole)
            if row == 0 and not is_whole:  # one of the numbers tells the sign without a doubt
                cell, text = 0.5, f"0{decimal}5"
        elif kind is Kind.DATE:
            day = date(1990, 1, 1) + timedelta(days=chance.randint(0, 20_000))
            cell, text = float((day - date(1970, 1, 1)).days), day.strftime(style)
        elif kind is Kind.YES_NO:
            cell = text = ("no", "yes")[row % 2]
        else:
            cell = text = chance.choice(words) if row > 1 else words[row]
        if row > 2 and not is_full and chance.random() < share:
            cell, text = None, mark
        cells.append(cell)
        texts.append(text)
    return Written(name, kind, tuple(cells), tuple(texts))


def written(seed: int) -> tuple[bytes, list[Written]]:
    """A file, and what is in it."""
    chance = random.Random(seed)
    delimiter, decimal = chance.choice(",;\t|"), chance.choice(".,")
    encoding = chance.choice(list(_ENCODINGS))
    extra = _ENCODINGS[encoding] if chance.random() < 0.6 else ""
    rows = chance.choice((4, 12, 60, 400))
    names = [f"{word(chance, '')} {number}" for number in range(chance.randint(2, 7))]
    # Rows without any value would be passed over.
    columns = [column(chance, name, rows, decimal, extra, is_full=name is names[0]) for name in names]
    stream = io.StringIO(newline="")
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(
        stream, delimiter=delimiter, quoting=quoting, lineterminator=chance.choice(("\n", "\r\n"))
    )
    writer.writerow(names)
    writer.writerows(zip(*(each.texts for each in columns), strict=True))
    return stream.getvalue().encode(encoding), columns


def difference(table: Table, columns: list[Written]) -> str:
    if [each.name for each in table.columns] != [each.name.strip() for each in columns]:
        return f"columns {table.names}"
    pairs = zip(columns, table.columns, strict=True)
    return next((said for one, other in pairs if (said := one.differs_from(other))), "")


def test_a_table_that_was_written_is_read_as_it_was(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    file = tmp_path / "written.csv"
    for seed in range(trials(60, 5_000)):
        data, columns = written(seed)
        file.write_bytes(data)
        assert difference(read_table(file), columns) == "", f"seed {seed}"
