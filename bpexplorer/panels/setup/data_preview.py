"""A glance at a data set: a few of its training samples as they are before scaling."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

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
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_data(self, prepared: PreparedData) -> None:
        """Show samples of the training set."""
        if prepared is self._prepared:
            return
        self._prepared = prepared
        self.setAccessibleName(tr("Samples of {title}", title=prepared.dataset.title))
        self.setFixedHeight(self._height())
        self.update()

    def _picture_size(self) -> float:
        width = (self.width() - (_PICTURES - 1) * PICTURE_GAP) / _PICTURES
        return min(max(4.0, width), _LARGEST_PICTURE)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    def _height(self) -> int:
        dataset = self._prepared.dataset if self._prepared is not None else None
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
        if self._prepared is None:
            return
        dataset, rows, theme = self._prepared.dataset, self._prepared.split.train, current_theme()
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
        draw(painter, place, dataset, rows[:: max(1, len(rows) // _POINTS)], theme)
