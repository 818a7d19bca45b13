"""Where a table begins: its names, and the rows before the data that other programs write."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.refusal import quoted, refused
from bpexplorer.data.readers.text.dates import is_date
from bpexplorer.data.readers.text.signs import DECIMALS, Signs
from bpexplorer.data.table.table import Kind
from bpexplorer.translation import tr

#: What stands where a value is missing, unless the user says it. An empty cell always is.
MISSING_MARKS = (
    *("NA", "N/A", "n/a", "NaN", "nan", "NAN", "-nan", "null", "NULL", "Null", "?"),
    *("#N/A", "#NA", "<NA>", "(null)"),
)
#: Orange's second row: types of columns.
_ORANGE_TYPES = {
    "continuous": Kind.NUMBER,
    "c": Kind.NUMBER,
    "discrete": Kind.CATEGORY,
    "d": Kind.CATEGORY,
    "string": Kind.CATEGORY,
    "s": Kind.CATEGORY,
    "text": Kind.CATEGORY,
    "time": Kind.DATE,
    "t": Kind.DATE,
}
#: Orange's third row.
_ORANGE_FLAGS = {"", "class", "c", "meta", "m", "ignore", "i", "weight", "w"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the data begin, and what the columns are called.

    Parameters
    ----------
    names : tuple of str
        One for each column, no two alike.
    header : int
        The row with the names, -1 if there is none.
    rows_before : int
        How many rows, those without any cell left out, come before the data.
    kinds : dict
        What the file itself says of columns, by their number.
    class_names : tuple of str
        What the whole numbers of the last column mean, where the file says so.
    """

    names: tuple[str, ...]
    header: int
    rows_before: int
    kinds: dict[int, Kind]
    #: Those that have no name in the file.
    unnamed: frozenset[int] = frozenset()
    class_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: Whether it isn't lines of a text that are counted, but rows.
    counts_rows: bool = False


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of the sample, and the line that it begins in."""

    line: int
    cells: list[str]


def find(
    rows: Sequence[SampleRow],
    *,
    header: int | None,
    signs: Signs,
    is_whole: bool,
    marks: Sequence[str] = MISSING_MARKS,
) -> Layout:
    """Find where the data begin in the first rows of a file.

    Parameters
    ----------
    header : int, optional
        The row with the names, if that is known; -1 for none.
    is_whole : bool
        Whether these are all rows of the file.

    Raises
    ------
    DataFileError
        If there is nothing but names, or no such row.
    """
    cells = [[cell.strip() for cell in row.cells] for row in rows]
    if header in (None, -1) and (counted := _scikit_learns(cells, is_whole=is_whole)):
        return counted
    width = _width(cells)
    guessed: tuple[str, ...] = ()
    if header is None:
        is_header, is_sure = _is_header(cells, width, signs, marks)
        header = 0 if is_header else -1
        if is_header and not is_sure:
            guessed = (tr("The first row is taken for the names of the columns, guessed."),)
    if header >= len(rows):
        raise refused(
            tr("there is no row {header} for the names", header=count(header)),
            code="header",
            remedy=tr("Choose a row that the file has; the first is row 0."),
        )
    if header < 0:
        names = tuple(tr("column {number}", number=number) for number in range(width))
        note = tr("There is no row of names; the columns are called by their numbers.")
        return Layout(names, -1, 0, {}, frozenset(range(width)), notes=(note,))
    if header + 1 >= len(rows) and is_whole:
        raise refused(
            tr("there are names of columns, and no row of data after them"),
            code="header_only",
            line=rows[header].line,
            remedy=tr("Add the data; or say that there is no row of names, if these are data."),
        )
    width = _width(cells[header + 1 :]) if header + 1 < len(rows) else len(cells[header])
    found = cells[header]
    if header and len(found) < width:
        raise refused(
            tr("row {header} has no name for each column", header=count(header)),
            code="header",
            line=rows[header].line,
            remedy=tr("Choose another row for the names."),
        )
    orange = _orange(cells[header : header + 3])
    found = _completed(found, width, cells[header + 1 :])
    unnamed = frozenset(number for number, name in enumerate(found) if not name)
    names, notes = _unique(found, rows[header].line)
    notes += guessed
    if orange is None:
        return Layout(names, header, header + 1, {}, unnamed, notes=notes)
    classes = [
        quoted(names[number]) for number, flag in enumerate(cells[header + 2]) if flag in ("class", "c")
    ]
    notes += (tr("Read as a table of Orange, with three rows before the data."),)
    if classes:
        notes += (tr("It marks as its class: {columns}.", columns=", ".join(classes)),)
    return Layout(names, header, header + 3, orange, unnamed, notes=notes)


def _width(cells: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have."""
    return Counter(len(row) for row in cells if row).most_common(1)[0][0] if any(cells) else 0


def _completed(found: list[str], width: int, below: Sequence[Sequence[str]]) -> list[str]:
    """The names, with an empty one where one is missing: R leaves out that above the names of rows."""
    if len(found) != width - 1:
        return found
    has_open_end = all(not row[-1] for row in below if len(row) == width)
    return [*found, ""] if has_open_end else ["", *found]


def _is_header(cells: list[list[str]], width: int, signs: Signs, marks: Sequence[str]) -> tuple[bool, bool]:
    """Whether the first row names the columns, as it holds no values while others do; and whether that is sure."""
    first, below = cells[0], cells[1:200]
    if len(first) not in (width, width - 1) or not any(first):
        return False, True
    offset = width - len(first)
    numbers = [cell for cell in first if signs.is_number(cell)]
    if numbers:
        # Names may be counted through: 0, 1, 2, …, perhaps with words before or after.
        whole = [int(cell) for cell in numbers if cell.isascii() and cell.isdigit()]
        counted = len(whole) == len(numbers) > 2 and whole == list(range(whole[0], whole[0] + len(whole)))
        is_header = counted and whole[0] in (0, 1) and any(row[: len(first)] != first for row in below)
        return is_header, not is_header
    named = [cell for cell in first if cell and cell not in marks and not is_date(cell)]
    if len(named) < len([cell for cell in first if cell]):
        return False, True
    if not below:
        return True, True
    written = (signs, *(Signs(decimal) for decimal in DECIMALS if decimal != signs.decimal))
    for number, name in enumerate(first):
        column = [row[number + offset] for row in below if len(row) == width and row[number + offset]]
        values = [cell for cell in column if cell not in marks]
        if values and all(any(each.is_number(cell) for each in written) or is_date(cell) for cell in values):
            return True, True  # a word above numbers, which may be written in two ways
        if name and name in values:
            return False, True
    return len(set(named)) == len(named), False


def _unique(names: list[str], line: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each name once; what had none is called by its number."""
    taken = set(names)
    found: list[str] = []
    notes = []
    for number, name in enumerate(names):
        if not name:
            given = _free(tr("column {number}", number=number), taken)
            notes.append(
                tr(
                    "Column {number} has no name (line {line}); it is called {given}.",
                    number=number,
                    line=count(line),
                    given=quoted(given),
                )
            )
        elif name in found:
            given = _free(name, taken)
            notes.append(
                tr(
                    "Two columns are called {name} (line {line}); the second is called {given}.",
                    name=quoted(name),
                    line=count(line),
                    given=quoted(given),
                )
            )
        else:
            given = name
        taken.add(given)
        found.append(given)
    return tuple(found), tuple(notes)


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while (free := f"{name} ({number})") in taken:
        number += 1
    return free


_COUNT = re.compile("[0-9]{1,9}")


def _scikit_learns(cells: list[list[str]], *, is_whole: bool) -> Layout | None:
    """The layout of scikit-learn's files: counts of samples and features and names of classes before the data."""
    if len(cells) < 2 or len(cells[0]) < 3:
        return None
    samples, features, *names = cells[0]
    while names and not names[-1]:
        names.pop()
    if not (_COUNT.fullmatch(samples) and _COUNT.fullmatch(features) and len(names) >= 2):
        return None
    width = int(features) + 1
    below = cells[1:] if is_whole else cells[1:-1]
    codes = {str(code) for code in range(len(names))}
    if any(len(row) != width or row[-1] not in codes for row in below if row) or any(
        _COUNT.fullmatch(name) for name in names
    ):
        return None
    if is_whole and len([row for row in below if row]) != int(samples):
        return None
    columns = [tr("column {number}", number=number) for number in range(width - 1)]
    note = tr(
        "Read as a table of scikit-learn: its first line counts samples and features, and names the classes."
    )
    return Layout((*columns, "class"), -1, 1, {width - 1: Kind.CATEGORY}, frozenset(), tuple(names), (note,))


def _orange(head: list[list[str]]) -> dict[int, Kind] | None:
    """What Orange's rows of types and flags say, if that is what these are."""
    if len(head) < 3 or not any(head[1]):
        return None
    types, flags = head[1], head[2]
    width = len(head[0])
    if len(types) != width or len(flags) > width:
        return None
    are_flags = all(
        flag.lower() in _ORANGE_FLAGS or all("=" in word for word in flag.split()) for flag in flags
    )
    # A discrete column may list its values.
    are_types = all(not each or each.lower() in _ORANGE_TYPES or " " in each for each in types)
    if not (are_flags and are_types and any(each.lower() in _ORANGE_TYPES for each in types)):
        return None
    return {
        number: _ORANGE_TYPES.get(each.lower(), Kind.CATEGORY) for number, each in enumerate(types) if each
    }
