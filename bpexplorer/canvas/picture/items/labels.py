"""Beside the first column: the names of the inputs, and the sample's values."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import INPUT_LABELS, LayerBox
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.look import fonts

_LINE = 18.0
_GAP = 8.0
#: Between a neuron and its label.
_CLEAR = 12.0


class InputLabelsItem(CanvasItem):
    """The name of each input and the sample's value of it, left of a column."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[tuple[str, str]] = ()
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
        theme = self._palette.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        for (name, value), (x, y) in zip(self._rows, self._box.centres.tolist(), strict=False):
            right = x - self._box.half - _CLEAR
            left = x - self._box.half - INPUT_LABELS
            painter.setFont(self._digits)
            digits = QRectF(left, y - _LINE / 2, right - left, _LINE)
            painter.setPen(theme.text)
            painter.drawText(digits, middle | Qt.AlignmentFlag.AlignRight, value)
            room = right - left - painter.fontMetrics().horizontalAdvance(value) - _GAP
            painter.setFont(self._font)
            painter.setPen(theme.secondary)
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(
                QRectF(left, y - _LINE / 2, room, _LINE), middle | Qt.AlignmentFlag.AlignRight, shown
            )
