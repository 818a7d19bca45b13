"""Samples of a data set, drawn: a strip of its pictures, its points in the plane by class or target, its curve, or a
column of cells each, where there are more inputs than a plane has."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset import Dataset
from bpexplorer.document.bounds import nice_bound
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.pictures.ink import ink_picture
from bpexplorer.look.theme import Theme
from bpexplorer.panels.shared.plots.marks import class_colour, draw_marks

#: Between two pictures of a strip, and between points and the edge of their place.
PICTURE_GAP, MARGIN = 4, 6.0
#: Radius of a point: of a class, of a curve, of a target in the plane.
_CLASS, _CURVE, _TARGET = 2.0, 1.5, 2.5
#: A column of cells is at least so wide.
_LEAST_CELL = 4.0


def fits_plane(dataset: Dataset) -> bool:
    """Two inputs, or one input and a target over it."""
    return dataset.x.shape[1] == 2 or (dataset.is_regression and dataset.x.shape[1] == 1)


def draw_pictures(
    painter: QPainter, place: QRectF, dataset: Dataset, rows: Sequence[int], theme: Theme, *, size: float
) -> None:
    """Samples that are pictures, side by side from the left, each as wide as ``size``."""
    assert dataset.image_shape is not None
    for at, row in enumerate(rows):
        image = ink_picture(dataset.x[row].reshape(dataset.image_shape), theme)
        left = place.left() + at * (size + PICTURE_GAP)
        painter.drawImage(QRectF(left, place.top(), size, size * image.height() / image.width()), image)


def draw_points(painter: QPainter, place: QRectF, dataset: Dataset, rows: IntArray, theme: Theme) -> None:
    """Samples that fit the plane, as far as the place goes; colours alone mean signs."""
    x, targets = dataset.x[rows], None if dataset.targets is None else dataset.targets[rows, 0]
    # A curve is stretched to the room; in a plane a unit is as long across as up.
    is_curve = x.shape[1] == 1
    over = np.column_stack([x, targets]) if is_curve and targets is not None else x
    points = plane_points(over, place, stretch=is_curve)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if dataset.labels is not None:
        _draw_classes(painter, points, dataset.labels[rows], len(dataset.class_names), theme)
    elif is_curve:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text)
        for at in points:
            painter.drawEllipse(QPointF(*at), _CURVE, _CURVE)
    elif targets is not None:
        _draw_targets(painter, points, targets, theme)


def draw_cells(painter: QPainter, place: QRectF, dataset: Dataset, rows: IntArray, theme: Theme) -> None:
    """Samples of any number of inputs: a column each, with a cell an input, the darker the more of it. They stand by
    class or target, which is what the line below the cells shows."""
    # Any of them: files are often sorted by class, and in made sets classes come in turn.
    chosen = np.random.default_rng(0).permutation(rows)[: int(place.width() // _LEAST_CELL)]
    key = dataset.labels if dataset.targets is None else dataset.targets[:, 0]
    assert key is not None
    chosen = chosen[np.argsort(key[chosen], kind="stable")]
    x = dataset.x[chosen]
    low, high = x.min(axis=0), x.max(axis=0)
    shares = (x - low) / np.where(high > low, high - low, 1.0)
    inside = place.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    cells = QRectF(inside.left(), inside.top(), inside.width(), inside.height() - 2 * MARGIN)
    painter.drawImage(cells, ink_picture(shares.T, theme, ends=(0.0, 1.0)))
    line = QRectF(inside.left(), cells.bottom() + MARGIN, inside.width(), MARGIN)
    if dataset.labels is None:
        painter.drawImage(line, ink_picture(key[chosen][np.newaxis].astype(np.float64), theme))
        return
    classes, width = len(dataset.class_names), line.width() / len(chosen)
    painter.setPen(Qt.PenStyle.NoPen)
    for label in range(classes):
        members = np.flatnonzero(dataset.labels[chosen] == label)
        if len(members):
            part = QRectF(line.left() + members[0] * width, line.top(), len(members) * width, line.height())
            painter.fillRect(part.adjusted(1.0, 0.0, -1.0, 0.0), class_colour(label, max(classes, 3)))


def _draw_classes(
    painter: QPainter, points: FloatArray, labels: IntArray, classes: int, theme: Theme
) -> None:
    if classes > 2:
        colours = [class_colour(label, classes) for label in range(classes)]
        shown = labels.tolist()
        draw_marks(painter, points, shown, [colours[label] for label in shown], half=_CLASS + 1.0)
        return
    # A colour would mean a sign here; full and hollow tell two classes apart in every theme and for every eye.
    for label, brush in ((0, theme.text), (1, theme.field)):
        painter.setPen(QPen(theme.text, 1.0))
        painter.setBrush(brush)
        for x, y in points[labels == label]:
            painter.drawEllipse(QPointF(x, y), _CLASS, _CLASS)


def _draw_targets(painter: QPainter, points: FloatArray, targets: FloatArray, theme: Theme) -> None:
    # Targets have a sign: the colours are those that signs have everywhere.
    scale = SignedScale(nice_bound(float(np.abs(targets).max())))
    painter.setPen(QPen(theme.outline, 0.5))
    for (x, y), target in zip(points, targets.tolist(), strict=True):
        painter.setBrush(scale.color(target, theme))
        painter.drawEllipse(QPointF(x, y), _TARGET, _TARGET)


def plane_points(x: FloatArray, place: QRectF, *, stretch: bool = False) -> FloatArray:
    """Where points of the plane lie in their place, shape (points, 2): one unit as long across as up, or ``stretch``ed
    to fill it."""
    low, high = x.min(axis=0), x.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    room = np.array([place.width() - 2 * MARGIN, place.height() - 2 * MARGIN]) / extent
    scale = room if stretch else np.full(2, room.min())
    middle = (low + high) / 2.0
    centre = np.array([place.center().x(), place.center().y()])
    points: FloatArray = (x - middle) * scale * np.array([1.0, -1.0]) + centre
    return points
