"""What stands below an input that is a picture: other samples, and how a neuron of layer 1 comes by its z."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.headers import READABLE_FROM
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.sample_place import SamplePlace
from bpexplorer.core.types import FloatArray
from bpexplorer.look import fonts
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.pictures.ink import ink_picture
from bpexplorer.look.pictures.signed import signed_picture


class _BelowItem(CanvasItem):
    """What both have: a place, and pictures that are made again in another theme."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette, z=3.0)
        self._place: SamplePlace | None = None
        self._images: Sequence[QImage] = ()
        self._small = fonts.text_font(fonts.SMALLEST)

    @property
    def images(self) -> Sequence[QImage]:
        """What is shown, a pixel for each number."""
        return self._images

    def set_place(self, place: SamplePlace | None) -> None:
        """Stand there; None: nowhere."""
        if place != self._place:
            self._place = place
            if place is not None:
                self._set_rect(place.bounds.grown(4.0))
            self.update()

    @override
    def set_palette(self, palette: CanvasPalette) -> None:
        super().set_palette(palette)
        self._make()

    def _make(self) -> None:
        """Make the pictures."""

    def _write(self, painter: QPainter, room: QRectF, text: str) -> None:
        painter.setFont(self._small)
        painter.setPen(self._palette.theme.secondary)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


class ThumbnailsItem(_BelowItem):
    """Some samples in a row, the selected one framed."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette)
        self._samples: FloatArray | None = None
        self._ends = (0.0, 1.0)
        self._selected: int | None = None

    def set_samples(
        self, samples: FloatArray | None, ends: tuple[float, float], selected: int | None
    ) -> None:
        """Show these, shape (samples, rows, columns), from paper at one end to ink at the other; None: none."""
        if _same(samples, self._samples) and (ends, selected) == (self._ends, self._selected):
            return
        self._samples, self._ends, self._selected = samples, ends, selected
        self._make()
        self.update()

    @override
    def _make(self) -> None:
        samples, theme = self._samples, self._palette.theme
        self._images = () if samples is None else [ink_picture(x, theme, ends=self._ends) for x in samples]

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        if self._place is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, (image, rect) in enumerate(zip(self._images, self._place.thumbnails, strict=False)):
            painter.drawImage(to_qrect(rect), image, QRectF(image.rect()))
            is_selected = place == self._selected
            pen = solid_pen(self._palette.theme.accent, 2.0) if is_selected else self._palette.frame_line
            painter.setPen(pen)
            painter.drawRect(to_qrect(rect.grown(1.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """x, w and x⊙w, each of shape (rows, columns), with the scale of each, and what they come to in words."""

    x: FloatArray
    weights: FloatArray
    terms: FloatArray
    ends: tuple[float, float]
    weight_scale: SignedScale
    term_scale: SignedScale
    names: tuple[str, str, str]
    words: str


class TermsItem(_BelowItem):
    """x · w = x⊙w as three pictures with their names, and the sum below; or how to see them."""

    def __init__(self, palette: CanvasPalette) -> None:
        super().__init__(palette)
        self._terms: Terms | None = None
        self._hint = ""

    @property
    def words(self) -> str:
        """What the pictures come to, or how to see them."""
        return self._hint if self._terms is None else self._terms.words

    def show_terms(self, terms: Terms | None, hint: str) -> None:
        """Show these; without any, say the hint."""
        if terms is None and self._terms is None and hint == self._hint:
            return
        self._terms, self._hint = terms, hint
        self._make()
        self.update()

    @override
    def _make(self) -> None:
        shown, theme = self._terms, self._palette.theme
        self._images = ()
        if shown is not None:
            self._images = (
                ink_picture(shown.x, theme, ends=shown.ends),
                signed_picture(shown.weights, shown.weight_scale, theme),
                signed_picture(shown.terms, shown.term_scale, theme),
            )

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        place, shown = self._place, self._terms
        if place is None:
            return
        is_readable = option.levelOfDetailFromTransform(painter.worldTransform()) >= READABLE_FROM
        if shown is None:
            if is_readable and self._hint:
                self._write(painter, to_qrect(place.names.united(place.sum_line)), self._hint)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for image, rect, name in zip(self._images, place.pictures, shown.names, strict=True):
            painter.drawImage(to_qrect(rect), image, QRectF(image.rect()))
            painter.setPen(self._palette.frame_line)
            painter.drawRect(to_qrect(rect))
            if is_readable:
                above = rect._replace(top=place.names.top, bottom=rect.top)
                self._write(painter, to_qrect(above).adjusted(-12.0, 0.0, 12.0, 0.0), name)
        if is_readable:
            for sign, left, right in zip("⊙=", place.pictures, place.pictures[1:], strict=False):
                between = left._replace(left=left.right, right=right.left)
                self._write(painter, to_qrect(between), sign)
            self._write(painter, to_qrect(place.sum_line).adjusted(-20.0, 0.0, 20.0, 0.0), shown.words)


def _same(first: FloatArray | None, second: FloatArray | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first, second)
