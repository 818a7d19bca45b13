"""The neurons of one layer as one item: circles in a column, or cells of a grid painted as one small image."""

import math
from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from typing_extensions import override

from bpexplorer.canvas.layout import LayerBox
from bpexplorer.canvas.picture.items.base import CanvasItem, to_qrect
from bpexplorer.canvas.picture.items.edges import draw_lines
from bpexplorer.canvas.picture.items.headers import READABLE_FROM
from bpexplorer.canvas.picture.palette import CanvasPalette, solid_pen
from bpexplorer.canvas.picture.prepare import grid_image, ink_entries, lut_entries, sign_glyphs
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.look import fonts

#: Cells smaller than this on the screen have no gaps, and smaller than that no glyphs.
GAPS_FROM, GLYPHS_FROM = 5.0, 15.0
#: Neurons smaller than this on the screen have no glyph and no smooth outline.
DETAIL_FROM = 7.0
#: Largest half-width of the mark of a frozen neuron.
FLAKE = 4.5
#: Of the corners of a square, in scene units; and how many pixels a curve in one is drawn with.
CORNER, CURVE_SIDE = 4.0, 64
#: What entries are entries of: the map of signs, that of an image's ink, or that of maps.
Colours = Literal["signed", "ink", "map"]


class LayerItem(CanvasItem):
    """What columns and grids share: the entries of the colour map, set only when they change."""

    def __init__(self, palette: CanvasPalette, box: LayerBox) -> None:
        super().__init__(palette, z=2.0, kept=True)
        self._box = box
        self._entries: NDArray[np.uint8] | None = None
        self._glyphs: NDArray[np.int8] | None = None
        self._colours: Colours = "signed"
        self._frozen: tuple[int, ...] = ()
        self._dropped: frozenset[int] = frozenset()
        self._note = ""
        self._small = fonts.text_font(fonts.SMALLEST)
        self._is_waiting = False
        self.set_box(box)

    def fits(self, box: LayerBox) -> bool:
        """Whether this kind of item can paint the box."""
        return (box.grid is None) == (self._box.grid is None)

    def set_box(self, box: LayerBox) -> None:
        """Put the layer elsewhere. If its size is another one, its values are forgotten."""
        if len(box.centres) != len(self._box.centres) or box.grid != self._box.grid:
            self._entries = self._glyphs = None
            self._frozen = ()
            self._dropped = frozenset()
        self._box = box
        self._set_rect(box.rect.grown(2.0).united(box.note))
        self.update()

    @property
    def note(self) -> str:
        """What stands below the layer."""
        return self._note

    def set_note(self, note: str) -> None:
        """Say this below the layer; empty: nothing."""
        if note != self._note:
            self._note = note
            self.update()

    def _draw_note(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        if not self._note or scale < READABLE_FROM:
            return
        painter.setFont(self._small)
        painter.setPen(self._palette.theme.secondary)
        room = to_qrect(self._box.note)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._note)

    def set_values(self, normalised: FloatArray | None, *, of_maps: bool = False) -> None:
        """Colour the neurons by values in [−1, 1], shape (n,); None paints them neutral.

        They are signed, unless they stand for maps, which have colours of their own.
        """
        entries = None if normalised is None else lut_entries(normalised)
        glyphs = None if normalised is None or of_maps else sign_glyphs(normalised)
        self._replace(entries, glyphs, "map" if of_maps else "signed")

    def set_maps(self, entries: NDArray[np.uint8] | None) -> None:
        """Fill each neuron with a picture of its own, entries of the sequential map of shape (n, rows, columns).

        One row is a curve. None takes them away. Only columns have room for one.
        """

    def set_ink(self, values: FloatArray, low: float, high: float) -> None:
        """Colour the neurons as pixels of an image whose data set reaches from low to high."""
        self._replace(ink_entries(values, low, high), None, "ink")

    def set_frozen(self, frozen: BoolArray | None) -> None:
        """Mark the neurons that training leaves alone, shape (n,); None marks nothing."""
        places = () if frozen is None else tuple(np.flatnonzero(frozen).tolist())
        if places != self._frozen:
            self._frozen = places
            self.update()

    def set_dropped(self, dropped: BoolArray | None) -> None:
        """Draw the neurons as left out that dropout leaves out, shape (n,); None leaves out nothing."""
        places = frozenset() if dropped is None else frozenset(np.flatnonzero(dropped).tolist())
        if places != self._dropped:
            self._dropped = places
            self._on_colours_changed()
            self.update()

    def set_waiting(self, waiting: bool) -> None:
        """Draw the neurons empty and dashed: what they show is still to come."""
        if waiting != self._is_waiting:
            self._is_waiting = waiting
            self.update()

    def _replace(
        self, entries: NDArray[np.uint8] | None, glyphs: NDArray[np.int8] | None, colours: Colours
    ) -> None:
        same = colours == self._colours and _same(entries, self._entries) and _same(glyphs, self._glyphs)
        if same:
            return
        self._entries, self._glyphs, self._colours = entries, glyphs, colours
        self._on_colours_changed()
        self.update()

    def _shown_glyphs(self) -> NDArray[np.int8]:
        """The signs of the neurons that aren't left out."""
        assert self._glyphs is not None
        if not self._dropped:
            return self._glyphs
        glyphs = self._glyphs.copy()
        glyphs[list(self._dropped)] = 0
        return glyphs

    def _on_colours_changed(self) -> None:
        """For items that keep a picture of their colours; circles are drawn from the colours themselves."""


class ColumnItem(LayerItem):
    """Up to 16 circles, or squares where they show maps."""

    def __init__(self, palette: CanvasPalette, box: LayerBox) -> None:
        self._maps: NDArray[np.uint8] | None = None
        self._pictures: list[QImage] | None = None
        super().__init__(palette, box)

    @override
    def set_maps(self, entries: NDArray[np.uint8] | None) -> None:
        if entries is not None and len(entries) != len(self._box.centres):
            entries = None  # of a structure that was
        if not _same(entries, self._maps):
            self._maps, self._pictures = entries, None
            self.update()

    @override
    def set_box(self, box: LayerBox) -> None:
        if len(box.centres) != len(self._box.centres):
            self._maps = self._pictures = None
        super().set_box(box)

    @override
    def set_palette(self, palette: CanvasPalette) -> None:
        self._pictures = None
        super().set_palette(palette)

    def _fill(self, index: int, x: float, y: float) -> QBrush:
        """The picture of a neuron, as large as it is."""
        assert self._maps is not None
        if self._pictures is None:
            self._pictures = [_picture(each, self._palette) for each in self._maps]
        picture, side = self._pictures[index], 2 * self._box.half
        brush = QBrush(picture)
        place = QTransform.fromTranslate(x - self._box.half, y - self._box.half)
        brush.setTransform(place.scale(side / picture.width(), side / picture.height()))
        return brush

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        palette, half = self._palette, self._box.half
        on_screen = 2 * half * option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on_screen >= DETAIL_FROM)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._maps is not None)
        painter.setPen(palette.dropped_outline if self._is_waiting else palette.outline)
        painter.setBrush(palette.hollow if self._is_waiting else palette.neutral)
        entries = None if self._entries is None else self._entries.tolist()
        fills = palette.map_fills if self._colours == "map" else palette.fills
        for index, (x, y) in enumerate(self._box.centres.tolist()):
            if index in self._dropped:
                continue
            if self._maps is not None and not self._is_waiting:
                painter.setBrush(self._fill(index, x, y))
            elif entries is not None:
                painter.setBrush(fills[entries[index]])
            self._draw_shape(painter, x, y)
        painter.setPen(palette.dropped_outline)
        painter.setBrush(palette.hollow)
        for index in self._dropped:
            self._draw_shape(painter, *self._box.centres[index].tolist())
        has_signs = self._maps is None and on_screen >= DETAIL_FROM
        if entries is not None and self._glyphs is not None and has_signs:
            _draw_glyphs(painter, self._box, entries, self._shown_glyphs(), palette)
        if on_screen >= DETAIL_FROM:
            _draw_snow(painter, self._box, self._frozen, palette)
        self._draw_note(painter, option)

    def _draw_shape(self, painter: QPainter, x: float, y: float) -> None:
        half = self._box.half
        if self._box.is_tiled:
            painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), CORNER, CORNER)
        else:
            painter.drawEllipse(QPointF(x, y), half, half)


class GridItem(LayerItem):
    """Many cells: one pixel each in a small image, which Qt scales up."""

    def __init__(self, palette: CanvasPalette, box: LayerBox) -> None:
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint32] | None = None
        super().__init__(palette, box)

    @override
    def set_palette(self, palette: CanvasPalette) -> None:
        self._image = None
        super().set_palette(palette)

    @override
    def set_box(self, box: LayerBox) -> None:
        self._image = None
        super().set_box(box)

    @override
    def _on_colours_changed(self) -> None:
        self._image = None

    def _grid_image(self) -> QImage:
        if self._image is None:
            assert self._box.grid is not None
            palette = self._palette
            blank = palette.blank_argb
            if self._entries is None:
                colours = np.full(256, palette.neutral.color().rgba(), dtype=np.uint32)
                entries = np.zeros(len(self._box.centres), dtype=np.uint8)
            else:
                colours = {
                    "signed": palette.signed_argb,
                    "ink": palette.ink_argb,
                    "map": palette.map_argb,
                }[self._colours]
                entries = self._entries
            self._pixels = grid_image(entries, colours, self._box.grid, blank)
            rows, columns = self._box.grid
            self._pixels.ravel()[list(self._dropped)] = palette.dropped_argb
            # QImage doesn't copy: self._pixels has to live as long as it.
            self._image = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        return self._image

    @override
    def draw(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        box, palette = self._box, self._palette
        rect = to_qrect(box.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._is_waiting:
            painter.setPen(palette.dropped_outline)
            painter.setBrush(palette.hollow)
            painter.drawRect(rect)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        image = self._grid_image()
        painter.drawImage(rect, image, QRectF(0, 0, image.width(), image.height()))
        on_screen = 2 * box.half * option.levelOfDetailFromTransform(painter.worldTransform())
        if on_screen >= GAPS_FROM:
            painter.setPen(palette.grid_line)
            draw_lines(painter, _gaps(box))
            painter.setPen(palette.dropped_stroke)
            draw_lines(painter, _strokes(box, self._dropped))
        if on_screen < GAPS_FROM:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(palette.frame_line)
            painter.drawRect(rect)
        if self._entries is not None and self._glyphs is not None and on_screen >= GLYPHS_FROM:
            _draw_glyphs(painter, box, self._entries.tolist(), self._shown_glyphs(), palette)
        if on_screen >= GLYPHS_FROM:
            _draw_snow(painter, box, self._frozen, palette)
        self._draw_note(painter, option)


def layer_item(palette: CanvasPalette, box: LayerBox) -> LayerItem:
    """The item that fits a layer."""
    return ColumnItem(palette, box) if box.grid is None else GridItem(palette, box)


def _picture(entries: NDArray[np.uint8], palette: CanvasPalette) -> QImage:
    """A small picture from entries of shape (rows, columns): of the colours of maps, or of one row as a curve."""
    if len(entries) == 1:
        return _curve(entries[0], palette)
    pixels = np.ascontiguousarray(palette.map_argb[entries])
    rows, columns = pixels.shape
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    return image.copy()  # the array goes away, its picture stays


def _curve(entries: NDArray[np.uint8], palette: CanvasPalette) -> QImage:
    """Entries along one input as a curve over it, from the bottom for 0 to the top for 255."""
    side, theme = CURVE_SIDE, palette.theme
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(theme.field)
    across = (np.arange(len(entries)) + 0.5) * side / len(entries)
    up = 3.0 + (side - 6.0) * (1.0 - entries / 255.0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.text), 4.0))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(across, up, strict=True)]))
    return image


def _same(first: NDArray[np.generic] | None, second: NDArray[np.generic] | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first, second)


def _gaps(box: LayerBox) -> FloatArray:
    assert box.grid is not None
    (rows, columns), cell, rect = box.grid, 2 * box.half, box.rect
    xs = rect.left + cell * np.arange(columns + 1)
    ys = rect.top + cell * np.arange(rows + 1)
    lines = np.empty((rows + columns + 2, 4))
    lines[: columns + 1] = np.column_stack(
        [xs, np.full_like(xs, rect.top), xs, np.full_like(xs, rect.bottom)]
    )
    lines[columns + 1 :] = np.column_stack(
        [np.full_like(ys, rect.left), ys, np.full_like(ys, rect.right), ys]
    )
    return lines


def _strokes(box: LayerBox, places: Iterable[int]) -> FloatArray:
    """A diagonal through each of these cells."""
    centres, corner = box.centres[sorted(places)], np.array([-box.half, box.half])
    return np.hstack([centres + corner, centres - corner])


def _draw_glyphs(
    painter: QPainter, box: LayerBox, entries: list[int], glyphs: NDArray[np.int8], palette: CanvasPalette
) -> None:
    """Draw the signs as lines: a text would cost more and sit less exactly in the middle."""
    arm = 0.38 * box.half
    for index in np.flatnonzero(glyphs).tolist():
        x, y = box.centres[index].tolist()
        painter.setPen(palette.glyphs[entries[index]])
        painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
        if glyphs[index] > 0:
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))


def _draw_snow(painter: QPainter, box: LayerBox, frozen: tuple[int, ...], palette: CanvasPalette) -> None:
    """Draw a flake at the upper right of each frozen neuron, on a disc that sets it off."""
    radius = min(FLAKE, 0.5 * box.half)
    away = box.half - radius if box.grid is not None else 0.75 * box.half
    theme = palette.theme
    for index in frozen:
        x, y = box.centres[index].tolist()
        middle = QPointF(x + away, y - away)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.panel)
        painter.drawEllipse(middle, radius + 1.0, radius + 1.0)
        painter.setPen(solid_pen(theme.text, 1.2))
        for turn in (0, 60, 120):
            arm = QPointF(
                radius * math.cos(math.radians(turn + 90)), radius * math.sin(math.radians(turn + 90))
            )
            painter.drawLine(middle - arm, middle + arm)
