"""Samples as marks: a shape for each class, filled for training and hollow for test, readable on every colour."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look.colours import map_lut, mix_rgba, readable_on, to_argb
from bpexplorer.look.theme import Theme

#: So many shapes there are: further classes have them again, in other colours.
SHAPES = 6
#: Half the size of a mark, for so many of them at most; more are smaller. It is that of a map of this side; those of
#: others are larger or smaller with it, between these factors.
_SIZES = ((200, 4.2), (500, 3.6), (1200, 3.0))
_SMALLEST = 2.4
_SIDE, _FACTORS = 300.0, (0.7, 1.5)
#: No shape reaches farther from its middle, as a multiple of that half.
_REACH = 1.4
#: Two classes take the ends of the maps' colours, more of them these: none is red or blue, which mean signs, and
#: none the demon's. They differ in lightness, too.
_CLASS_COLOURS = ("#1b6e5a", "#e8c33d", "#7a5230", "#9bcf8f", "#5f6368", "#f0e6b8", "#3d4b2a", "#c9a27a")


def class_colour(label: int, classes: int) -> QColor:
    """The colour of a class, for its marks and where the network says that class."""
    if classes <= 2:
        return QColor(*map_lut()[(16, 248)[label % 2]].tolist())
    return QColor(_CLASS_COLOURS[label % len(_CLASS_COLOURS)])


def regions_argb(winners: IntArray, confidence: FloatArray, classes: int, theme: Theme) -> NDArray[np.uint32]:
    """Each cell in the colour of its class, the paler the less sure; where all are alike it has none."""
    colours = np.array([class_colour(label, classes).getRgb() for label in range(classes)], dtype=np.uint8)
    least = 1.0 / classes
    share = np.clip((np.nan_to_num(confidence, nan=0.0) - least) / (1.0 - least), 0.0, 1.0)
    neutral = np.array(theme.neutral.getRgb(), dtype=np.uint8)
    return to_argb(mix_rgba(neutral, colours[winners], 0.15 + 0.75 * share))


def half_size(count: int, side: float) -> float:
    """How large marks are among so many, on a map of this side."""
    factor = min(max(side / _SIDE, _FACTORS[0]), _FACTORS[1])
    return factor * next((size for most, size in _SIZES if count <= most), _SMALLEST)


def shape(label: int, half: float) -> QPainterPath:
    """The outline of a class's marks about the origin; all have about the same area."""
    path = QPainterPath()
    match label % SHAPES:
        case 0:
            path.addEllipse(QPointF(0.0, 0.0), half, half)
        case 1:
            path = _polygon(3, 1.35 * half, -90.0)
        case 2:
            path.addRect(QRectF(-0.9 * half, -0.9 * half, 1.8 * half, 1.8 * half))
        case 3:
            path = _polygon(4, 1.3 * half, 0.0)
        case 4:
            path = _polygon(3, 1.35 * half, 90.0)
        case _:
            path.addRect(QRectF(-1.2 * half, -0.42 * half, 2.4 * half, 0.84 * half))
            path.addRect(QRectF(-0.42 * half, -1.2 * half, 0.84 * half, 2.4 * half))
            path = path.simplified()
    return path


def _polygon(corners: int, radius: float, turn: float) -> QPainterPath:
    path = QPainterPath()
    for index in range(corners):
        angle = math.radians(turn + 360.0 * index / corners)
        at = QPointF(radius * math.cos(angle), radius * math.sin(angle))
        path.moveTo(at) if index == 0 else path.lineTo(at)
    path.closeSubpath()
    return path


def draw_mark(painter: QPainter, path: QPainterPath, at: QPointF, fill: QColor | None) -> None:
    """One mark: filled with a rim, or without a fill a light outline on a dark one, which shows on every colour."""
    placed = path.translated(at)
    if fill is not None:
        painter.setPen(QPen(readable_on(fill), 1.0))
        painter.setBrush(fill)
        painter.drawPath(placed)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((Qt.GlobalColor.black, 3.0), (Qt.GlobalColor.white, 1.4)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPath(placed)


def draw_marks(
    painter: QPainter,
    places: FloatArray,
    labels: Sequence[int],
    fills: Sequence[QColor | None],
    *,
    half: float,
) -> None:
    """Many marks, places of shape (marks, 2), to the nearest pixel. Each kind is drawn once and then stamped."""
    ratio = painter.device().devicePixelRatioF()
    stamps: dict[tuple[int, int | None], QPixmap] = {}
    side = math.ceil(2 * _REACH * half + 4.0)
    corners = np.round((places - side / 2) * ratio) / ratio
    for (x, y), label, fill in zip(corners.tolist(), labels, fills, strict=True):
        kind = label, None if fill is None else fill.rgba()
        if kind not in stamps:
            stamps[kind] = _stamp(shape(label, half), fill, side, ratio)
        painter.drawPixmap(QPointF(x, y), stamps[kind])


def _stamp(path: QPainterPath, fill: QColor | None, side: int, ratio: float) -> QPixmap:
    stamp = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    with QPainter(stamp) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, path, QPointF(side / 2, side / 2), fill)
    return stamp
