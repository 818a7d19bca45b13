"""A table of the gradient flow panel as a value: columns, and rows of cells. No Qt."""

from dataclasses import dataclass

from bpexplorer.core.spec import Neuron
from bpexplorer.panels.flow.bars import Bar, BarScale


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A column: its heading, what it is with its formula, for how many characters it keeps room, whether bars stand
    beside its text, and whether another table has it, too, so that it may be left out where there is no room."""

    symbol: str
    meaning: str
    characters: int
    has_bars: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A text, its bar if it has one, and the neurons that it counts."""

    text: str
    bars: tuple[Bar, ...] = ()
    neurons: tuple[Neuron, ...] = ()
    #: Of this cell alone, for its tooltip.
    note: str = ""
    #: The number that the text is of, with every digit.
    value: float | None = None


@dataclass(frozen=True, slots=True)
class FlowTable:
    """Rows that begin with a name, below headings; entry i of ``scales`` is that of the bars in column i."""

    name: str
    title: str
    columns: tuple[FlowColumn, ...]
    rows: tuple[tuple[FlowCell, ...], ...]
    scales: tuple[BarScale | None, ...]

    @property
    def shape(self) -> tuple[tuple[FlowColumn, ...], int]:
        """What stays while only the numbers change."""
        return self.columns, len(self.rows)

    def tooltip(self, row: int | None, column: int) -> str:
        """What a heading, or a cell, means."""
        scale, meaning = self.scales[column], self.columns[column].meaning
        cell = FlowCell("") if row is None else self.rows[row][column]
        # A text may be longer than the room for it.
        whole = cell.text if len(cell.text) > self.columns[column].characters else ""
        parts = (whole, cell.note, meaning, "" if scale is None else str(scale))
        return "\n\n".join(part for part in parts if part)
