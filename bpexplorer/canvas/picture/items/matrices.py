"""What stands between two layers whose edges aren't all drawn: their weights as a picture, or how to see them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.headers import READABLE_FROM
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.types import BoolArray
from bpexplorer.look import fonts

#: The line below a picture.
CAPTION_GAP, CAPTION_HEIGHT = 3.0, 16.0
#: Weights smaller than this on the screen are smoothed.
_SHARP_FROM = 1.0


class MatrixItem(CanvasItem):
    """A picture with a pixel for each weight, the rows and columns of the selected neurons framed."""

    def __init__(self, palette: CanvasPalette, rect: Rect) -> None:
        super().__init__(palette, z=1.5)
        self._place = rect
        self._entries: NDArray[np.uint8] | None = None
        self._hidden: BoolArray | None = None
        self._marks: Sequence[Rect] = ()
        self._caption = ""
        self._small = fonts.text_font(fonts.SMALLEST)
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint32] | None = None
        self.set_place(rect)

    def set_place(self, rect: Rect) -> None:
        """Stand there."""
        self._place = rect
        caption = rect._replace(bottom=rect.bottom + CAPTION_GAP + CAPTION_HEIGHT)
        self._set_rect(caption.grown(4.0))

    @property
    def image(self) -> QImage | None:
        """The picture, a pixel for each weight in the shape of W; None before there are numbers."""
        if self._image is None and self._entries is not None:
            self._pixels = np.ascontiguousarray(self._palette.signed_argb[self._entries])
            if self._hidden is not None:
                self._pixels[self._hidden] = self._palette.dropped_argb
            rows, columns = self._pixels.shape
            # QImage doesn't copy: self._pixels has to live as long as it.
            self._image = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        return self._image

    @property
    def marks(self) -> Sequence[Rect]:
        """Where rows and columns are framed, in scene units."""
        return self._marks

    def set_values(self, entries: NDArray[np.uint8] | None, hidden: BoolArray | None, caption: str) -> None:
        """Colour the weights by entries of the signed map, in the shape of W; hidden ones have no colour of it."""
        if _same(entries, self._entries) and _same(hidden, self._hidden) and caption == self._caption:
            return
        self._entries, self._hidden, self._caption = entries, hidden, caption
        self._image = None
        self.update()

    def set_marks(self, marks: Sequence[Rect]) -> None:
        """Frame these rows and columns."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    @override
    def set_palette(self, palette: CanvasPalette) -> None:
        self._image = None
        super().set_palette(palette)

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        palette, rect = self._palette, to_qrect(self._place)
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        image = self.image
        if image is None:
            painter.fillRect(rect, palette.neutral)
        else:
            smallest = min(rect.width() / image.width(), rect.height() / image.height())
            is_fine = scale * smallest < _SHARP_FROM
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_fine)
            painter.drawImage(rect, image, QRectF(0, 0, image.width(), image.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(palette.frame_line)
        painter.drawRect(rect)
        for mark in self._marks:
            frame = to_qrect(mark.grown(1.0))
            for pen in (solid_pen(palette.theme.panel, 3.0), solid_pen(palette.theme.accent, 1.5)):
                painter.setPen(pen)
                painter.drawRect(frame)
        if self._caption and scale >= READABLE_FROM:
            painter.setFont(self._small)
            painter.setPen(palette.theme.secondary)
            below = QRectF(rect.left(), rect.bottom() + CAPTION_GAP, rect.width(), CAPTION_HEIGHT)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._caption)


class GapWordsItem(CanvasItem):
    """A sentence between two layers, a line below another."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=0.5)
        self._text = ""
        self._small = fonts.text_font(fonts.SMALLEST)

    @property
    def text(self) -> str:
        """What is said; empty: nothing."""
        return self._text

    def set_text(self, text: str, room: Rect) -> None:
        """Say this within a rectangle; empty: nothing."""
        self._set_rect(room)
        if text != self._text:
            self._text = text
            self.update()

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if not self._text or option.levelOfDetailFromTransform(painter.worldTransform()) < READABLE_FROM:
            return
        painter.setFont(self._small)
        painter.setPen(self._palette.theme.secondary)
        painter.drawText(self._rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)


def _same(first: NDArray[np.generic] | None, second: NDArray[np.generic] | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first, second)
