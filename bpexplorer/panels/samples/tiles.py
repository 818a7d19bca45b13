"""Samples as tiles: a picture or the inputs, what it is and what it is taken for, and its C."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from bpexplorer.core.readings.samples import HardestReading
from bpexplorer.data.own_units import is_of
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.session import Listing
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.pictures.ink import ink_picture
from bpexplorer.look.shortening import apart
from bpexplorer.look.theme import Theme
from bpexplorer.panels.samples import words as words
from bpexplorer.panels.shared.cells.cell_grid import CellGrid, Place

#: Logical pixels at 96 dpi.
TILE, GAP, PADDING, PICTURE = (92.0, 132.0), 10.0, 8.0, 76.0
#: Where one more row or column fits with less between them, there is less.
_LEAST_GAP = 4.0
#: Beside a number, which is centred and seldom long.
_LEAST_PADDING = 2.0
#: Lines of inputs above what the sample is taken for; where that takes two lines, one less.
_INPUT_LINES = 4
_ARROW = " → "
#: So much of a line a value takes at most, and leaves the rest to its name. (A number never needs so much.)
_MOST_OF_A_LINE = 0.7


def _fitting(room: float, size: float) -> int:
    """How many tiles fit into so much room, one at least."""
    return max(1, int((room + _LEAST_GAP) // (size + _LEAST_GAP)))


def _gap(room: float, size: float) -> float:
    """What lies between two tiles of as many as fit."""
    between = _fitting(room, size) - 1
    return GAP if between == 0 else min(GAP, (room - size * (between + 1)) / between)


class SampleTiles(CellGrid):
    """As many whole tiles as there is room for, row by row.

    A click or Space asks to look at a sample, a double click or Return to see it in Explore; arrow keys move from tile
    to tile.
    """

    #: The index of a sample among those that are listed.
    sample_chosen = Signal(int)
    sample_opened = Signal(int)
    #: Whether the mouse is here now.
    mouse_inside = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sample_tiles")
        self.setFont(fonts.secondary_font())
        self._reading: HardestReading | None = None
        #: What gives samples their own units; None where these aren't the reading's.
        self._prepared: PreparedData | None = None
        self._listing = Listing()
        self._pictures: dict[int, QImage] = {}
        self._cursor = 0
        #: The row in its part of the sample that is looked at.
        self._mark: int | None = None
        self.setMinimumSize(self._size_of_tiles(1, 1))
        self.cell_clicked.connect(self._on_cell_clicked)
        self.cell_hovered.connect(self._on_cell_hovered)
        self.setAccessibleName(words.grid_name(self._listing))

    @property
    def reading(self) -> HardestReading | None:
        """What is shown."""
        return self._reading

    @property
    def rows_shown(self) -> tuple[int, ...]:
        """The rows in their part of the samples that have a tile."""
        return () if self._reading is None else tuple(self._reading.rows[: self._count()].tolist())

    @property
    def has_mouse(self) -> bool:
        """Whether the mouse is over the tiles."""
        return self.underMouse()

    def show_reading(
        self, reading: HardestReading | None, listing: Listing, prepared: PreparedData | None = None
    ) -> None:
        """Show these samples of the prepared data; the keyboard stays on its sample, if that is still listed."""
        on = self._row_under_cursor()
        if reading is None or self._reading is None or reading.data is not self._reading.data:
            self._pictures.clear()
        self._reading, self._listing = reading, listing
        is_theirs = reading is not None and prepared is not None and is_of(prepared, reading.data)
        self._prepared = prepared if is_theirs else None
        if on in self.rows_shown:
            self._cursor = self.rows_shown.index(on)
        self._cursor = min(self._cursor, max(self._count() - 1, 0))
        if reading is not None:
            listed = set(reading.rows.tolist())
            self._pictures = {row: image for row, image in self._pictures.items() if row in listed}
        self.setAccessibleName(words.grid_name(listing))
        self.update()

    def show_mark(self, row: int | None) -> None:
        """Put a ring around the sample that is looked at."""
        if row != self._mark:
            self._mark = row
            self.update()

    def tile_rect(self, index: int) -> QRectF:
        """Where a tile lies."""
        _, columns = self.grid()
        return self.cell_rect(*divmod(index, columns))

    @override
    def words_of(self, cell: Place) -> str:
        index = cell[0] * self.grid()[1] + cell[1]
        reading = self._reading
        # Beyond the last there is none: keys stay on it.
        return "" if reading is None else words.sample_sentence(reading, min(index, self._count() - 1))

    @override
    def grid(self) -> tuple[int, int]:
        scale = fonts.dpi_scale()
        return _fitting(self.height() / scale, TILE[1]), _fitting(self.width() / scale, TILE[0])

    @override
    def cell_rect(self, row: int, column: int) -> QRectF:
        scale, (width, height) = fonts.dpi_scale(), TILE
        x = column * (width + _gap(self.width() / scale, width))
        y = row * (height + _gap(self.height() / scale, height))
        return QRectF(x * scale, y * scale, width * scale, height * scale)

    @override
    def cell_at(self, position: QPointF) -> Place | None:
        _, columns = self.grid()
        return next(
            (
                divmod(index, columns)
                for index in range(self._count())
                if self.tile_rect(index).contains(position)
            ),
            None,
        )

    @override
    def current_cell(self) -> Place:
        return divmod(self._cursor, self.grid()[1])

    @override
    def go_to(self, cell: Place) -> None:
        self._cursor = min(cell[0] * self.grid()[1] + cell[1], max(self._count() - 1, 0))
        self.update()

    @override
    def show_theme(self, theme: Theme) -> None:
        self._pictures.clear()
        self.update()

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        reading = self._reading
        if reading is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, row in enumerate(self.rows_shown):
            self._paint_tile(painter, reading, index, theme)
            if row == self._mark:
                self.paint_ring(painter, self._ring(index), theme.text, theme)
            if index == self._cursor and self.hasFocus():
                self.paint_ring(painter, self._ring(index), theme.accent, theme)

    def _ring(self, index: int) -> QRectF:
        return self.tile_rect(index).adjusted(1.0, 1.0, -1.0, -1.0)

    def _count(self) -> int:
        rows, columns = self.grid()
        return 0 if self._reading is None else min(rows * columns, len(self._reading.rows))

    def _row_under_cursor(self) -> int | None:
        shown = self.rows_shown
        return shown[self._cursor] if self._cursor < len(shown) else None

    def _size_of_tiles(self, rows: int, columns: int) -> QSize:
        scale = fonts.dpi_scale()
        width, height = columns * (TILE[0] + GAP) - GAP, rows * (TILE[1] + GAP) - GAP
        return QSize(round(width * scale) + 1, round(height * scale) + 1)

    def _paint_tile(self, painter: QPainter, reading: HardestReading, index: int, theme: Theme) -> None:
        scale, tile = fonts.dpi_scale(), self.tile_rect(index)
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
        room = tile.adjusted(*(each * scale for each in (PADDING, PADDING, -PADDING, -PADDING)))
        classes = words.class_names(reading, index)
        line = (room.height() - PICTURE * scale) / 2.0
        below = 2 if classes is not None and not self._are_stacked(room.width()) else 3
        above = room.adjusted(0.0, 0.0, 0.0, -below * line)
        if reading.data.image_shape is not None:
            self._paint_picture(painter, reading, index, above, theme)
        else:
            self._paint_inputs(painter, reading, index, above, theme)
        lines = [
            QRectF(room.left(), above.bottom() + each * line, room.width(), line) for each in range(below)
        ]
        wider = (PADDING - _LEAST_PADDING) * scale
        numbers = [each.adjusted(-wider, 0.0, wider, 0.0) for each in lines]
        if classes is not None:
            self._paint_classes(painter, classes, numbers[:-1], theme)
        painter.setFont(fonts.number_font(fonts.SECONDARY))
        if classes is None:
            self._paint_values(painter, words.value_lines(reading, index), numbers, theme)
        painter.setPen(theme.secondary)
        painter.drawText(numbers[-1], Qt.AlignmentFlag.AlignCenter, words.cost_line(reading, index))

    def _paint_picture(
        self, painter: QPainter, reading: HardestReading, index: int, room: QRectF, theme: Theme
    ) -> None:
        shape, row = reading.data.image_shape, int(reading.rows[index])
        assert shape is not None
        if row not in self._pictures:
            x = reading.data.part(reading.part).x[row]
            self._pictures[row] = ink_picture(x.reshape(shape), theme)
        image = self._pictures[row]
        scale = min(room.width() / image.width(), room.height() / image.height())
        place = QRectF(0.0, 0.0, image.width() * scale, image.height() * scale)
        place.moveCenter(room.center())
        painter.drawImage(place, image)

    def _paint_inputs(
        self, painter: QPainter, reading: HardestReading, index: int, room: QRectF, theme: Theme
    ) -> None:
        names, digits = QFontMetricsF(self.font()), fonts.number_font(fonts.SECONDARY)
        is_short = reading.predicted is not None and not self._are_stacked(room.width())
        at_most = _INPUT_LINES if is_short else _INPUT_LINES - 1
        if self._prepared is None:  # other data are on their way
            return
        lines = words.input_lines(reading, index, self._prepared, at_most=at_most)
        line = room.height() / at_most
        figures = QFontMetricsF(digits)
        values = [
            figures.elidedText(whole, Qt.TextElideMode.ElideMiddle, room.width() * _MOST_OF_A_LINE)
            for _, whole in lines
        ]
        taken = max((figures.horizontalAdvance(f"{value} ") for value in values if value), default=0.0)
        named = [name for name, whole in lines if whole]
        short = dict(zip(named, apart(named, room.width() - taken, names.horizontalAdvance), strict=True))
        for number, ((name, whole), value) in enumerate(zip(lines, values, strict=True)):
            place = QRectF(room.left(), room.top() + number * line, room.width(), line)
            painter.setFont(digits)
            painter.setPen(theme.text)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
            said = (
                short[name] if whole else names.elidedText(name, Qt.TextElideMode.ElideMiddle, place.width())
            )
            painter.setFont(self.font())
            painter.setPen(theme.secondary)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)

    def _are_stacked(self, room: float) -> bool:
        """Whether the names of classes are too long for two of them to stand on one line."""
        font = QFontMetricsF(fonts.text_font(fonts.TEXT, bold=True))
        names = () if self._reading is None else self._reading.data.class_names
        longest = max((font.horizontalAdvance(name) for name in names), default=0.0)
        return 2.0 * longest + font.horizontalAdvance(_ARROW) > room

    def _paint_classes(
        self, painter: QPainter, classes: tuple[str, str], rooms: Sequence[QRectF], theme: Theme
    ) -> None:
        # What is predicted stands out by its weight, and by its colour where it is wrong.
        font, bold = fonts.text_font(fonts.TEXT), fonts.text_font(fonts.TEXT, bold=True)
        wrong = theme.good if classes[0] == classes[1] else theme.error
        true, arrow, predicted = (font, theme.text), (font, theme.secondary), (bold, wrong)
        if len(rooms) == 1:
            lines = [[(*true, classes[0]), (*arrow, _ARROW), (*predicted, classes[1])]]
        else:
            lines = [[(*true, classes[0])], [(*arrow, _ARROW.lstrip()), (*predicted, classes[1])]]
        for room, pieces in zip(rooms, lines, strict=True):
            self._paint_pieces(painter, pieces, room)

    @staticmethod
    def _paint_pieces(painter: QPainter, pieces: list[tuple[QFont, QColor, str]], room: QRectF) -> None:
        """Paint texts one after the other in the middle of a line; a name that is too long loses its middle."""
        is_name = [text.strip() != _ARROW.strip() for _, _, text in pieces]
        widths = [QFontMetricsF(font).horizontalAdvance(text) for font, _, text in pieces]
        arrows = sum(width for width, each in zip(widths, is_name, strict=True) if not each)
        most = (room.width() - arrows) / max(sum(is_name), 1)
        shown = []
        for (font, colour, text), each in zip(pieces, is_name, strict=True):
            metrics = QFontMetricsF(font)
            short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, most) if each else text
            shown.append((font, colour, short, metrics.horizontalAdvance(short)))
        x = room.center().x() - sum(width for *_, width in shown) / 2.0
        for font, colour, text, width in shown:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(
                QRectF(x, room.top(), width + 1.0, room.height()), Qt.AlignmentFlag.AlignVCenter, text
            )
            x += width

    def _paint_values(
        self, painter: QPainter, values: Sequence[str], rooms: Sequence[QRectF], theme: Theme
    ) -> None:
        for room, text, colour in zip(rooms, values, (theme.secondary, theme.text), strict=False):
            painter.setPen(colour)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _index_at(self, position: QPointF) -> int | None:
        cell = self.cell_at(position)
        return None if cell is None else cell[0] * self.grid()[1] + cell[1]

    @guard
    def _on_cell_clicked(self, row: int, column: int) -> None:
        self.go_to((row, column))
        self.sample_chosen.emit(self._cursor)

    @guard
    def _on_cell_hovered(self, cell: Place | None) -> None:
        if cell is None:
            QToolTip.hideText()

    @override
    @guard
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self.sample_opened.emit(index)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._count():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sample_opened.emit(self._cursor)
        elif event.key() == Qt.Key.Key_Space:
            self.sample_chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.mouse_inside.emit(True)

    @override
    @guard
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.mouse_inside.emit(False)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cursor = min(self._cursor, max(self._count() - 1, 0))

    @override
    @guard(returns=QSize(300, 140))
    def sizeHint(self) -> QSize:
        return self._size_of_tiles(2, 6)

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index, reading = self._index_at(QPointF(event.pos())), self._reading
            text = "" if index is None or reading is None else words.tooltip(reading, index, self._prepared)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
