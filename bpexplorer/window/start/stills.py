"""The small pictures on cards, drawn from what they stand for: samples of a data set, a curve from the core."""

import csv
import math
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from bpexplorer.core.demon import cost_curve, perturb
from bpexplorer.core.types import FloatArray
from bpexplorer.data.choice import default_choice
from bpexplorer.data.dataset import Dataset
from bpexplorer.data.prepare import chosen_dataset
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.icons import icon
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.panels.shared.data_picture import (
    PICTURE_GAP,
    draw_cells,
    draw_pictures,
    draw_points,
    fits_plane,
)
from bpexplorer.project.presets import preset
from bpexplorer.project.tables import TABLES

#: Draws a picture as large as the place.
Still: TypeAlias = Callable[[QPainter, QRectF, Theme], None]

#: So many points of a data set are drawn, in a whole still and in a part of one: more would cover each other.
POINTS, FEW_POINTS = 200, 100
#: Pictures of a strip are at most so large; the demon's curve reaches so far to either side, and its tangent.
_LARGEST_PICTURE, _REACH, _TANGENT = 56.0, 2.0, 0.8
_CURVE_POINTS = 61
_GLYPH = 40
#: The points of a stroke.
_STROKE = 9
#: The radius of a neuron.
_NEURON = 7.0
#: The data sets that stand for the gallery.
_SEVERAL = ("xor", "spiral", "wave")


def still_named(name: str) -> Still:
    """One of ``STILLS``, or rows of a table that comes with the program, else samples of the data set of this name."""
    return STILLS.get(name) or partial(_draw_table if name in TABLES else _draw_data, name)


def _draw_data(name: str, painter: QPainter, place: QRectF, theme: Theme, *, points: int = POINTS) -> None:
    dataset = chosen_dataset(default_choice(name))
    if dataset.image_shape is None:
        draw = draw_points if fits_plane(dataset) else draw_cells
        # The first ones: classes come in turn, so that every n-th could be of one class alone.
        draw(painter, place, dataset, np.arange(min(points, len(dataset.x))), theme)
        return
    rows, columns = dataset.image_shape
    size = min(_LARGEST_PICTURE, place.height() * columns / rows - 2 * PICTURE_GAP)
    fitting = int((place.width() - PICTURE_GAP) // (size + PICTURE_GAP))
    shown = min(fitting, len(dataset.x), len(dataset.class_names))
    strip = QRectF(0.0, 0.0, shown * (size + PICTURE_GAP) - PICTURE_GAP, size * rows / columns)
    strip.moveCenter(place.center())
    draw_pictures(painter, strip, dataset, range(shown), theme, size=size)


def _draw_table(name: str, painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Rows of a table by two of its numbers, with a mark for each class. It is its file that is drawn."""
    table = TABLES[name]
    with table.path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if all(_is_number(row[each]) for each in table.columns)]
    x = np.array([[float(row[each]) for each in table.columns] for row in rows])
    names = sorted({row[table.target] for row in rows})
    labels = np.array([names.index(row[table.target]) for row in rows])
    # Each class has its share of those that are drawn: files are often sorted by it.
    shown = np.random.default_rng(0).permutation(len(rows))[:POINTS]
    spread = (x - x.min(axis=0)) / np.ptp(x, axis=0) * [place.width() / place.height(), 1.0]
    dataset = Dataset(
        title=table.title,
        x=spread,
        feature_names=table.columns,
        labels=labels,
        class_names=tuple(names),
    )
    draw_points(painter, place, dataset, shown, theme)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _draw_strokes(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Two strokes of points, a class each, as a hand draws them."""
    along = np.linspace(0.0, 1.0, _STROKE)
    rise = 0.28 * np.sin(math.pi * along)
    x = np.concatenate(
        [np.column_stack([2.0 * along, 0.6 + rise]), np.column_stack([2.0 * along, 0.3 - rise])]
    )
    dataset = Dataset(
        title="",
        x=x,
        feature_names=("x0", "x1"),
        labels=np.repeat(np.arange(2), _STROKE),
        class_names=("0", "1"),
    )
    draw_points(painter, place, dataset, np.arange(len(x)), theme)


def _draw_several(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """A few data sets side by side."""
    width = place.width() / len(_SEVERAL)
    for at, name in enumerate(_SEVERAL):
        part = QRectF(place.left() + at * width, place.top(), width, place.height())
        _draw_data(name, painter, part, theme, points=FEW_POINTS)


def _draw_demon(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """C over the Δz of the opening example's demon, with its tangent δ·Δz where the network is."""
    dzs, costs, delta = _demon_curve()
    inside = place.adjusted(16.0, 10.0, -16.0, -10.0)
    low, high = float(costs.min()), float(costs.max())

    def at(dz: float, cost: float) -> QPointF:
        x = inside.left() + (dz + _REACH) / (2 * _REACH) * inside.width()
        return QPointF(x, inside.bottom() - (cost - low) / ((high - low) or 1.0) * inside.height())

    here = float(np.interp(0.0, dzs, costs))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.demon, 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(at(-_TANGENT, here - delta * _TANGENT), at(_TANGENT, here + delta * _TANGENT))
    painter.setPen(QPen(theme.text, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([at(*point) for point in zip(dzs.tolist(), costs.tolist(), strict=True)]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.demon)
    painter.drawEllipse(at(0.0, here), 5.0, 5.0)


def _draw_step(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """The network of the first step, weights coloured by their sign, and an arrow that leads back."""
    network = preset("xor_small").project().state.network()
    layers = []
    for at, size in enumerate(network.sizes):
        x = place.center().x() + (at - (len(network.sizes) - 1) / 2.0) * place.width() / 3.5
        ys = (np.arange(size) - (size - 1) / 2.0) * place.height() / 3.6 + place.center().y() - 4.0
        layers.append([QPointF(x, y) for y in ys.tolist()])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for before, after, weights in zip(layers, layers[1:], network.weights, strict=False):
        for target, row in zip(after, weights.tolist(), strict=True):
            for source, weight in zip(before, row, strict=True):
                painter.setPen(QPen(SignedScale(1.0).color(0.6 if weight > 0 else -0.6, theme), 1.2))
                painter.drawLine(source, target)
    painter.setPen(QPen(theme.outline, 1.2))
    painter.setBrush(theme.panel)
    for centre in (centre for layer in layers for centre in layer):
        painter.drawEllipse(centre, _NEURON, _NEURON)
    tip = QPointF(place.center().x() + 8.0, place.bottom() - 9.0)
    painter.setPen(QPen(theme.accent, 1.8))
    painter.drawLine(tip, tip + QPointF(44.0, 0.0))
    painter.drawPolyline(QPolygonF([tip + QPointF(5.0, -4.0), tip, tip + QPointF(5.0, 4.0)]))


def _draw_glyph(name: str, painter: QPainter, place: QRectF, theme: Theme) -> None:
    square = QRect(0, 0, _GLYPH, _GLYPH)
    square.moveCenter(place.center().toPoint())
    icon(name, theme, color=theme.secondary).paint(painter, square)


#: Those that aren't a data set's.
STILLS: Mapping[str, Still] = {
    "step": _draw_step,
    "several": _draw_several,
    "demon": _draw_demon,
    "data": partial(_draw_glyph, "data"),
    "points": _draw_strokes,
    "open": partial(_draw_glyph, "open"),
}


@cache
def _demon_curve() -> tuple[FloatArray, FloatArray, float]:
    """C of the opening example's sample for many Δz, and δ: of the very neuron that the window opens with."""
    example = preset("digits")
    assert example.neuron is not None
    state = example.project().state
    sample = slice(example.sample, example.sample + 1)
    x, y = state.data.x_probe[sample], state.data.y_probe[sample]
    layer, neuron = example.neuron
    network, cost = state.network(), example.plan.config.cost
    dzs = np.linspace(-_REACH, _REACH, _CURVE_POINTS)
    costs = cost_curve(network, x, y, cost=cost, layer=layer, neuron=neuron, dzs=dzs)[:, 0]
    delta = perturb(network, x, y, cost=cost, layer=layer, neuron=neuron, dz=0.0).delta
    return dzs, costs, float(delta[0])


class Drawn:
    """The still of this name, drawn once for each size and theme, as sharp as the screen is."""

    def __init__(self, name: str) -> None:
        self._still = still_named(name)
        self._key: tuple[object, ...] = ()
        self._pixmap = QPixmap()

    def pixmap(self, size: QSize, ratio: float) -> QPixmap:
        """The still in this size, with so many pixels of the screen for each of ours."""
        theme = current_theme()
        key = (size.width(), size.height(), ratio, theme.name)
        if key != self._key:
            self._key = key
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.field)
            painter = QPainter(self._pixmap)
            self._still(painter, QRectF(0.0, 0.0, size.width(), size.height()), theme)
            painter.end()
        return self._pixmap
