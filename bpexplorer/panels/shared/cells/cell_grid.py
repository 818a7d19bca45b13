"""What is painted as cells in rows and columns: where each lies, which is pointed at, and where keys lead."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.access.speech import announce
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.project.table_csv import ValueTable

#: A row and a column.
Place = tuple[int, int]

#: The ring around a cell is never smaller.
RING = 9.0

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CellGrid(Spoken, QWidget):
    """Equal cells, which a subclass paints; says which one is under the mouse, clicked, or gone to by arrow keys."""

    #: (row, column)
    cell_clicked = Signal(int, int)
    #: (row, column), or None when the mouse has left.
    cell_hovered = Signal(object)

    accessible_role = QAccessible.Role.Table

    #: What the mouse looks like over a cell.
    pointer = Qt.CursorShape.PointingHandCursor

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Where the cells lie while they are painted: measured once for all of them.
        self._painted_room: QRectF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def grid(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        raise NotImplementedError

    def grid_rect(self) -> QRectF:
        """Where the cells lie."""
        return QRectF(self.rect())

    def current_cell(self) -> Place:
        """Where arrow keys go on from; row -1 is above the first."""
        raise NotImplementedError

    def go_to(self, cell: Place) -> None:
        """Do what an arrow key that leads to a cell does."""
        raise NotImplementedError

    def words_of(self, cell: Place) -> str:
        """What a cell is, and what it holds, for those who hear it."""
        raise NotImplementedError

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw everything."""
        raise NotImplementedError

    def content(self) -> ValueTable | None:
        """The cells as a table; None if it is empty, or no table."""
        return None

    def show_theme(self, theme: Theme) -> None:
        """Colour the cells for a theme."""
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        (rows, columns), room = self.grid(), self._painted_room or self.grid_rect()
        width, height = room.width() / columns, room.height() / rows
        return QRectF(room.left() + column * width, room.top() + row * height, width, height)

    def cell_at(self, position: QPointF) -> Place | None:
        """The cell at a position; None outside, or where there are none."""
        (rows, columns), room = self.grid(), self.grid_rect()
        if not rows * columns or not room.contains(position):
            return None
        row = int((position.y() - room.top()) * rows / room.height())
        column = int((position.x() - room.left()) * columns / room.width())
        return min(row, rows - 1), min(column, columns - 1)

    def paint_ring(self, painter: QPainter, around: QRectF, colour: QColor, theme: Theme) -> None:
        """Draw a ring around a cell; at the edge it moves inwards rather than being cut off."""
        width, height = max(around.width(), RING), max(around.height(), RING)
        ring = QRectF(around.center().x() - width / 2, around.center().y() - height / 2, width, height)
        ring.moveLeft(min(max(ring.left(), 1.0), self.width() - width - 1.0))
        ring.moveTop(min(max(ring.top(), 1.0), self.height() - height - 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(theme.panel, 4.0), QPen(colour, 2.0)):
            painter.setPen(pen)
            painter.drawRoundedRect(ring, 2.0, 2.0)

    @override
    def spoken(self) -> str:
        (rows, columns), (row, column) = self.grid(), self.current_cell()
        return self.words_of((row, column)) if 0 <= row < rows and 0 <= column < columns else ""

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current_theme().accent, 1.0))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self.show_theme(theme)

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if cell is None else self.pointer)
        self.cell_hovered.emit(cell)

    @override
    @guard
    def leaveEvent(self, _event: QEvent) -> None:
        self.cell_hovered.emit(None)

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.cell_clicked.emit(*cell)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, (rows, columns) = _STEPS.get(Qt.Key(event.key())), self.grid()
        if step is None or not rows * columns:
            super().keyPressEvent(event)
            return
        row, column = self.current_cell()
        cell = min(max(row + step[0], 0), rows - 1), min(max(column + step[1], 0), columns - 1)
        self.go_to(cell)
        announce(self, self.words_of(cell))

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        self._painted_room = self.grid_rect()
        try:
            with QPainter(self) as painter:
                self.paint(painter, current_theme())
                if self.hasFocus():
                    self._paint_focus(painter)
        finally:
            self._painted_room = None
