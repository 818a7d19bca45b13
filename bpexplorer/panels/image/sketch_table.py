"""The outputs for a picture that is drawn, a row each."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from typing_extensions import override

from bpexplorer.core.readings.sketch import SketchReading
from bpexplorer.look import fonts, numbers
from bpexplorer.panels.image.sketch_words import names
from bpexplorer.panels.shared.tables.table_model import Heading, TableModel
from bpexplorer.translation import tr

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SketchRows:
    """A table of texts; ``marked`` is the row of the prediction, -1 for none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: int = -1

    @property
    def shape(self) -> object:
        """What stays while only the numbers change."""
        return self.columns, tuple(row[0] for row in self.rows)

    @classmethod
    def of(cls, reading: SketchReading) -> "SketchRows":
        """The outputs of a reading, and δ of each where it is known."""
        found = reading.judged
        delta = found.deltas[-1].tolist() if found.deltas else None
        rows = tuple(
            (
                name,
                numbers.significant(value),
                *(() if delta is None else (numbers.signed(delta[place]).strip(),)),
            )
            for place, (name, value) in enumerate(zip(names(reading), found.outputs.tolist(), strict=True))
        )
        has_own = found.predicted is not None and len(found.outputs) > 1
        columns = (tr("output"), "a", *(() if delta is None else ("δ",)))
        return cls(columns, rows, found.predicted if has_own and found.predicted is not None else -1)


class SketchModel(TableModel[SketchRows]):
    """The outputs for a view."""

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        text = self.table.rows[row][column]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return self.column_heading(column).meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column else _LEFT
            case Qt.ItemDataRole.FontRole:
                return fonts.text_font(bold=True) if row == self.table.marked else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.table.rows[row][0]}, {self.table.columns[column]}: {text}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        meaning = (
            tr("The output, by its class."),
            tr("What the output says for your picture."),
            tr("δ of the output: by how much C rises with its z."),
        )[column]
        return Heading(self.table.columns[column], meaning, _RIGHT if column else _LEFT)
