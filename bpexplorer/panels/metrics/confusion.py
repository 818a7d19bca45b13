"""The confusion matrix: a row for each class, a column for each prediction, and what follows for the class."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.readings.metrics import MetricsReading
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import mix, readable_on
from bpexplorer.look.theme import Theme
from bpexplorer.panels.metrics import words as words
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels at 96 dpi: the least a cell needs for its count, and the most that it is given.
MIN_CELL, MAX_CELL = (19.0, 13.0), (64.0, 30.0)
MAX_NAME_WIDTH = 96.0
GAP = 6.0
#: How far a cell's colour goes from the panel's own: of few samples of a class, and of all.
PALEST, STRONGEST = 0.1, 0.5
#: The corners of the cells on the diagonal.
ROUND = 6.0
SCORES = ("recall", "precision", "F1")


class ConfusionMatrix(CellGrid):
    """Counts of samples by class and predicted class, with recall, precision and F1 at the end of each row, as
    far as there is room.

    Rows are classes, columns predicted ones. A click or Return on a cell asks for its samples; arrow keys move
    from cell to cell.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_matrix")
        self.setAccessibleName(tr("Confusion matrix: classes down, predictions across"))
        self.setFont(fonts.secondary_font())
        self._reading: MetricsReading | None = None
        self._metrics: ClassMetrics | None = None
        #: The cell that the keyboard is on, and the one whose samples are listed.
        self._cursor: Place = (0, 0)
        self._mark: Place | None = None
        self.cell_clicked.connect(self._on_cell_clicked)

    @property
    def mark(self) -> Place | None:
        """The cell with a ring: the one whose samples are listed."""
        return self._mark

    def show_reading(self, reading: MetricsReading) -> None:
        """Show the counts of a reading of classes."""
        assert isinstance(reading.metrics, ClassMetrics)
        former = self._reading
        self._reading, self._metrics = reading, reading.metrics
        if former is None or former.class_names != reading.class_names:
            self._cursor = (0, 0)
            self.updateGeometry()
        self.setMinimumSize(self._size_for(self._least_cell(), scores=1))
        self.update()

    def show_mark(self, cell: Place | None) -> None:
        """Put a ring around the cell whose samples are listed."""
        if cell != self._mark:
            self._mark = cell
            self.update()

    @override
    def content(self) -> ValueTable | None:
        if self._reading is None or self._metrics is None:
            return None
        names, metrics = self._reading.class_names, self._metrics
        rows = zip(
            names,
            metrics.confusion.tolist(),
            metrics.recall.tolist(),
            metrics.precision.tolist(),
            metrics.f1.tolist(),
            strict=True,
        )
        return ValueTable(
            self.accessibleName(),
            (tr("true class"), *names, "recall", "precision", "F1"),
            tuple((name, *counts, *scores) for name, counts, *scores in rows),
        )

    @override
    def grid(self) -> tuple[int, int]:
        return self._classes, self._classes

    @override
    def grid_rect(self) -> QRectF:
        left, top = self._corner()
        width, height = self._cell()
        return QRectF(left, top, self._classes * width, self._classes * height)

    @override
    def current_cell(self) -> Place:
        return self._cursor

    @override
    def go_to(self, cell: Place) -> None:
        self._cursor = cell
        self.update()
        self.cell_hovered.emit(cell)

    @override
    def words_of(self, cell: Place) -> str:
        return "" if self._reading is None else words.cell_sentence(self._reading, *cell)

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._metrics is None:
            return
        painter.setFont(self.font())
        self._paint_names(painter, theme)
        self._paint_cells(painter, theme)
        self._paint_scores(painter, theme)
        for cell, colour in (
            (self._mark, theme.text),
            (self._cursor if self.hasFocus() else None, theme.accent),
        ):
            if cell is not None and max(cell) < self._classes:
                self.paint_ring(painter, self.cell_rect(*cell).adjusted(1.0, 1.0, -1.0, -1.0), colour, theme)

    @property
    def _classes(self) -> int:
        return 0 if self._reading is None else len(self._reading.class_names)

    def _corner(self) -> tuple[float, float]:
        """Where the first cell begins: behind the names of the classes, below those of the predictions."""
        metrics = QFontMetricsF(self.font())
        names = self._reading.class_names if self._reading is not None else ()
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        widest = max(min(widest, MAX_NAME_WIDTH * fonts.dpi_scale()), metrics.horizontalAdvance("0"))
        return widest + GAP, metrics.height() + 2.0

    def _least_cell(self) -> tuple[float, float]:
        """Width and height that a cell needs, at 96 dpi: room for as many samples as a class has."""
        metrics, (width, height) = QFontMetricsF(fonts.number_font(fonts.SECONDARY)), MIN_CELL
        most = 0 if self._metrics is None else int(self._metrics.confusion.sum(axis=1).max(initial=0))
        return max(width, (metrics.horizontalAdvance(numbers.count(most)) + 3.0) / fonts.dpi_scale()), height

    def _cell(self) -> tuple[float, float]:
        """Width and height of a cell: what there is room for, within bounds."""
        scale, classes = fonts.dpi_scale(), max(1, self._classes)
        left, top = self._corner()
        room = (self.width() - left - sum(self._score_widths()), self.height() - top - 1.0)
        width, height = (
            max(min(each / classes, high * scale), low * scale)
            for each, low, high in zip(room, self._least_cell(), MAX_CELL, strict=True)
        )
        return width, height

    def _score_widths(self) -> list[float]:
        """How wide those columns behind the cells are that there is room for, with the gap before each."""
        widths = self._all_score_widths()
        cells = self._corner()[0] + self._classes * self._least_cell()[0] * fonts.dpi_scale()
        fits = [count for count in range(1, len(widths) + 1) if cells + sum(widths[:count]) <= self.width()]
        return widths[: max(fits, default=1)]

    def _all_score_widths(self) -> list[float]:
        digits = QFontMetricsF(fonts.number_font(fonts.SECONDARY)).horizontalAdvance("100.0 %")
        names = QFontMetricsF(self.font())
        return [max(digits, names.horizontalAdvance(name)) + GAP for name in SCORES]

    def _size_for(self, cell: tuple[float, float], *, scores: int = len(SCORES)) -> QSize:
        scale, (left, top) = fonts.dpi_scale(), self._corner()
        width = left + self._classes * cell[0] * scale + sum(self._all_score_widths()[:scores])
        return QSize(round(width), round(top + self._classes * cell[1] * scale + 1))

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        assert self._reading is not None
        metrics = QFontMetricsF(self.font())
        left, _ = self._corner()
        painter.setPen(theme.text)
        for index, name in enumerate(self._reading.class_names):
            row, column = self.cell_rect(index, 0), self.cell_rect(0, index)
            for place, flag in (
                (QRectF(0, row.top(), left - GAP, row.height()), Qt.AlignmentFlag.AlignRight),
                (QRectF(column.left(), 0, column.width(), metrics.height()), Qt.AlignmentFlag.AlignHCenter),
            ):
                short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, place.width())
                painter.drawText(place, flag | Qt.AlignmentFlag.AlignVCenter, short)

    def _paint_cells(self, painter: QPainter, theme: Theme) -> None:
        assert self._metrics is not None
        confusion = self._metrics.confusion
        shades = words.shades(confusion)
        painter.setFont(fonts.number_font(fonts.SECONDARY))
        for row in range(self._classes):
            for column in range(self._classes):
                right = row == column
                share = PALEST + (STRONGEST - PALEST) * float(shades[row, column])
                count = int(confusion[row, column])
                full = theme.good if right else theme.error
                colour = mix(theme.panel, full, share) if count else theme.panel
                cell = self.cell_rect(row, column).adjusted(0.5, 0.5, -0.5, -0.5)
                self._paint_ground(painter, cell, colour, theme, right=right)
                if count or right:  # an empty cell is a mistake that wasn't made
                    painter.setPen(readable_on(colour))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, numbers.count(count))

    @staticmethod
    def _paint_ground(painter: QPainter, cell: QRectF, colour: QColor, theme: Theme, *, right: bool) -> None:
        """What is right is round and outlined, what is wrong square: colour isn't all that tells them apart."""
        if not right:
            painter.fillRect(cell, theme.line)
            painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), colour)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.good, 1.0))
        painter.setBrush(colour)
        painter.drawRoundedRect(cell.adjusted(1.0, 1.0, -1.0, -1.0), ROUND, ROUND)
        painter.restore()

    def _paint_scores(self, painter: QPainter, theme: Theme) -> None:
        metrics = self._metrics
        assert metrics is not None
        line, x = QFontMetricsF(self.font()).height(), self.cell_rect(0, self._classes - 1).right()
        columns = (metrics.recall, metrics.precision, metrics.f1)
        for name, width, shares in zip(SCORES, self._score_widths(), columns, strict=False):
            painter.setFont(self.font())
            painter.setPen(theme.secondary)
            painter.drawText(QRectF(x, 0, width, line), Qt.AlignmentFlag.AlignRight, name)
            painter.setFont(fonts.number_font(fonts.SECONDARY))
            painter.setPen(theme.text)
            for index, share in enumerate(shares.tolist()):
                row = self.cell_rect(index, 0)
                room = QRectF(x, row.top(), width, row.height())
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(room, flags, words.share_text(share))
            x += width

    def _tooltip_at(self, position: QPointF) -> str:
        reading = self._reading
        if reading is None:
            return ""
        if (cell := self.cell_at(position)) is not None:
            return f"{words.cell_sentence(reading, *cell)}. {words.what_a_click_does(reading, *cell)}".strip()
        _, top = self._corner()
        row = int((position.y() - top) // self._cell()[1])
        return words.class_sentence(reading, row) if 0 <= row < self._classes else ""

    @guard
    def _on_cell_clicked(self, row: int, column: int) -> None:
        self._cursor = (row, column)
        self.update()

    @override
    @guard(returns=QSize(300, 120))
    def sizeHint(self) -> QSize:
        return self._size_for(MAX_CELL)

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tooltip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._classes and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cell_clicked.emit(*self._cursor)
        else:
            super().keyPressEvent(event)
