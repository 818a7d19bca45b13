"""Tables as CSV for other programs: numbers in ASCII with every digit, and no text that a spreadsheet would run."""

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

#: What stands in a cell: a number, a text, or nothing.
Value = float | int | str | None

#: A spreadsheet takes what begins so for a formula.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
#: A number that is a text, as the name of a class can be: −1 stays −1.
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
#: How numbers are written on screen, and in ASCII.
_ASCII = str.maketrans({"−": "-", "\N{NARROW NO-BREAK SPACE}": "", "\N{NO-BREAK SPACE}": "", ",": ""})
_POWER = re.compile("×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@dataclass(frozen=True, slots=True)
class ValueTable:
    """A table with its name and the headings of its columns; rows may be of any length."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]


def csv_text(tables: Sequence[ValueTable], *, delimiter: str = ",") -> str:
    """Write tables below each other; of several, each has its name above it and an empty line before it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for index, table in enumerate(tables):
        if len(tables) > 1:
            if index:
                writer.writerow([])
            writer.writerow([_cell(table.name)])
        writer.writerow(_cells(table.columns))
        writer.writerows(_cells(row) for row in table.rows)
    return text.getvalue()


def number_of(text: str) -> Value:
    """The number that a text on screen is, or the text."""
    plain = text.strip().translate(_ASCII)
    plain = _POWER.sub(lambda power: "e" + power[1].translate(_RAISED), plain)
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(plain) if plain.lstrip("+-").isdigit() else number


def _cells(row: Iterable[Value]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case float():
            return repr(value) if math.isfinite(value) else str(value)
        case int():
            return str(value)
        case _:
            return f"'{value}" if value.startswith(_RUN) and not _PLAIN.fullmatch(value) else value
