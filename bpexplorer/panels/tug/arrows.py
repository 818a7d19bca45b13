"""Every sample's δ as an arrow from 0, the smallest at the left: which pull down, which up, and where their mean is."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.tug import TugReading
from bpexplorer.document.bounds import nice_bound
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import sign_ink
from bpexplorer.look.theme import Theme
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place
from bpexplorer.panels.tug import words
from bpexplorer.translation import tr

#: Logical pixels: an arrow with a head takes so many, a head is so long, and what points at a sample.
_WITH_HEAD: Final = 5.0
_HEAD: Final = 3.0
_MARK: Final = 9.0
_EDGE: Final = 4.0


class TugArrows(CellGrid):
    """Draws a reading on a scale of its own; a click on an arrow, or an arrow key, asks for its sample."""

    #: The place of a sample among those that are sorted.
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tug_arrows")
        self.setAccessibleName(tr("δ of every sample, sorted"))
        self._reading: TugReading | None = None
        self._bound = 0.0
        self._mark = -1
        self.cell_clicked.connect(self._on_cell_clicked)

    @property
    def bound(self) -> float:
        """Where the scale ends, to either side of 0."""
        return self._bound

    def refit(self) -> None:
        """Let the scale end just beyond the arrows of what is shown next."""
        self._bound = 0.0

    def show_reading(self, reading: TugReading, mark: int | None) -> None:
        """Show δ of a reading, and mark the sample of this number. The scale grows where arrows would end beyond it."""
        self._reading = reading
        largest = float(np.abs(reading.deltas).max())
        self._bound = max(self._bound, nice_bound(largest) if np.isfinite(largest) and largest > 0.0 else 0.0)
        self._mark = -1
        if mark is not None and (found := np.flatnonzero(reading.rows == mark)).size:
            self._mark = int(found[0])
        self.update()

    @property
    def _end(self) -> float:
        return self._bound or 1.0

    @override
    def grid(self) -> tuple[int, int]:
        return (0, 0) if self._reading is None else (1, len(self._reading.deltas))

    @override
    def grid_rect(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(f"−{numbers.significant(self._end)}") + 2 * _EDGE
        right = metrics.horizontalAdvance(tr("median")) + 2 * _EDGE
        return QRectF(self.rect()).adjusted(left, _EDGE, -right, -_EDGE)

    @override
    def current_cell(self) -> Place:
        return 0, self._mark

    @override
    def go_to(self, cell: Place) -> None:
        self.chosen.emit(cell[1])

    @override
    def words_of(self, cell: Place) -> str:
        return "" if self._reading is None else words.arrow_words(self._reading, cell[1])

    def y_of(self, delta: float) -> float:
        """How far up a δ lies; what is beyond the scale, at its end."""
        room = self._painted_room or self.grid_rect()
        return room.center().y() - min(max(delta / self._end, -1.0), 1.0) * room.height() / 2.0

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(fonts.secondary_font())
        room = self.grid_rect()
        painter.fillRect(room, theme.field)
        self._draw_ends(painter, room, theme)
        reading = self._reading
        if reading is None or not len(reading.deltas):
            return
        self._draw_arrows(painter, room, reading, theme)
        for name, value, style, colour in (
            (tr("median"), reading.median, Qt.PenStyle.DotLine, theme.secondary),
            (tr("mean"), reading.mean, Qt.PenStyle.SolidLine, theme.accent),
        ):
            if np.isfinite(value):
                y = round(self.y_of(value)) + 0.5
                painter.setPen(QPen(colour, 1.5, style))
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right() + _EDGE, y))
                self._draw_name(painter, room, name, value, reading)

    def _draw_name(
        self, painter: QPainter, room: QRectF, name: str, value: float, reading: TugReading
    ) -> None:
        """Write what a line is; where the two are too near to each other, the mean's name alone."""
        height = float(self.fontMetrics().height())
        is_near = abs(self.y_of(reading.mean) - self.y_of(reading.median)) < height
        if is_near and value is not reading.mean and name != tr("mean"):
            return
        y = min(max(self.y_of(value) - height / 2.0, 0.0), self.height() - height)
        place = QRectF(room.right() + _EDGE + 1.0, y, self.width() - room.right() - _EDGE, height)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)

    def _draw_ends(self, painter: QPainter, room: QRectF, theme: Theme) -> None:
        painter.setPen(QPen(theme.outline, 1.0))
        middle = round(room.center().y()) + 0.5
        painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
        painter.setPen(theme.secondary)
        height = float(self.fontMetrics().height())
        end = numbers.significant(self._end)
        for text, y in (
            (f"+{end}", room.top()),
            ("0", middle - height / 2.0),
            (f"−{end}", room.bottom() - height),
        ):
            place = QRectF(0.0, y, room.left() - _EDGE, height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)

    def _draw_arrows(self, painter: QPainter, room: QRectF, reading: TugReading, theme: Theme) -> None:
        """Draw each arrow, or where there are more than pixels, of those in one column of pixels the longest."""
        deltas = reading.deltas
        lines = max(min(len(deltas), int(room.width())), 1)
        first = np.arange(lines) * len(deltas) // lines
        # They are sorted: of neighbours one at an end is the longest.
        last = np.append(first[1:], len(deltas)) - 1
        shown = np.where(np.abs(deltas[first]) > np.abs(deltas[last]), deltas[first], deltas[last])
        step, middle = room.width() / lines, room.center().y()
        width = max(min(step * 0.5, 3.0), 1.0)
        has_heads = step >= _WITH_HEAD
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, has_heads)
        for index, delta in enumerate(shown.tolist()):
            if not np.isfinite(delta):
                continue
            x, y = room.left() + (index + 0.5) * step, self.y_of(delta)
            # Its length says how large it is: the colour says the sign.
            painter.setPen(QPen(sign_ink(delta, theme), width))
            painter.drawLine(QPointF(x, middle), QPointF(x, y))
            if has_heads and abs(y - middle) > _HEAD:
                back = y + (_HEAD if delta > 0.0 else -_HEAD)
                painter.drawLine(QPointF(x, y), QPointF(x - _HEAD, back))
                painter.drawLine(QPointF(x, y), QPointF(x + _HEAD, back))
        if self._mark >= 0:
            self._draw_mark(painter, room, reading, theme)

    def _draw_mark(self, painter: QPainter, room: QRectF, reading: TugReading, theme: Theme) -> None:
        """Point at the sample that is looked at, from where no arrow is: from above if its own goes down."""
        x = self.cell_rect(0, self._mark).center().x()
        is_up = float(reading.deltas[self._mark]) > 0.0
        foot, tip = (room.bottom(), room.bottom() - _MARK) if is_up else (room.top(), room.top() + _MARK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawPolygon([QPointF(x - _MARK / 2, foot), QPointF(x + _MARK / 2, foot), QPointF(x, tip)])
        painter.setPen(QPen(theme.accent, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, tip), QPointF(x, room.center().y()))

    @guard
    def _on_cell_clicked(self, _row: int, column: int) -> None:
        self.chosen.emit(column)

    @override
    @guard(returns=QSize(120, 70))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 70)
