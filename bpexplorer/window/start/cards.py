"""A card to begin with: a still, a name, and what it is for in a sentence or two."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import CARD_RADIUS, PADDING, Ink
from bpexplorer.look.theme import current_theme
from bpexplorer.window.start.beginnings import Face
from bpexplorer.window.start.stills import Drawn

STILL_HEIGHT = 96
_GAP = 4
_WRAP = int(Qt.TextFlag.TextWordWrap)
#: Far more than a card is high.
_ENDLESS = 1 << 14


@dataclass(frozen=True, slots=True)
class State:
    """How a card is drawn: ``marked`` with an edge in the accent colour, the thicker if it has the keyboard too."""

    marked: bool = False
    focused: bool = False
    hovered: bool = False


def height_for(face: Face, width: int) -> int:
    """How high a card of this width must be for all of its words."""
    return _words(face, QRect(0, 0, width, _ENDLESS))[-1][0].bottom() + 1 + PADDING


def draw_card(painter: QPainter, place: QRect, face: Face, drawn: Drawn, state: State, ratio: float) -> None:
    """Draw a card in this place; ``drawn`` is its still."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = 2.0 if state.focused else 1.0
    painter.setPen(QPen(theme.accent if state.marked or state.focused else theme.line, width))
    painter.setBrush(theme.field if state.hovered else theme.panel)
    inset = width / 2
    painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), CARD_RADIUS, CARD_RADIUS)
    still = QRect(place.left() + PADDING, place.top() + PADDING, place.width() - 2 * PADDING, STILL_HEIGHT)
    if still.width() > 0:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(still), 5.0, 5.0)
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(still.topLeft(), drawn.pixmap(still.size(), ratio))
        painter.restore()
    for where, line in _words(face, place):
        painter.setFont(line.font)
        painter.setPen(theme.colors()[line.ink])
        painter.drawText(where, _WRAP, line.text)


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    text: str
    font: QFont
    ink: Ink


def _words(face: Face, place: QRect) -> list[tuple[QRect, _Line]]:
    """Where each text of a card stands, below its still; empty ones nowhere."""
    lines = (
        _Line(face.title, fonts.text_font(fonts.CARD_TITLE, bold=True), "text"),
        _Line(face.text, fonts.text_font(), "secondary"),
        _Line(face.detail, fonts.secondary_font(), "text"),
        _Line(face.remark, fonts.text_font(bold=True), "accent"),
    )
    top, found = place.top() + PADDING + STILL_HEIGHT + 2 * _GAP, []
    for line in lines:
        if line.text:
            room = QRect(place.left() + PADDING, top, max(1, place.width() - 2 * PADDING), _ENDLESS)
            room.setHeight(QFontMetrics(line.font).boundingRect(room, _WRAP, line.text).height())
            found.append((room, line))
            top = room.bottom() + 1 + _GAP
    return found


class PaintedButton(QAbstractButton):
    """A button that paints itself, and is pressed by a click, Space or Return."""

    def __init__(self, text: str, *, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew as the mouse comes and goes

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CardButton(PaintedButton):
    """A card that is a button: a click, Space or Return is its choice."""

    def __init__(self, face: Face, *, name: str, is_primary: bool, parent: QWidget) -> None:
        super().__init__(face.title, name=name, parent=parent)
        self.face, self._is_primary = face, is_primary
        self._drawn = Drawn(face.still)
        self.setAccessibleName(face.title)
        self.setAccessibleDescription(" ".join(filter(None, (face.text, face.detail, face.remark))))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(220, height_for(self.face, 220))

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, STILL_HEIGHT)

    @override
    @guard(returns=True)
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    @guard(returns=0)
    def heightForWidth(self, width: int) -> int:
        return height_for(self.face, width)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        state = State(self._is_primary, self.hasFocus(), self.underMouse())
        draw_card(QPainter(self), self.rect(), self.face, self._drawn, state, self.devicePixelRatioF())
