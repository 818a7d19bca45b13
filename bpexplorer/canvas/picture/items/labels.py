"""Beside the first column: the names of the inputs, and the sample's values."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import INPUT_LABELS, LayerBox
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.look import fonts
from bpexplorer.look.shortening import apart

_LINE = 18.0
_GAP = 8.0
#: From the middle of a name to that of the value below it, where names have no room beside the values.
_BELOW = 13.0
#: Between a neuron and its label.
_CLEAR = 12.0


class InputLabelsItem(CanvasItem):
    """The name of each input and the sample's value of it, left of a column.

    Names that are too long to stand beside the values stand above them, if rows have room for both. Those that are
    longer still are shortened so that they differ; what comes up under the mouse has them whole.
    """

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[tuple[str, str]] = ()
        #: Names and their room, and what they are shortened to there.
        self._shortened: tuple[tuple[tuple[str, ...], int], tuple[str, ...]] = (((), 0), ())
        self._font, self._digits = (
            fonts.text_font(fonts.in_scene(fonts.SECONDARY)),
            fonts.number_font(fonts.in_scene(fonts.SECONDARY)),
        )

    def set_rows(self, box: LayerBox | None, rows: Sequence[tuple[str, str]]) -> None:
        """Write (name, value) beside each neuron of the box."""
        if box is self._box and rows == self._rows:
            return
        self._box, self._rows = box, rows
        if box is not None:
            self._set_rect(box.rect.grown(_LINE)._replace(left=box.rect.left - INPUT_LABELS))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._box is None:
            return
        painter.setFont(self._font)
        metrics = painter.fontMetrics()
        painter.setFont(self._digits)
        value_width = max(
            (painter.fontMetrics().horizontalAdvance(value) for _, value in self._rows), default=0
        )
        widest = max((metrics.horizontalAdvance(name) for name, _ in self._rows), default=0)
        room = INPUT_LABELS - _CLEAR
        is_above = widest > room - value_width - _GAP and self._box.pitch >= 2 * _BELOW + 2.0
        lower = _BELOW / 2 if is_above else 0.0
        beside = 0.0 if is_above else _GAP + value_width
        width = room - beside
        names = self._names_shown(round(width), metrics)
        ink = self._palette.theme.secondary
        for (_, value), name, (x, y) in zip(self._rows, names, self._box.centres.tolist(), strict=False):
            right = x - self._box.half - _CLEAR
            self._write(painter, self._digits, self._palette.theme.text, right, y + lower, room, value)
            self._write(painter, self._font, ink, right - beside, y - lower, width, name)

    def _names_shown(self, room: int, metrics: QFontMetrics) -> tuple[str, ...]:
        """The names in so much room; made once for as long as they are the same."""
        names = tuple(name for name, _ in self._rows)
        if (names, room) != self._shortened[0]:
            self._shortened = (names, room), apart(names, room, metrics.horizontalAdvance)
        return self._shortened[1]

    def _write(
        self, painter: QPainter, font: QFont, ink: QColor, right: float, y: float, width: float, text: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        place = QRectF(right - width, y - _LINE / 2, width, _LINE)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
