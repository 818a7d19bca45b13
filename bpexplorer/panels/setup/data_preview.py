"""A glance at a data set: a strip of its pictures, its points in the plane by class or target, or its curve."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset import Dataset
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.bounds import nice_bound
from bpexplorer.guard import guard
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.shared.ink import ink_picture

_PICTURES = 8
_PICTURE_GAP = 4
_LARGEST_PICTURE = 32.0
#: More points than this are thinned out; they would only cover each other.
_POINTS = 400
_PLANE_HEIGHT = 110


class DataPreview(QWidget):
    """Shows a few training samples as they are before scaling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_preview")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._prepared: PreparedData | None = None
        self._images: list[QImage] = []
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_data(self, prepared: PreparedData) -> None:
        """Show samples of the training set."""
        if prepared is self._prepared:
            return
        self._prepared = prepared
        self._images = []
        self.setAccessibleName(f"Samples of {prepared.dataset.title}")
        self.setFixedHeight(self._height())
        self.update()

    def _draw_pictures(self, painter: QPainter, dataset: Dataset, theme: Theme) -> None:
        assert self._prepared is not None
        if not self._images:
            rows = self._prepared.split.train[:_PICTURES]
            self._images = [picture(dataset, int(row), theme) for row in rows]
        size = self._picture_size()
        for place, image in enumerate(self._images):
            height = size * image.height() / image.width()
            painter.drawImage(QRectF(place * (size + _PICTURE_GAP), 0.0, size, height), image)

    def _picture_size(self) -> float:
        width = (self.width() - (_PICTURES - 1) * _PICTURE_GAP) / _PICTURES
        return min(max(4.0, width), _LARGEST_PICTURE)

    def _draw_plane(self, painter: QPainter, dataset: Dataset, theme: Theme) -> None:
        assert self._prepared is not None
        rows = self._prepared.split.train
        rows = rows[:: max(1, len(rows) // _POINTS)]
        x, targets = dataset.x[rows], None if dataset.targets is None else dataset.targets[rows, 0]
        # A curve is stretched to the room; in a plane a unit is as long across as up.
        is_curve = x.shape[1] == 1
        over = np.column_stack([x, targets]) if is_curve and targets is not None else x
        points = plane_points(over, self.width(), self.height(), stretch=is_curve)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.field)
        painter.drawRoundedRect(QRectF(self.rect()), 5.0, 5.0)
        if dataset.labels is not None:
            self._draw_classes(painter, points, dataset.labels[rows], theme)
        elif is_curve:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.text)
            for at in points:
                painter.drawEllipse(QPointF(*at), 1.5, 1.5)
        elif targets is not None:
            self._draw_targets(painter, points, targets, theme)

    def _draw_classes(self, painter: QPainter, points: FloatArray, labels: IntArray, theme: Theme) -> None:
        # A colour would mean a sign here; full and hollow tell the classes apart in every theme and for every eye.
        for label, brush in ((0, theme.text), (1, theme.field)):
            painter.setPen(QPen(theme.text, 1.0))
            painter.setBrush(brush)
            for x, y in points[labels == label]:
                painter.drawEllipse(QPointF(x, y), 2.0, 2.0)

    def _draw_targets(self, painter: QPainter, points: FloatArray, targets: FloatArray, theme: Theme) -> None:
        # Targets have a sign: the colours are those that signs have everywhere.
        scale = SignedScale(nice_bound(float(np.abs(targets).max())))
        painter.setPen(QPen(theme.outline, 0.5))
        for (x, y), target in zip(points, targets.tolist(), strict=True):
            painter.setBrush(scale.color(target, theme))
            painter.drawEllipse(QPointF(x, y), 2.5, 2.5)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self._images = []
        self.update()

    def _height(self) -> int:
        dataset = self._prepared.dataset if self._prepared is not None else None
        if dataset is None:
            return 0
        if dataset.image_shape is not None:
            rows, columns = dataset.image_shape
            return round(self._picture_size() * rows / columns)
        return _PLANE_HEIGHT if _fits_plane(dataset) else 0

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._prepared is None:
            return
        dataset, theme = self._prepared.dataset, current_theme()
        painter = QPainter(self)
        if dataset.image_shape is not None:
            self._draw_pictures(painter, dataset, theme)
        elif _fits_plane(dataset):
            self._draw_plane(painter, dataset, theme)


def picture(dataset: Dataset, row: int, theme: Theme) -> QImage:
    """One sample as a picture, from its smallest value to its largest."""
    assert dataset.image_shape is not None
    return ink_picture(dataset.x[row].reshape(dataset.image_shape), theme)


def _fits_plane(dataset: Dataset) -> bool:
    """Two inputs, or one input and a target over it."""
    return dataset.x.shape[1] == 2 or (dataset.is_regression and dataset.x.shape[1] == 1)


def plane_points(x: FloatArray, width: int, height: int, *, stretch: bool = False) -> FloatArray:
    """Where points of the plane lie in a widget, shape (points, 2): one unit as long across as up, or ``stretch``ed
    to fill it."""
    margin = 6.0
    low, high = x.min(axis=0), x.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    room = np.array([width - 2 * margin, height - 2 * margin]) / extent
    scale = room if stretch else np.full(2, room.min())
    middle = (low + high) / 2.0
    points: FloatArray = (x - middle) * scale * np.array([1.0, -1.0]) + np.array([width / 2.0, height / 2.0])
    return points
