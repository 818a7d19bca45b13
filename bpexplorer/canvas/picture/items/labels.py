"""Beside the first column: the names of the inputs, and the sample's values."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import INPUT_LABELS, LayerBox
from bpexplorer.canvas.picture.items.base import LABEL_LINE, CanvasItem, enlarged
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.look import fonts
from bpexplorer.look.shortening import apart

_GAP = 8.0
#: From the middle of a name to that of the value below it, where names have no room beside the values.
_BELOW = 13.0
#: Between a neuron and its label.
_CLEAR = 12.0


class InputLabelsItem(CanvasItem):
    """The name of each input and the sample's value of it, left of a column.

    Names that are too long to stand beside the values stand above them, if rows have room for both. Those that are
    longer still are shortened so that they differ; what comes up under the mouse has them whole. In a small view,
    letters are as large as the rows allow, up to the smallest that the window has.
    """

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[tuple[str, str]] = ()
        #: Names and their room, and what they are shortened to there.
        self._shortened: tuple[tuple[tuple[str, ...], int], tuple[str, ...]] = (((), 0), ())

    def set_rows(self, box: LayerBox | None, rows: Sequence[tuple[str, str]]) -> None:
        """Write (name, value) beside each neuron of the box."""
        if box is self._box and rows == self._rows:
            return
        self._box, self._rows = box, rows
        if box is not None:
            self._set_rect(box.rect.grown(LABEL_LINE)._replace(left=box.rect.left - INPUT_LABELS))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._box is None:
            return
        size = enlarged(self._box, option.levelOfDetailFromTransform(painter.worldTransform()))
        font, digits = _fonts(size)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setFont(digits)
        value_width = max(
            (painter.fontMetrics().horizontalAdvance(value) for _, value in self._rows), default=0
        )
        widest = max((metrics.horizontalAdvance(name) for name, _ in self._rows), default=0)
        room = INPUT_LABELS - _CLEAR
        below = _BELOW * size
        is_above = widest > room - value_width - _GAP and self._box.pitch >= 2 * below + 2.0
        lower = below / 2 if is_above else 0.0
        beside = 0.0 if is_above else _GAP + value_width
        width = room - beside
        names = self._names_shown(round(width), metrics)
        line, ink = LABEL_LINE * size, self._palette.theme.secondary
        for (_, value), name, (x, y) in zip(self._rows, names, self._box.centres.tolist(), strict=False):
            right = x - self._box.half - _CLEAR
            place = QRectF(right - room, y + lower - line / 2, room, line)
            self._write(painter, digits, self._palette.theme.text, place, value)
            place = QRectF(right - beside - width, y - lower - line / 2, width, line)
            self._write(painter, font, ink, place, name)

    def _names_shown(self, room: int, metrics: QFontMetrics) -> tuple[str, ...]:
        """The names in so much room; made once for as long as they are the same."""
        names = tuple(name for name, _ in self._rows)
        if (names, room) != self._shortened[0]:
            self._shortened = (names, room), apart(names, room, metrics.horizontalAdvance)
        return self._shortened[1]

    def _write(self, painter: QPainter, font: QFont, ink: QColor, place: QRectF, text: str) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


@lru_cache(maxsize=16)
def _fonts(size: float) -> tuple[QFont, QFont]:
    """Of names and of values, so many times as large as usual."""
    letters = fonts.in_scene(fonts.SECONDARY) * size
    return fonts.text_font(letters), fonts.number_font(letters)
