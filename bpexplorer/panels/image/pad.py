"""The sheet that a picture is drawn on, by mouse and keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.data.sheet import Sheet, Spot
from bpexplorer.guard import guard
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.pictures.ink import ink_picture
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

_SMALLEST = 96
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_INKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RUBS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SketchPad(Spoken, QWidget):
    """Draws with the left button, rubs out with the right one; with keys pixel by pixel."""

    accessible_role = QAccessible.Role.Graphic

    #: There is other ink.
    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sketch_pad")
        self.setAccessibleName(tr("Your picture"))
        self.setAccessibleDescription(
            tr(
                "Arrow keys move from pixel to pixel, with Shift they draw on the way; Space draws there, and "
                "Delete rubs out."
            )
        )
        self.setToolTip(tr("Draw with the left button, rub ink out with the right one."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.sheet = Sheet(8, 8)
        self.thickness = 1.0
        self._last: Spot | None = None
        self._rubs = False
        self._cursor: tuple[int, int] | None = None
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def begin(self, shape: tuple[int, int]) -> None:
        """Have an empty sheet of so many rows and columns of pixels."""
        self.sheet = Sheet(*shape)
        self._cursor = self._last = None
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Take all ink away."""
        self.sheet.clear()
        self._last = None
        self.update()

    @property
    def is_drawing(self) -> bool:
        """Whether the hand draws right now."""
        return self._last is not None

    def sheet_rect(self) -> QRectF:
        """Where the sheet lies: as large as it fits, in the middle, at the top."""
        rows, columns = self.sheet.shape
        room = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        pixel = min(room.width() / columns, room.height() / rows)
        left = room.left() + (room.width() - columns * pixel) / 2
        return QRectF(left, room.top(), columns * pixel, rows * pixel)

    def position_of(self, spot: Spot) -> QPointF:
        """Where a spot of the sheet lies in the widget."""
        room, (_, columns) = self.sheet_rect(), self.sheet.shape
        pixel = room.width() / columns
        return QPointF(room.left() + spot[0] * pixel, room.top() + spot[1] * pixel)

    def _spot_at(self, position: QPointF) -> Spot:
        room, (_, columns) = self.sheet_rect(), self.sheet.shape
        pixel = room.width() / columns
        return (position.x() - room.left()) / pixel, (position.y() - room.top()) / pixel

    def _draw_to(self, spot: Spot) -> None:
        self.sheet.draw(self._last or spot, spot, self.thickness, rub=self._rubs)
        self._last = spot
        self.update()
        self.drawn.emit()

    @override
    def spoken(self) -> str:
        if self.sheet.is_blank:
            return tr("No ink yet")
        covered: FloatArray = self.sheet.covered()
        share = round(100 * float(np.mean(covered)))
        return tr("{share} % of the picture is ink", share=share)

    # Events

    @override
    @guard(returns=QSize(_SMALLEST, _SMALLEST))
    def minimumSizeHint(self) -> QSize:
        return QSize(_SMALLEST, _SMALLEST)

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) and self._last is None:
            self._rubs, self._cursor = event.button() == Qt.MouseButton.RightButton, None
            self._draw_to(self._spot_at(event.position()))

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._draw_to(self._spot_at(event.position()))

    @override
    @guard
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._last = None

    @override
    @guard
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button rubs out

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        # Keys that draw here mean something else in the rest of the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            plain = not event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            )
            if plain and (key in _MOVES or key in _INKS or key in _RUBS):
                event.accept()
                return True
        return super().event(event)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, (rows, columns) = Qt.Key(event.key()), self.sheet.shape
        column, row = self._cursor or (columns // 2, rows // 2)
        if key in _MOVES:
            across, down = _MOVES[key]
            to = min(max(column + across, 0), columns - 1), min(max(row + down, 0), rows - 1)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._ink((column, row), to, rub=False)
            self._cursor = to
        elif key in _INKS or key in _RUBS:
            self._cursor = column, row
            self._ink(self._cursor, self._cursor, rub=key in _RUBS)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _ink(self, start: tuple[int, int], end: tuple[int, int], *, rub: bool) -> None:
        first, last = ((column + 0.5, row + 0.5) for column, row in (start, end))
        self.sheet.draw(first, last, self.thickness, rub=rub)
        self.drawn.emit()

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._cursor = None
        super().focusOutEvent(event)
        self.update()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, room = current_theme(), self.sheet_rect()
        with QPainter(self) as painter:
            painter.drawImage(room, ink_picture(self.sheet.covered(), theme, ends=(0.0, 1.0)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent if self.hasFocus() else theme.outline, 1.0))
            painter.drawRect(room.adjusted(-0.5, -0.5, 0.5, 0.5))
            if self._cursor is not None:
                self._draw_cursor(painter, self._cursor, theme.accent)

    def _draw_cursor(self, painter: QPainter, cursor: tuple[int, int], colour: QColor) -> None:
        column, row = cursor
        first, last = self.position_of((column, row)), self.position_of((column + 1, row + 1))
        painter.setPen(QPen(colour, 2.0))
        painter.drawRect(QRectF(first, last))

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()
