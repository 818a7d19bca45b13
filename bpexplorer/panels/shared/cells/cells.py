"""Tables of numbers with a small bar below some of them, as values. No Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, what it stands for, and for how many characters it keeps room.

    One of words gives way where there is too little room for all: its cells end in “…”, and their tooltips have the
    whole. A number that is cut would be another number.
    """

    title: str
    meaning: str
    characters: int
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as text."""

    text: str
    #: How much of the cell's width the bar below takes, 0…1; None: there is no bar.
    bar: float | None = None
    #: Of this cell alone, below what its row and column mean.
    note: str = ""
    #: Says little: drawn in the colour of secondary text.
    faint: bool = False
    #: The number with every digit; None: the text is no number, or has them all.
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, what it stands for, and a cell for each column."""

    name: str
    meaning: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a table shows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def shape(self) -> tuple[tuple[Column, ...], tuple[str, ...]]:
        """What stays while only the numbers change."""
        return self.columns, tuple(row.name for row in self.rows)
