"""The large map to draw on: points by mouse and keys, shown while a stroke lasts, asked for when it ends."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.access.speech import announce
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.plane.strokes import Place, Sample
from bpexplorer.panels.plane.view import REACH, STEPS, PlaneView
from bpexplorer.panels.plane.words import place_words
from bpexplorer.panels.shared.plots.marks import draw_mark, shape
from bpexplorer.translation import tr

#: How far apart the points of a stroke lie, in logical pixels.
SPACING = 14.0
#: How far an arrow key goes, as a share of the map.
_STEP = 0.025
_ADDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

#: How a mark looks: its shape by class, and its colour.
Ink = tuple[int, QColor]


@dataclass(slots=True)
class Pen:
    """A stroke while it lasts: places of the unit square to add points at, or samples that it rubs out.

    ``is_other`` is set with Shift: then points are of the other class.
    """

    erases: bool
    is_other: bool
    places: list[Place] = field(default_factory=list)
    gone: list[Sample] = field(default_factory=list)


class DrawablePlane(PlaneView):
    """A plane whose samples can be drawn, while ``draws`` is on; otherwise they are selected."""

    #: Pen: a stroke has ended.
    stroke_drawn = Signal(object)
    #: The number of a class that a key chooses.
    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        # Qt sends events from within the constructor.
        self._draws = False
        self._pen: Pen | None = None
        super().__init__(parent)
        self._inks: tuple[Ink, Ink] | None = None
        #: Where keys have come to.
        self._cursor: Place | None = None
        self._usual = self.toolTip(), self.accessibleDescription()

    @property
    def draws(self) -> bool:
        """Whether it draws."""
        return self._draws

    @property
    def cursor_place(self) -> Place | None:
        """Where keys have come to, in the unit square."""
        return self._cursor

    def set_drawing(self, draws: bool) -> None:
        """Draw from now on, or select."""
        if draws == self._draws:
            return
        self._draws, self._pen, self._cursor = draws, None, None
        tip, said = self._usual
        if draws:
            tip = tr(
                "Click to add a point, with Shift one of the next class. Drag to add several. A right click "
                "removes the point under the mouse, a drag with it several. Esc drops a stroke."
            )
            said = tr(
                "Arrow keys move the cross, Return adds a point there, with Shift one of the next class, Delete "
                "removes the nearest one. A number chooses a class."
            )
        self.setToolTip(tip)
        self.setAccessibleDescription(said)
        self.setCursor(Qt.CursorShape.CrossCursor if draws else Qt.CursorShape.ArrowCursor)
        self._hover(None)
        self.update()

    def set_inks(self, chosen: Ink, other: Ink) -> None:
        """How points look that are drawn, and those with Shift."""
        self._inks = chosen, other
        self.update()

    # A stroke

    def _place_at(self, position: QPointF) -> Place:
        """The place of the unit square that is nearest to a position."""
        room = self.map_rect()
        across = (position.x() - room.left()) / room.width()
        down = (position.y() - room.top()) / room.height()
        return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)

    def _position_of(self, place: Place) -> QPointF:
        room = self.map_rect()
        return QPointF(room.left() + place[0] * room.width(), room.top() + place[1] * room.height())

    def _go_on(self, position: QPointF) -> None:
        """Let the stroke reach this position: nothing of the way there is left out, however fast the mouse was."""
        pen = self._pen
        assert pen is not None
        if pen.erases:
            self._rub_out(position, pen)
            return
        if pen.places:
            last = self._position_of(pen.places[-1])
            way = QLineF(last, position)
            for number in range(1, int(way.length() / SPACING) + 1):
                pen.places.append(self._place_at(way.pointAt(number * SPACING / way.length())))
        else:
            pen.places.append(self._place_at(position))

    def _rub_out(self, position: QPointF, pen: Pen) -> None:
        found = self._sample_at(position, pen.gone)
        if found is not None:
            pen.gone.append(found)

    def _sample_at(self, position: QPointF, but: list[Sample]) -> Sample | None:
        """The sample under a position that isn't rubbed out yet."""
        best: tuple[float, Sample] | None = None
        for points in self._parts():
            away = np.hypot(*(self._positions(points) - (position.x(), position.y())).T)
            for index in np.flatnonzero(away <= REACH).tolist():
                sample = points.part, int(points.rows[index])
                if sample not in but and (best is None or away[index] < best[0]):
                    best = float(away[index]), sample
        return None if best is None else best[1]

    def _end(self) -> None:
        pen, self._pen = self._pen, None
        self.update()
        if pen is not None and (pen.places or pen.gone):
            self.stroke_drawn.emit(pen)

    # Events

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        # Keys that draw here mean something else in the rest of the window.
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if self._draws and is_override and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        """Whether a key draws now."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self._pen is not None
        return key in STEPS or key in _ADDS or key in _REMOVES or Qt.Key.Key_1 <= key <= Qt.Key.Key_9

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._draws or self._face is None:
            super().mousePressEvent(event)
            return
        button = event.button()
        is_first = self._pen is None and self.map_rect().contains(event.position())
        if is_first and button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            is_other = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._pen = Pen(erases=button == Qt.MouseButton.RightButton, is_other=is_other)
            self._cursor = None
            self._go_on(event.position())
            self.update()

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._draws:
            self.setCursor(Qt.CursorShape.CrossCursor)
        if self._pen is not None:
            self._go_on(event.position())
            self.update()

    @override
    @guard
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pen = self._pen
        if pen is not None and pen.erases == (event.button() == Qt.MouseButton.RightButton):
            self._end()

    @override
    @guard
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._draws:
            event.accept()
        else:
            super().contextMenuEvent(event)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._draws and self._face is not None and self._is_mine(event):
            self._take_key(event)
        else:
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> None:
        """Draw by a key."""
        key = Qt.Key(event.key())
        is_other = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        here = self._cursor or (0.5, 0.5)
        if key == Qt.Key.Key_Escape:
            self._pen = None
        elif key in STEPS:
            across, down = STEPS[key]
            self._cursor = self._place_at(
                self._position_of((here[0] + _STEP * across, here[1] + _STEP * down))
            )
            self.place_hovered.emit(self._cursor)
            announce(self, self._cursor_words())
        elif key in _ADDS:
            self._cursor = here
            self._pen = Pen(erases=False, is_other=is_other, places=[here])
            self._end()
        elif key in _REMOVES:
            self._pen = Pen(erases=True, is_other=False)
            self._rub_out(self._position_of(here), self._pen)
            self._end()
        else:
            self.class_chosen.emit(int(key) - int(Qt.Key.Key_1))
        self.update()

    def _cursor_words(self) -> str:
        assert self._face is not None
        assert self._cursor is not None
        return place_words(self._face.reading, self._cursor, self._face.shown)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._cursor = None
        super().focusOutEvent(event)

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._face is None or (self._pen is None and self._cursor is None):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._pen is not None:
                self._draw_stroke(painter, self._pen)
            if self._cursor is not None:
                self._draw_cross(painter, self._position_of(self._cursor))

    def _draw_stroke(self, painter: QPainter, pen: Pen) -> None:
        half = self._half_size()
        if self._inks is not None:
            label, fill = self._inks[pen.is_other]
            path = shape(label, half)
            for place in pen.places:
                draw_mark(painter, path, self._position_of(place), fill)
        theme = current_theme()
        for points in self._parts():
            positions = self._positions(points)
            for part, row in pen.gone:
                index = points.place_of(row) if part == points.part else None
                if index is not None:
                    at, reach = QPointF(*positions[index].tolist()), half + 2.0
                    painter.setBrush(theme.panel)
                    painter.setPen(QPen(theme.text, 1.5))
                    painter.drawEllipse(at, reach, reach)
                    painter.drawLine(at - QPointF(half, half), at + QPointF(half, half))
                    painter.drawLine(at - QPointF(half, -half), at + QPointF(half, -half))

    def _draw_cross(self, painter: QPainter, at: QPointF) -> None:
        theme, room = current_theme(), QRectF(self.map_rect())
        for colour, width in ((theme.panel, 3.0), (theme.text, 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(room.left(), at.y()), QPointF(room.right(), at.y()))
            painter.drawLine(QPointF(at.x(), room.top()), QPointF(at.x(), room.bottom()))
