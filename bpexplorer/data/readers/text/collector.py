"""Takes the cells of a table row by row, and decides what each column is once all rows are there.

Cells that are numbers go into one block, as numbers; of other columns the different texts are kept once, and a code for
each row. What only the last row of a file tells may be that the first were taken wrongly: then they are read `Again`.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.numerals import count
from bpexplorer.data.readers.block import Block
from bpexplorer.data.readers.refusal import check_size, quoted, refused
from bpexplorer.data.readers.source import changed
from bpexplorer.data.readers.text.layout import MISSING_MARKS
from bpexplorer.data.readers.text.signs import PLAIN, Signs
from bpexplorer.data.table.limits import MAX_TEXT
from bpexplorer.translation import tr

#: What also stands for a missing number, where the column holds numbers else.
WEAK_MARKS = frozenset({"-", "--", "---", ".", "..", "...", "…", "–", "—", "*"})
#: From here on not every whole number is a float64.
_EXACT = 2.0**53
#: Larger ones aren't written out as whole numbers.
_LONGEST_WHOLE = 1e19


class Again(Exception):  # noqa: N818 - no error, but a way to begin anew
    """The rows are to be read once more, with other signs or with some columns kept as texts from the beginning."""

    def __init__(self, *, signs: Signs | None = None, texts: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.signs, self.texts = signs, texts


@dataclass(slots=True, eq=False)
class Texts:
    """A column whose cells are kept as texts, from row ``begin`` on; those before it were numbers."""

    begin: int
    codes: NDArray[np.int32]
    #: Each text, in the order of the first rows that have it, and its code.
    code_of: dict[str, int] = field(default_factory=dict)
    #: The line in which each stands first.
    lines: list[int] = field(default_factory=list)
    characters: int = 0

    def add(self, cells: Sequence[str], row: int, lines: Sequence[int]) -> None:
        """Take the cells of some rows, from ``row`` on."""
        code_of, known = self.code_of, len(self.code_of)
        codes = [code_of.setdefault(cell.strip(), len(code_of)) for cell in cells]
        self.codes[row : row + len(codes)] = codes
        if len(code_of) > known:
            _, first = np.unique(np.array(codes), return_index=True)
            self.lines.extend(lines[index] for index in np.sort(first) if codes[index] >= known)
            self.characters += sum(map(len, islice(code_of, known, None)))


class Collector:
    """Takes rows, of which each has a cell for each column.

    Parameters
    ----------
    names : sequence of str
    capacity : int
        At least as many as there will be rows.
    signs : Signs
        How numbers are written.
    marks : collection of str
        What stands where a value is missing, beside nothing at all.
    texts : collection of int
        Columns to keep as texts from the beginning, by their numbers.

    Raises
    ------
    DataFileError
        For more cells than any table may have, before memory is taken for them.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        capacity: int,
        signs: Signs = PLAIN,
        marks: Collection[str] = MISSING_MARKS,
        texts: Collection[int] = (),
    ) -> None:
        check_size(capacity, len(names))
        self.names, self.signs = tuple(names), signs
        self.marks = frozenset(marks) | {""}
        self.rows = 0
        self._capacity = capacity
        #: Number of the column → its place in the block.
        self.places: dict[int, int] = {}
        self._block = Block(0, 0)
        self.texts: dict[int, Texts] = {}
        #: What was found missing in columns of numbers.
        self.missing: Counter[str] = Counter()
        #: Where the decimal sign was seen in a number, which line and column.
        self.shows_decimals: tuple[int, int] | None = None
        self.is_rounded: set[int] = set()
        self._number_marks = np.array([signs.value(mark) for mark in self.marks if signs.is_number(mark)])
        for number in texts:
            self.texts[number] = Texts(0, np.empty(capacity, np.int32))

    @property
    def block(self) -> NDArray[Any]:
        """The columns of numbers, shape (rows, columns), in the order of ``places``."""
        return self._block.array

    @property
    def takes_numbers(self) -> bool:
        """Whether all columns hold numbers, so far."""
        return not self.texts

    def add_numbers(self, numbers: NDArray[np.float64], first_line: int) -> None:
        """Take rows that are plain numbers in all columns, none missing, shape (rows, columns)."""
        self._check_room(len(numbers))
        self._begin(range(len(self.names)))
        self._store(list(self.places), numbers, range(first_line, first_line + len(numbers)))
        self.rows += len(numbers)

    def _check_room(self, rows: int) -> None:
        if self.rows + rows > self._capacity:  # they were counted before
            raise changed()

    def add(self, rows: Sequence[Sequence[str]], lines: Sequence[int]) -> None:
        """Take rows of cells as they stand, with the line of each."""
        self._check_room(len(rows))
        columns = list(zip(*rows, strict=True))
        numbers, values = [], []
        for number, cells in enumerate(columns):
            column = self.texts.get(number)
            if column is None:
                try:
                    values.append(self._parsed(cells, number, lines))
                    numbers.append(number)
                    continue
                except ValueError:
                    column = self.texts[number] = Texts(self.rows, np.empty(self._capacity, np.int32))
            column.add(cells, self.rows, lines)
        self._begin(numbers)
        if values:
            self._store(numbers, np.stack(values, axis=1), lines)
        self.rows += len(rows)
        if sum(column.characters for column in self.texts.values()) > MAX_TEXT:
            raise refused(
                tr("its different texts have more than {limit} characters in all", limit=count(MAX_TEXT)),
                code="too_large",
                remedy=tr("Leave columns of free text out of the file."),
            )

    def finish(self) -> None:
        """Give back the memory of rows that didn't come."""
        self._block.cut(self.rows)
        for column in self.texts.values():
            column.codes.resize(self.rows, refcheck=False)

    def _begin(self, numbers: Collection[int]) -> None:
        """Make the block for the columns that begin with numbers, at the first rows."""
        if self.rows == 0 and not self.places:
            self.places = {number: place for place, number in enumerate(numbers)}
            self._block = Block(self._capacity, len(self.places))

    def _parsed(self, cells: Sequence[str], number: int, lines: Sequence[int]) -> NDArray[np.float64]:
        """The numbers of some cells of a column, NaN where one is missing; ValueError if a cell is neither."""
        if (plain := self._quickly(cells)) is not None:
            return plain
        texts = list(map(str.strip, cells))
        is_missing = np.array([text in self.marks or text in WEAK_MARKS for text in texts])
        present = [text for text, missing in zip(texts, is_missing, strict=True) if not missing]
        quick = self._quickly(present)
        values = np.array(list(map(self.signs.value, present))) if quick is None else quick
        found = np.full(len(cells), np.nan)
        found[~is_missing] = values
        if np.isinf(values).any():
            index = int(np.argmax(np.isinf(found)))
            raise not_finite(self.names[number], cells[index], lines[index])
        self.missing.update(text for text, missing in zip(texts, is_missing, strict=True) if missing)
        return found

    def _quickly(self, cells: Sequence[str]) -> NDArray[np.float64] | None:
        """The numbers of cells that Python reads as `Signs.value` would, or None if it may not."""
        text, signs, count_of = "\n".join(cells), self.signs, len(cells)
        if not text.isascii() or "_" in text or (signs.thousands and signs.thousands in text):
            return None
        if signs.decimal != ".":
            if "." in text:
                return None
            cells = text.replace(signs.decimal, ".").split("\n")
        try:
            values = np.array(list(map(float, cells)))
        except ValueError:
            return None
        # Python also takes words for what isn't finite.
        return values if len(values) == count_of and np.isfinite(values).all() else None

    def _store(self, numbers: Sequence[int], values: NDArray[np.float64], lines: Sequence[int]) -> None:
        """Put numbers of some columns into the block, which is float32 as long as that holds all of them."""
        if len(self._number_marks):
            marked = np.isin(values, self._number_marks)
            self.missing.update({f"{mark:g}": int((values == mark).sum()) for mark in self._number_marks})
            values = np.where(marked, np.nan, values)
        self._block.put(self.rows, values, [self.places[number] for number in numbers])
        self._look(numbers, values, lines)

    def _look(self, numbers: Sequence[int], values: NDArray[np.float64], lines: Sequence[int]) -> None:
        """Note where there is a fraction, and which columns hold whole numbers that a float64 may not hold."""
        if self.shows_decimals is None:
            fractions = (values != np.rint(values)) & ~np.isnan(values)
            if fractions.any():
                row, column = np.argwhere(fractions)[0]
                self.shows_decimals = (lines[int(row)], numbers[int(column)])
        size = np.abs(values)
        whole = (size >= _EXACT) & (size < _LONGEST_WHOLE)
        if whole.any():
            self.is_rounded.update(numbers[int(column)] for column in np.flatnonzero(whole.any(axis=0)))


def not_finite(name: str, cell: str, line: int) -> Exception:
    """The refusal of a number that is none."""
    return refused(
        tr("{cell} isn't a finite number", cell=quoted(cell.strip())),
        code="not_finite",
        line=line,
        column=name,
        remedy=tr("Correct it, or name it as a mark of missing values."),
        unread=(cell.strip(),),
    )
