"""A signed table as colours: samples from left to right, neurons from top to bottom."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.guard import guard
from bpexplorer.look.access.speech import delta_words
from bpexplorer.look.colours import SignedScale, dropped_grey
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Least height of a neuron's row, in logical pixels: less can't be told apart, nor hit.
MIN_ROW = 3
MIN_HEIGHT = 30
#: Cells beyond the scale carry a dot if they are at least so large, and not too many.
DOT_CELL = 5.0
MAX_DOTS = 400
#: Cells of neurons that are left out are struck out if they are at least so large.
STROKE_CELL = 4.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What is selected: neurons of this layer, a sample, and the neuron that the demon is on.

    With ``has_primary`` the last neuron is the one that panels speak of; a ring shows its cell.
    """

    neurons: tuple[int, ...] = ()
    sample: int | None = None
    demon: int | None = None
    has_primary: bool = False


class Heatmap(CellGrid):
    """One cell for each neuron (a row) and sample (a column)."""

    pointer = Qt.CursorShape.CrossCursor

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: FloatArray = np.empty((0, 0))
        self._dropped: BoolArray | None = None
        self._scale = SignedScale(1.0)
        self._marks = Marks()
        self._is_waiting = False
        self._pixels = np.empty((0, 0), dtype=np.uint32)
        self._image = QImage()

    @property
    def values(self) -> FloatArray:
        """What is shown, shape (samples, neurons)."""
        return self._values

    @property
    def scale(self) -> SignedScale:
        """How it is coloured."""
        return self._scale

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return self._marks

    @property
    def dropped(self) -> BoolArray | None:
        """Which cells are of neurons that dropout left out, shape (samples, neurons); None if none are."""
        return self._dropped

    def show_values(self, values: FloatArray, scale: SignedScale, dropped: BoolArray | None = None) -> None:
        """Colour a table of shape (samples, neurons) on this scale; cells that are left out get no colour of it."""
        if values.shape != self._values.shape:
            self.setMinimumHeight(max(MIN_HEIGHT, MIN_ROW * values.shape[1]))
        self._values, self._scale, self._dropped = values, scale, dropped
        self._colour(current_theme())

    def set_waiting(self, waiting: bool) -> None:
        """Leave all cells empty in a dashed frame: their numbers are still to come."""
        if waiting != self._is_waiting:
            self._is_waiting = waiting
            self.update()

    @property
    def is_waiting(self) -> bool:
        """Whether the numbers are still to come."""
        return self._is_waiting

    def show_marks(self, marks: Marks) -> None:
        """Mark what is selected."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    def clipped(self) -> int:
        """How many cells lie beyond the scale."""
        return 0 if self._is_waiting else self._scale.clipped(self._values)

    @override
    def content(self) -> ValueTable | None:
        if self._is_waiting:
            return None
        neurons, samples = self.grid()
        return ValueTable(
            self.accessibleName(),
            ("neuron", *(tr("sample {sample}", sample=sample) for sample in range(samples))),
            tuple((neuron, *self._values[:, neuron].tolist()) for neuron in range(neurons)),
        )

    @override
    def grid(self) -> tuple[int, int]:
        samples, neurons = self._values.shape
        return neurons, samples

    @override
    def current_cell(self) -> Place:
        return self._marks.neurons[-1] if self._marks.neurons else -1, self._marks.sample or 0

    @override
    def go_to(self, cell: Place) -> None:
        self.cell_clicked.emit(*cell)

    @override
    def words_of(self, cell: Place) -> str:
        neuron, sample = cell
        if self._is_waiting:
            return tr("neuron {neuron}, sample {sample}, not reached yet", neuron=neuron, sample=sample)
        if self._dropped is not None and self._dropped[sample, neuron]:
            return tr("neuron {neuron}, sample {sample}, dropped", neuron=neuron, sample=sample)
        return tr(
            "neuron {neuron}, sample {sample}, {delta_words}",
            neuron=neuron,
            sample=sample,
            delta_words=delta_words(float(self._values[sample, neuron])),
        )

    @override
    def show_theme(self, theme: Theme) -> None:
        self._colour(theme)

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._image.isNull():
            painter.fillRect(self.rect(), theme.field)
            return
        if self._is_waiting:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.outline, 1.0, Qt.PenStyle.DashLine))
            painter.drawRect(_inside(QRectF(self.rect())))
            self._paint_marks(painter, theme)
            return
        painter.drawImage(QRectF(self.rect()), self._image)
        self._paint_strokes(painter, theme)
        self._paint_dots(painter, theme)
        self._paint_marks(painter, theme)

    def _colour(self, theme: Theme) -> None:
        if not self._values.size:
            self._image = QImage()
        else:
            # The image is a view of the array, which therefore lives as long as it does.
            self._pixels = np.ascontiguousarray(self._scale.argb(self._values.T, theme))
            if self._dropped is not None:
                self._pixels[self._dropped.T] = dropped_grey(theme).rgba()
            neurons, samples = self._pixels.shape
            self._image = QImage(self._pixels.data, samples, neurons, 4 * samples, QImage.Format.Format_RGB32)
        self.update()

    def _paint_dots(self, painter: QPainter, theme: Theme) -> None:
        """Mark the cells whose colour says less than they are."""
        cell = self.cell_rect(0, 0)
        if min(cell.width(), cell.height()) < DOT_CELL:
            return
        beyond = np.argwhere(np.abs(self._values) > self._scale.bound)[:MAX_DOTS]
        painter.setPen(QPen(theme.panel, 2.0, c=Qt.PenCapStyle.RoundCap))
        painter.drawPoints([self.cell_rect(neuron, sample).center() for sample, neuron in beyond.tolist()])

    def _paint_strokes(self, painter: QPainter, theme: Theme) -> None:
        """Strike the cells out that are of no sample's δ."""
        cell = self.cell_rect(0, 0)
        if self._dropped is None or min(cell.width(), cell.height()) < STROKE_CELL:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.panel, 1.0))
        cells = [self.cell_rect(neuron, sample) for sample, neuron in np.argwhere(self._dropped).tolist()]
        painter.drawLines([QLineF(cell.bottomLeft(), cell.topRight()) for cell in cells])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        samples, neurons = self._values.shape
        marks = self._marks
        sample = marks.sample if marks.sample is not None and marks.sample < samples else None
        rows = [neuron for neuron in marks.neurons if neuron < neurons]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.outline, 1.0))
        if sample is not None:
            column = self.cell_rect(0, sample)
            painter.drawRect(_inside(QRectF(column.left(), 0.0, column.width(), self.height())))
        for neuron in rows:
            row = self.cell_rect(neuron, 0)
            # Around a thin row, so that its colours stay visible.
            around = max(0.0, (DOT_CELL + 2.0 - row.height()) / 2)
            painter.drawRect(
                _inside(QRectF(0.0, row.top() - around, self.width(), row.height() + 2 * around))
            )
        if sample is not None and rows and marks.has_primary:
            colour = theme.demon if rows[-1] == marks.demon else theme.text
            self.paint_ring(painter, self.cell_rect(rows[-1], sample), colour, theme)

    @override
    @guard(returns=QSize(120, MIN_HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumHeight())

    @override
    @guard(returns=QSize(60, MIN_HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return QSize(60, MIN_HEIGHT)


def _inside(rect: QRectF) -> QRectF:
    """The rectangle of a line one pixel wide along the inner edge."""
    return rect.adjusted(0.5, 0.5, -0.5, -0.5)
