"""∂C/∂a as a row, J as a heatmap, δ below, and δ without the sum below that; the chosen neuron's column is lit."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.jacobian import JacobianReading
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import SignedScale, readable_on
from bpexplorer.look.theme import Theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.origin.jacobian import words
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels: between the parts, the least height of a row of J, of few and of many, and of the rows around it, and
#: of a row at most.
_GAP: Final = 5.0
_LEAST_ROW: Final = 8
_LEAST_OF_MANY: Final = 3
_FEW: Final = 12
_LEAST_AROUND: Final = 15
_MOST_ROW: Final = 30
#: A number is written into a cell that has room for it with so much beside it.
_BESIDE: Final = 8.0
_BETWEEN_NAMES: Final = 3.0
_MEANING = tr(
    "Above, how C changes with each output, one for each k. In the table, row k and column j: how output k changes "
    "with zⱼ. Below, δ: each column times ∂C/∂a, added up. Click a column to select its neuron."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the picture: some rows of cells, from a row of the grid on."""

    name: str
    first: int
    values: FloatArray
    scale: SignedScale


class JacobianPicture(CellGrid):
    """Draws a reading. Rows of its grid are those of all its parts, from top to bottom; columns are neurons."""

    #: Neuron
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jacobian_picture")
        self.setAccessibleName(tr("The whole Jacobian"))
        self.setToolTip(wrapped(_MEANING))
        self.setFont(fonts.text_font(fonts.SMALLEST))
        self._reading: JacobianReading | None = None
        self._parts: tuple[Part, ...] = ()
        self._hovered: Place | None = None
        self.cell_clicked.connect(self._on_cell_clicked)
        self.cell_hovered.connect(self._on_cell_hovered)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown, from top to bottom."""
        return self._parts

    def show_reading(self, reading: JacobianReading, *, without_sum: bool, delta_bound: float) -> None:
        """Show a reading; ∂C/∂a and δ on the scale of δ, J on that of its activation's slopes."""
        of_delta, size = SignedScale(delta_bound), len(reading.neurons)
        of_slopes = SignedScale(ACTIVATIONS[reading.activation].largest_slope)
        parts = [
            Part("influence", 0, reading.influence[np.newaxis], of_delta),
            Part("jacobian", 1, reading.jacobian, of_slopes),
            Part("delta", 1 + size, reading.delta[np.newaxis], of_delta),
        ]
        if without_sum:
            parts.append(Part("without", 2 + size, reading.without_sum[np.newaxis], of_delta))
        if self._reading is None or (size, len(parts)) != (len(self._reading.neurons), len(self._parts)):
            self.setMinimumHeight(self._least_height(size, len(parts)))
        self._reading, self._parts = reading, tuple(parts)
        self.updateGeometry()
        self.update()

    def _least_height(self, size: int, parts: int) -> int:
        unit = fonts.dpi_scale()
        row = _LEAST_ROW if size <= _FEW else _LEAST_OF_MANY
        around = (parts - 1) * _LEAST_AROUND + (parts - 1) * _GAP + self.fontMetrics().height()
        return round((size * row + around) * unit)

    # Where all of it lies

    @override
    def grid(self) -> Place:
        reading = self._reading
        if reading is None:
            return 0, 0
        size = len(reading.neurons)
        return size + len(self._parts) - 1, size

    @override
    def grid_rect(self) -> QRectF:
        """Where the cells lie: right of what the parts are called and of the numbers of rows."""
        reading = self._reading
        if reading is None:
            return QRectF(self.rect())
        metrics = QFontMetricsF(self.font())
        names = max(metrics.horizontalAdvance(words.heading(part.name, reading)) for part in self._parts)
        numbers_width = metrics.horizontalAdvance(str(int(reading.neurons[-1])))
        left = max(names, metrics.horizontalAdvance("k") + numbers_width) + 3 * _BETWEEN_NAMES
        return QRectF(self.rect()).adjusted(left, 1.0, -1.0, -1.0)

    def _part_of(self, row: int) -> Part:
        return next(part for part in reversed(self._parts) if part.first <= row)

    def _row_height(self) -> tuple[float, float]:
        """How high a row of J and one of the others are."""
        rows, size = self.grid()
        others, room = rows - size, self.grid_rect().height()
        free = room - _GAP * (len(self._parts) - 1) - QFontMetricsF(self.font()).height()
        even = min(free / max(rows, 1), _MOST_ROW * fonts.dpi_scale())
        around = max(even, min(_LEAST_AROUND * fonts.dpi_scale(), free / (2 * others)))
        of_table = min((free - others * around) / max(size, 1), _MOST_ROW * fonts.dpi_scale())
        return max(of_table, 1.0), around

    @override
    def cell_rect(self, row: int, column: int) -> QRectF:
        room, size = self._painted_room or self.grid_rect(), self.grid()[1]
        of_table, around = self._row_height()
        width = room.width() / max(size, 1)
        top = room.top()
        if row > 0:
            # Between ∂C/∂a and J stand the numbers of the columns.
            top += around + _GAP + QFontMetricsF(self.font()).height() + min(row - 1, size) * of_table
        if row > size:
            top += _GAP + (row - 1 - size) * (around + _GAP)
        height = of_table if 0 < row <= size else around
        return QRectF(room.left() + column * width, top, width, height)

    @override
    def cell_at(self, position: QPointF) -> Place | None:
        rows, size = self.grid()
        room = self.grid_rect()
        if not size or not room.left() <= position.x() < room.right():
            return None
        column = min(int((position.x() - room.left()) * size / room.width()), size - 1)
        for row in range(rows):
            if self.cell_rect(row, column).contains(position):
                return row, column
        return None

    @override
    def current_cell(self) -> Place:
        reading = self._reading
        if reading is None:
            return -1, 0
        row = self._hovered[0] if self._hovered is not None else 1 + len(reading.neurons)
        return row, reading.place

    @override
    def go_to(self, cell: Place) -> None:
        self._hovered = cell
        if self._reading is not None and cell[1] != self._reading.place:
            self._on_cell_clicked(*cell)
        self.cell_hovered.emit(cell)

    @override
    def words_of(self, cell: Place) -> str:
        reading = self._reading
        if reading is None:
            return ""
        part = self._part_of(cell[0])
        return words.cell_words(part.name, reading, cell[0] - part.first, cell[1])

    @override
    def content(self) -> ValueTable | None:
        reading = self._reading
        if reading is None:
            return None
        neurons = reading.neurons.tolist()
        rows = []
        for part in self._parts:
            for row, values in enumerate(part.values):
                name = words.heading(part.name, reading)
                if part.name == "jacobian":
                    name = f"{name}, k = {neurons[row]}"
                rows.append((name, *values.tolist()))
        pair = words.pair_words(reading.cost, reading.activation)
        return ValueTable(
            tr("Whole Jacobian of {neuron}, {pair}", neuron=reading.neuron, pair=pair),
            ("", *(f"j = {j}" for j in neurons)),
            tuple(rows),
        )

    # How it is painted

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        reading = self._reading
        if reading is None:
            return
        painter.setFont(self.font())
        for part in self._parts:
            self._paint_part(painter, part, reading, theme)
        for part in self._parts:
            self._paint_numbers(painter, part, theme)
        painter.setFont(self.font())
        self._paint_names(painter, reading, theme)
        self._paint_lit(painter, reading, theme)

    def _paint_part(self, painter: QPainter, part: Part, reading: JacobianReading, theme: Theme) -> None:
        first, last = self.cell_rect(part.first, 0), self.cell_rect(part.first + len(part.values) - 1, 0)
        right = self.cell_rect(part.first, len(reading.neurons) - 1).right()
        room = QRectF(first.left(), first.top(), right - first.left(), last.bottom() - first.top())
        pixels = np.ascontiguousarray(part.scale.argb(part.values, theme))
        height, width = pixels.shape
        painter.drawImage(room, QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32))
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
        metrics = QFontMetricsF(self.font())
        name = QRectF(1.0, first.top(), first.left() - _BETWEEN_NAMES, max(first.height(), metrics.height()))
        painter.setPen(theme.secondary)
        if part.name == "jacobian":
            name.moveBottom(first.top())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(name, int(align), words.heading(part.name, reading))

    def _paint_numbers(self, painter: QPainter, part: Part, theme: Theme) -> None:
        """Write each number into its cell where all have room; where not, a dot marks what is beyond the scale."""
        cell = self.cell_rect(part.first, 0)
        painter.setFont(fonts.number_font(fonts.SMALLEST))
        metrics = QFontMetricsF(painter.font())
        # No number is shorter than this one.
        can_fit = metrics.horizontalAdvance("+0.00") + _BESIDE <= cell.width()
        if can_fit and metrics.height() <= cell.height() + 1.0:
            texts = [[_in_cell(value) for value in row] for row in part.values.tolist()]
            widest = max(metrics.horizontalAdvance(text) for row in texts for text in row)
            if widest + _BESIDE <= cell.width():
                grounds = part.scale.rgba(part.values, theme)
                for row, column in np.ndindex(part.values.shape):
                    painter.setPen(readable_on(QColor(*grounds[row, column].tolist())))
                    rect = self.cell_rect(part.first + row, column)
                    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), texts[row][column])
                return
        if min(cell.width(), cell.height()) >= _GAP:
            painter.setPen(QPen(theme.panel, 2.0, c=Qt.PenCapStyle.RoundCap))
            for row, column in np.argwhere(np.abs(part.values) > part.scale.bound).tolist():
                painter.drawPoint(self.cell_rect(part.first + row, column).center())

    def _paint_names(self, painter: QPainter, reading: JacobianReading, theme: Theme) -> None:
        """Number the rows of J, and its columns above it, as far as there is room."""
        metrics = QFontMetricsF(self.font())
        size, line = len(reading.neurons), metrics.height()
        widest = metrics.horizontalAdvance(f" {int(reading.neurons[-1])} ")
        cell = self.cell_rect(1, 0)
        every_row = max(1, round(np.ceil(line / cell.height())))
        every_column = max(1, round(np.ceil(widest / cell.width())))
        painter.setPen(theme.secondary)
        for place in range(0, size, every_column):
            rect = self.cell_rect(1, place)
            above = QRectF(rect.center().x() - widest, rect.top() - line, 2 * widest, line)
            is_chosen = place == reading.place
            painter.setPen(theme.accent if is_chosen else theme.secondary)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), str(int(reading.neurons[place])))
        painter.setPen(theme.secondary)
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for place in range(0, size, every_row):
            rect = self.cell_rect(1 + place, 0)
            beside = QRectF(0.0, rect.center().y() - line / 2, rect.left() - _BETWEEN_NAMES, line)
            painter.drawText(beside, align, str(int(reading.neurons[place])))

    def _paint_lit(self, painter: QPainter, reading: JacobianReading, theme: Theme) -> None:
        """Light the chosen neuron's column through all of J and δ, and what belongs to the cell under the mouse."""
        rows = self.grid()[0]
        top, bottom = self.cell_rect(1, reading.place), self.cell_rect(rows - 1, reading.place)
        lit = QRectF(top.left(), top.top(), top.width(), bottom.bottom() - top.top()).toAlignedRect()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(theme.panel, 4.0), QPen(theme.accent, 2.0)):
            painter.setPen(pen)
            painter.drawRect(lit)
        if self._hovered is not None and 1 <= self._hovered[0] <= len(reading.neurons):
            # Row k of J is multiplied by the k-th of ∂C/∂a: both have a ring.
            row, column = self._hovered
            for at in ((row, column), (0, row - 1)):
                self.paint_ring(painter, self.cell_rect(*at), theme.text, theme)

    @guard
    def _on_cell_clicked(self, _row: int, column: int) -> None:
        if self._reading is not None:
            self.chosen.emit(int(self._reading.neurons[column]))

    @guard
    def _on_cell_hovered(self, cell: Place | None) -> None:
        self._hovered = cell
        self.update()

    @override
    @guard(returns=QSize(200, 100))
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    @override
    @guard(returns=QSize(280, 220))
    def sizeHint(self) -> QSize:
        size = self.grid()[1]
        rows = min(size, _FEW) + len(self._parts)
        return QSize(280, max(self.minimumHeight(), round(rows * 17 * fonts.dpi_scale())))


def _in_cell(value: float) -> str:
    """A number in few characters; what is exactly 0 is 0."""
    return "0" if value == 0.0 else numbers.signed(value, decimals=2).strip()
