"""Beside the first and the last column: the names of the inputs, and what the outputs say about each class."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import INPUT_LABELS, OUTPUT_LABELS, LayerBox
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.words import OutputRow
from bpexplorer.look import fonts

_LINE = 18.0
_GAP = 8.0
#: Between a neuron and its label: a demon's halo fits in.
_CLEAR = 12.0
_BAR_HEIGHT = 6.0


class InputLabelsItem(CanvasItem):
    """The name of each input and the sample's value of it, left of a column."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[tuple[str, str]] = ()
        self._font, self._digits = fonts.text_font(fonts.SECONDARY), fonts.number_font(fonts.SECONDARY)

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


class OutputLabelsItem(CanvasItem):
    """The class of each output and its share as a bar; the true class is bold and in the colour of what is right."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._box: LayerBox | None = None
        self._rows: Sequence[OutputRow] = ()
        self._font = fonts.text_font(fonts.TEXT)
        self._bold = fonts.text_font(fonts.TEXT, bold=True)
        self._digits = fonts.number_font(fonts.SECONDARY)

    def set_rows(self, box: LayerBox | None, rows: Sequence[OutputRow]) -> None:
        """Write a row beside each neuron of the box."""
        if box is self._box and rows == self._rows:
            return
        self._box, self._rows = box, rows
        if box is not None:
            self._set_rect(box.rect.grown(_LINE)._replace(right=box.rect.right + OUTPUT_LABELS))
        self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._box is None or not self._rows:
            return
        painter.setFont(self._bold)
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(row.name) for row in self._rows)
        # Short names leave the bars as much room as they can use.
        name_width = min(widest + 2.0, OUTPUT_LABELS * 0.66)
        for row, (x, y) in zip(self._rows, self._box.centres.tolist(), strict=False):
            self._paint_row(painter, row, x + self._box.half + _CLEAR, y, name_width)

    def _paint_row(self, painter: QPainter, row: OutputRow, left: float, y: float, name_width: float) -> None:
        theme = self._palette.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._bold if row.is_truth else self._font)
        painter.setPen(theme.good if row.is_truth else theme.text)
        shown = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, round(name_width))
        painter.drawText(QRectF(left, y - _LINE / 2, name_width, _LINE), middle, shown)
        bar_left = left + name_width + _GAP
        width = left - _CLEAR + OUTPUT_LABELS - bar_left
        if row.share is None:
            painter.setFont(self._digits)
            painter.setPen(theme.text)
            painter.drawText(QRectF(bar_left, y - _LINE / 2, width, _LINE), middle, row.number)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.field)
        track = QRectF(bar_left, y - _BAR_HEIGHT / 2, width, _BAR_HEIGHT)
        painter.drawRoundedRect(track, 2.0, 2.0)
        painter.setBrush(theme.good if row.is_truth else theme.secondary)
        filled = QRectF(track.left(), track.top(), max(1.0, width * row.share), _BAR_HEIGHT)
        painter.drawRoundedRect(filled, 2.0, 2.0)
