"""Beside the last column: what the outputs say about each class, and what a demon makes of it."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import OUTPUT_LABELS, LayerBox
from bpexplorer.canvas.picture.items.base import LABEL_LINE, CanvasItem, enlarged, pitch_of
from bpexplorer.canvas.picture.outputs import OutputRow, number_headings
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.look import fonts
from bpexplorer.look.shortening import apart

_GAP = 8.0
#: Of the letters of a name, as in `bpexplorer.look.fonts`.
_NAME_SIZE = 12.0
#: Between a neuron and its label: a demon's halo fits in.
_CLEAR = 12.0
#: A bar's height, alone and over another; and what is between the two.
_BAR, _OF_TWO, _APART = 6.0, 4.0, 1.0
#: A bar that would be shorter beside a number stands without it.
_SHORTEST_BAR = 20.0
#: The room of a number beside a bar, so that no bar moves when it becomes longer.
_WIDEST = "<0.01 %"
#: From one of two numbers in a row to the other, in lines.
_OF_NUMBERS = 0.8
#: The part of the room that names have at most.
_NAMES = 0.6
#: From the middle of the first row to that of the line above its numbers, in lines, and the room that takes at most.
_HEADING, _ABOVE = 1.7, 4 * LABEL_LINE


class OutputLabelsItem(CanvasItem):
    """The class of each output and its share as a bar; the true class is bold and in the colour of what is right.

    A demon's outputs have a second bar below, in its colour: what they are with Δz, and the number of that where rows
    have room for it. So have outputs after a step, in their own colour. Above the numbers stands whose each of the two
    is. In a small view, letters are as large as the rows allow, up to the smallest that the window has.
    """

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[OutputRow] = ()

    def set_rows(self, box: LayerBox | None, rows: Sequence[OutputRow]) -> None:
        """Write a row beside each neuron of the box."""
        if box is self._box and rows == self._rows:
            return
        if box is not None and box is not self._box:
            rect = box.rect.grown(LABEL_LINE)
            self._set_rect(rect._replace(top=rect.top - _ABOVE, right=box.rect.right + OUTPUT_LABELS))
        self._box, self._rows = box, rows
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        box = self._box
        if box is None or not self._rows:
            return
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        row = _Row(painter, self._palette, self._rows, enlarged(box, zoom), pitch_of(box))
        for index, (x, y) in enumerate(box.centres.tolist()[: len(self._rows)]):
            row.paint(index, x + box.half + _CLEAR, y)
        x, y = box.centres[0].tolist()
        row.paint_headings(x + box.half + _CLEAR, y)


class _Row:
    """Paints rows whose names, bars and numbers stand in columns."""

    def __init__(
        self, painter: QPainter, palette: CanvasPalette, rows: Sequence[OutputRow], size: float, pitch: float
    ) -> None:
        self._painter, self._theme, self._rows = painter, palette.theme, rows
        room = OUTPUT_LABELS - _CLEAR - _GAP
        has_bars = any(row.share is not None for row in rows)
        texts = [text for row in rows for text in (row.number, row.number_after)]
        texts = [*texts, _WIDEST] if has_bars else texts
        _, bold, digits = _fonts(1.0)
        name = max(_width(bold, row.name) for row in rows)
        number = max(_width(digits, each) for each in texts)
        # As large as asked for, but not so large that names would be cut by it, or numbers or bars have no room.
        others = _SHORTEST_BAR + _GAP if has_bars else _GAP
        size = max(min(size, (room - others) / (name + number)), 1.0)
        name, number = name * size, number * size
        self._line = LABEL_LINE * size
        #: From the middle of a row to that of a number, where one with Δz stands below another.
        self._beside = _OF_NUMBERS * self._line / 2
        self._has_second = 2 * _OF_NUMBERS * self._line <= pitch
        self._font, self._bold, self._digits = _fonts(size)
        # Short names leave the bars as much room as they can use.
        self._names = min(name + 2.0, OUTPUT_LABELS * _NAMES if has_bars else room - number)
        beside = room - self._names
        has_room = has_bars and beside - number - _GAP / 2 >= _SHORTEST_BAR
        self._numbers = number + _GAP / 2 if has_room else 0.0
        self._bars = beside - self._numbers
        self._shown_names = _shown_names(tuple(row.name for row in rows), self._names, size)
        self._has_bars = has_bars

    def paint_headings(self, left: float, y: float) -> None:
        """Say above the numbers of the first row, in their colours, whose the upper ones are and whose the lower."""
        headings = number_headings(self._rows)
        if not any(headings) or not (self._numbers or not self._has_bars):
            return
        side = Qt.AlignmentFlag.AlignRight if self._has_bars else Qt.AlignmentFlag.AlignLeft
        is_taken = any(row.is_taken for row in self._rows)
        inks = self._theme.secondary, self._theme.secondary if is_taken else self._theme.demon
        middle = y - _HEADING * self._line - self._beside
        lines = zip(headings, inks, (-self._beside, self._beside), strict=True)
        for text, ink, below in list(lines)[: 2 if self._has_second else 1]:
            place = QRectF(left, middle + below - self._line / 2, OUTPUT_LABELS - _CLEAR, self._line)
            if side is Qt.AlignmentFlag.AlignLeft:
                place.setLeft(left + self._names + _GAP)
            self._write(self._font, ink, place, text, side)

    def paint(self, index: int, left: float, y: float) -> None:
        """Paint one, from here to the right."""
        theme, row = self._theme, self._rows[index]
        self._write(
            self._bold if row.is_truth else self._font,
            theme.good if row.is_truth else theme.text,
            QRectF(left, y - self._line / 2, self._names, self._line),
            self._shown_names[index],
        )
        left += self._names + _GAP
        if row.share is None:
            self._write_numbers(row, QRectF(left, y, self._bars + self._numbers, 0.0), theme.text)
            return
        if self._numbers:
            self._write_numbers(
                row,
                QRectF(left + self._bars, y, self._numbers, 0.0),
                theme.good if row.is_truth else theme.text,
                Qt.AlignmentFlag.AlignRight,
            )
        colour = theme.good if row.is_truth else theme.secondary
        if row.after is None:
            self._bar(left, y - _BAR / 2, _BAR, row.share, colour)
        else:
            self._bar(left, y - _APART / 2 - _OF_TWO, _OF_TWO, row.share, colour)
            self._bar(left, y + _APART / 2, _OF_TWO, row.after, colour if row.is_taken else theme.demon)

    def _write_numbers(
        self,
        row: OutputRow,
        middle: QRectF,
        colour: QColor,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write the number in the middle of a row, or with that of a demon or after a step below it."""
        half = self._line / 2
        place = middle.adjusted(0.0, -half, 0.0, half)
        if not (row.number_after and self._has_second):
            self._write(self._digits, colour, place, row.number, side)
            return
        self._write(self._digits, colour, place.translated(0.0, -self._beside), row.number, side)
        after = place.translated(0.0, self._beside)
        self._write(
            self._digits, colour if row.is_taken else self._theme.demon, after, row.number_after, side
        )

    def _write(
        self,
        font: QFont,
        colour: QColor,
        place: QRectF,
        text: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, text)

    def _bar(self, left: float, top: float, height: float, share: float, colour: QColor) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.field)
        painter.drawRoundedRect(QRectF(left, top, self._bars, height), 2.0, 2.0)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, top, max(1.0, self._bars * share), height), 2.0, 2.0)


@lru_cache(maxsize=32)
def _fonts(size: float) -> tuple[QFont, QFont, QFont]:
    """Of names, of the true class's name, and of numbers, so many times as large as usual."""
    return (
        fonts.text_font(fonts.in_scene(_NAME_SIZE) * size),
        fonts.text_font(fonts.in_scene(_NAME_SIZE) * size, bold=True),
        fonts.number_font(fonts.in_scene(fonts.SECONDARY) * size),
    )


@lru_cache(maxsize=16)
def _shown_names(names: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    _, bold, _ = _fonts(size)
    return apart(names, room, QFontMetricsF(bold).horizontalAdvance)


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)
