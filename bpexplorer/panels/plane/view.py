"""The large map, painted: colours or curves, the line between classes, and the samples, by mouse and keys."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.readings.plane import PlanePoints, PlaneSamples, samples_on_plane
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.access.speech import announce
from bpexplorer.look.colours import SequentialScale
from bpexplorer.look.numbers import significant
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.plane.face import Face, fills_of, height_of, place_of
from bpexplorer.panels.plane.words import point_words, summary
from bpexplorer.panels.shared.plots.marks import draw_marks, half_size
from bpexplorer.translation import tr

#: How far from its middle a sample is under the mouse, in logical pixels.
REACH = 9.0
#: The ring around a sample, and its distance.
_RING, _CLEAR = 2.0, 4.0
#: Where arrow keys go.
STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}

#: A set by its place in the reading, and a sample by its place in the set.
Point = tuple[int, int]


class PlaneView(Spoken, QWidget):
    """Draws a `Face`. Arrow keys go from sample to sample, Return or Space takes the one that they have come to."""

    accessible_role = QAccessible.Role.Graphic

    #: Point, or None: the sample under the mouse, or that keys have come to.
    point_hovered = Signal(object)
    #: Where the mouse is over no sample, (x, y) of the unit square; None elsewhere.
    place_hovered = Signal(object)
    #: Point: it is taken.
    point_taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane_view")
        self.setAccessibleName(tr("Plane"))
        self.setAccessibleDescription(
            tr("Arrow keys go from sample to sample, Return looks at the one that they have come to.")
        )
        self.setToolTip(
            tr("Hover over a sample to see its output, C and δ; click to look at the nearest one.")
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._face: Face | None = None
        #: The data that there are, and their samples: a face may still be of those before.
        self._data: TrainingData | None = None
        self._samples: tuple[PlaneSamples, ...] = ()
        self._output_scale: SequentialScale | None = None
        self._image: QImage | None = None
        self._marks: QPixmap | None = None
        self._marks_key: tuple[object, ...] = ()
        self._hovered: Point | None = None
        self._chosen: tuple[str, int] | None = None
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    @property
    def face(self) -> Face | None:
        """What is drawn."""
        return self._face

    @property
    def image(self) -> QImage | None:
        """The map as pixels, one for each of its cells; None for curves."""
        return self._image

    def show_face(self, face: Face | None, output_scale: SequentialScale | None = None) -> None:
        """Draw this; regression's samples have the colours of ``output_scale``."""
        self._face, self._output_scale = face, output_scale
        self._image = None
        if face is not None and face.pixels is not None:
            rows, columns = face.pixels.shape
            pixels = np.ascontiguousarray(face.pixels)
            self._image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
        if self._hovered is not None and self.points_of(self._hovered) is None:
            self._hovered = None
        self.update()

    def show_data(self, data: TrainingData | None) -> None:
        """Draw the samples of these data, also on a face of those before."""
        self._data, self._samples = data, () if data is None else samples_on_plane(data)
        self._hover(None)
        self.update()

    @property
    def is_stale(self) -> bool:
        """Whether the face is of other data than there are: nothing is known of these samples yet."""
        return self._face is not None and self._data is not None and self._face.reading.data is not self._data

    def show_chosen(self, part: str | None, row: int) -> None:
        """Ring the sample in this row of a set; None: none is looked at."""
        chosen = None if part is None else (part, row)
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    @property
    def chosen(self) -> tuple[str, int] | None:
        """The sample that has a ring, as its set and its row there."""
        return self._chosen

    def map_rect(self) -> QRectF:
        """Where the map lies: a square at the top, or for curves all there is."""
        room = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        if self._face is not None and self._face.is_curve:
            return room
        side = min(room.width(), room.height())
        return QRectF(room.left() + (room.width() - side) / 2, room.top(), side, side)

    def point_position(self, part: str, index: int) -> QPointF:
        """Where a sample lies in the widget, by its place among those that are shown of its set."""
        assert self._face is not None
        points = next(each for each in self._face.reading.parts if each.part == part)
        return QPointF(*self._positions(points)[index].tolist())

    def points_of(self, point: Point) -> PlanePoints | None:
        """The samples that a point is one of; None if it isn't there any more."""
        parts = () if self._face is None or self.is_stale else self._face.reading.parts
        place, index = point
        return parts[place] if place < len(parts) and index < len(parts[place].rows) else None

    def nearest(self, position: QPointF, *, reach: float = float("inf")) -> Point | None:
        """The sample that lies nearest to a position, no farther than ``reach``."""
        best: tuple[float, Point] | None = None
        for place, points in enumerate(self._parts()):
            away = np.hypot(*(self._positions(points) - (position.x(), position.y())).T)
            index = int(np.argmin(away))
            if away[index] <= reach and (best is None or away[index] < best[0]):
                best = float(away[index]), (place, index)
        return None if best is None else best[1]

    def _parts(self) -> tuple[PlaneSamples, ...]:
        """The sets whose samples are drawn: beside a curve that targets aren't held against there are none."""
        face = self._face
        if face is None or (face.is_curve and not face.is_outputs):
            return ()
        return self._samples if self.is_stale else face.reading.parts

    def _positions(self, points: PlaneSamples) -> FloatArray:
        assert self._face is not None
        room = self.map_rect()
        return place_of(self._face, points) * (room.width(), room.height()) + (room.left(), room.top())

    def _hover(self, point: Point | None) -> None:
        if point != self._hovered:
            self._hovered = point
            self.point_hovered.emit(point)
            self.update()

    def _walk(self, step: tuple[float, float]) -> None:
        """Go to the nearest sample in a direction, straight ahead rather than aside."""
        parts = self._parts()
        if not parts:
            return
        here = self._hovered
        if here is None:
            self._go_to((0, 0))
            return
        at = self._positions(parts[here[0]])[here[1]]
        best: tuple[float, Point] | None = None
        for place, points in enumerate(parts):
            away = self._positions(points) - at
            ahead = away @ np.array(step)
            aside = np.abs(away @ np.array(step[::-1]))
            cost = np.where(ahead > 0.5, ahead + 2.0 * aside, np.inf)
            index = int(np.argmin(cost))
            if np.isfinite(cost[index]) and (best is None or cost[index] < best[0]):
                best = float(cost[index]), (place, index)
        if best is not None:
            self._go_to(best[1])

    def _go_to(self, point: Point) -> None:
        self._hover(point)
        points, face = self.points_of(point), self._face
        if points is not None and face is not None:
            announce(self, point_words(face.reading, points, point[1], face.shown))

    @override
    def spoken(self) -> str:
        return "" if self._face is None else summary(self._face.reading, self._face.shown)

    # Painting

    def _marks_picture(self, face: Face, theme: Theme) -> QPixmap:
        """The samples, drawn anew only where they, their places or their colours are others."""
        assert self._output_scale is not None
        ratio = self.devicePixelRatioF()
        key = (
            self._data if self.is_stale else face.reading.data,
            face.is_curve,
            face.shown if face.is_curve or not face.reading.data.class_names else None,
            face.scale if face.is_curve else None,
            self._output_scale,
            self.size().toTuple(),
            theme.name,
            ratio,
        )
        if self._marks is None or key != self._marks_key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            with QPainter(picture) as painter:
                self._draw_points(painter, face)
            self._marks, self._marks_key = picture, key
        return self._marks

    def _half_size(self) -> float:
        room = self.map_rect()
        count = sum(len(points.rows) for points in self._parts())
        return half_size(count, min(room.width(), room.height()))

    def _draw_points(self, painter: QPainter, face: Face) -> None:
        assert self._output_scale is not None
        parts = self._parts()
        half = self._half_size()
        # Those of the training set lie above the others.
        for points in sorted(parts, key=lambda each: each.part == "train"):
            labels = [0] * len(points.rows) if points.labels is None else points.labels.tolist()
            fills = fills_of(face, points, self._output_scale, current_theme())
            draw_marks(painter, self._positions(points), labels, fills, half=half)

    def _draw_map(self, painter: QPainter, face: Face, room: QRectF, theme: Theme) -> None:
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, self._image)
        ends = face.line.reshape(-1, 2) * (room.width(), room.height()) + (room.left(), room.top())
        drawn = [QLineF(*each) for each in ends.reshape(-1, 4).tolist()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # On every colour of the map; what parts classes is bolder than what only halves a neuron's range.
        rim, core = (3.0, 1.4) if face.is_outputs and face.reading.data.class_names else (2.2, 0.9)
        for colour, width in ((theme.panel, rim), (theme.text, core)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLines(drawn)

    def _draw_ground(self, painter: QPainter, face: Face, room: QRectF, theme: Theme) -> None:
        """What is below curves: the ends of their scale, and its middle as a line."""
        painter.fillRect(room, theme.field)
        painter.setFont(fonts.secondary_font())
        height = painter.fontMetrics().height()
        for value in (*face.scale.ends, face.scale.middle):
            y = room.top() + room.height() * float(height_of(value, face.scale))
            if value == face.scale.middle:
                painter.setPen(QPen(theme.line, 1.0))
                painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(theme.secondary)
            top = min(max(y - height / 2, room.top()), room.bottom() - height)
            place = QRectF(room.left() + 4.0, top, room.width() - 8.0, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, significant(value))

    def _draw_curves(self, painter: QPainter, face: Face, room: QRectF, theme: Theme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        curves = face.curves * (room.width(), room.height()) + (room.left(), room.top())
        order = [index for index in range(len(curves)) if index != face.bold] + [face.bold]
        for index in order:
            is_meant = index == face.bold
            painter.setPen(QPen(theme.accent if is_meant else theme.outline, 2.2 if is_meant else 1.0))
            points = curves[index][np.isfinite(curves[index]).all(axis=1)]
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))

    def _draw_ring(self, painter: QPainter, at: QPointF, colour: QColor, theme: Theme) -> None:
        reach = self._half_size() + _CLEAR
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for each, width in ((theme.panel, _RING + 2.5), (colour, _RING)):
            painter.setPen(QPen(each, width))
            painter.drawEllipse(at, reach, reach)

    def _draw_rings(self, painter: QPainter, theme: Theme) -> None:
        parts = self._parts()
        for points in parts:
            if self._chosen is not None and self._chosen[0] == points.part:
                index = points.place_of(self._chosen[1])
                if index is not None:
                    at = QPointF(*self._positions(points)[index].tolist())
                    self._draw_ring(painter, at, theme.accent, theme)
        if self._hovered is not None and self._hovered[0] < len(parts):
            points = parts[self._hovered[0]]
            at = QPointF(*self._positions(points)[self._hovered[1]].tolist())
            self._draw_ring(painter, at, theme.text, theme)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    # Events

    @override
    @guard(returns=QSize(150, 150))
    def minimumSizeHint(self) -> QSize:
        return QSize(150, 150)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        face, theme, room = self._face, current_theme(), self.map_rect()
        if face is None:
            return
        with QPainter(self) as painter:
            if face.is_curve:
                self._draw_ground(painter, face, room, theme)
            else:
                self._draw_map(painter, face, room, theme)
            painter.drawPixmap(0, 0, self._marks_picture(face, theme))
            if face.is_curve:
                self._draw_curves(painter, face, room, theme)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.line, 1.0))
            painter.drawRect(room.adjusted(-0.5, -0.5, 0.5, 0.5))
            self._draw_rings(painter, theme)

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        room, at = self.map_rect(), event.position()
        inside = room.contains(at)
        point = self.nearest(at, reach=REACH) if inside else None
        self.setCursor(Qt.CursorShape.ArrowCursor if point is None else Qt.CursorShape.PointingHandCursor)
        self._hover(point)
        is_place = inside and point is None
        place = ((at.x() - room.left()) / room.width(), (at.y() - room.top()) / room.height())
        self.place_hovered.emit(place if is_place else None)

    @override
    @guard
    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(None)
        self.place_hovered.emit(None)

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.map_rect().contains(event.position()):
            point = self.nearest(event.position())
            if point is not None:
                self.point_taken.emit(point)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._hovered:
            self.point_taken.emit(self._hovered)
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.underMouse():
            self._hover(None)
