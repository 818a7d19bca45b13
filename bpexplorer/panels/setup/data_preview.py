"""A glance at a data set: a few of its training samples as they are before scaling."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.data.dataset import Dataset
from bpexplorer.data.prepare import PreparedData
from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.shared.data_picture import (
    PICTURE_GAP,
    draw_cells,
    draw_pictures,
    draw_points,
    fits_plane,
)
from bpexplorer.translation import tr

_PICTURES = 8
_LARGEST_PICTURE = 32.0
#: More points than this are thinned out; they would only cover each other.
_POINTS = 400
_PLANE_HEIGHT, _CELLS_HEIGHT = 110, 72


class DataPreview(QWidget):
    """Shows a few training samples as they are before scaling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_preview")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._prepared: PreparedData | None = None
        #: Samples of the training set, as many as are drawn.
        self._dataset: Dataset | None = None
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_data(self, prepared: PreparedData) -> None:
        """Show samples of the training set."""
        if prepared is self._prepared:
            return
        self._prepared = prepared
        samples = len(prepared.training.x_train)
        thinned = np.arange(0, samples, max(1, samples // _POINTS))
        is_picture = prepared.training.image_shape is not None
        self._dataset = prepared.in_own_units(np.arange(min(_PICTURES, samples)) if is_picture else thinned)
        self.setAccessibleName(tr("Samples of {title}", title=prepared.choice.title))
        self.setFixedHeight(self._height())
        self.update()

    def _picture_size(self) -> float:
        width = (self.width() - (_PICTURES - 1) * PICTURE_GAP) / _PICTURES
        return min(max(4.0, width), _LARGEST_PICTURE)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    def _height(self) -> int:
        dataset = self._dataset
        if dataset is None:
            return 0
        if dataset.image_shape is not None:
            rows, columns = dataset.image_shape
            return round(self._picture_size() * rows / columns)
        return _PLANE_HEIGHT if fits_plane(dataset) else _CELLS_HEIGHT

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._dataset is None:
            return
        dataset, rows, theme = self._dataset, np.arange(len(self._dataset.x)), current_theme()
        painter, place = QPainter(self), QRectF(self.rect())
        if dataset.image_shape is not None:
            first = [int(row) for row in rows[:_PICTURES]]
            draw_pictures(painter, place, dataset, first, theme, size=self._picture_size())
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.field)
        painter.drawRoundedRect(place, 5.0, 5.0)
        draw = draw_points if fits_plane(dataset) else draw_cells
        draw(painter, place, dataset, rows, theme)
