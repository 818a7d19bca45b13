"""The phases as tiles in a row: what is worked out, what is shown, and what is still to come."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.walking import WalkTo
from bpexplorer.document.keys import Where, act_of
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look import fonts, phases
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.key_names import key_name
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr

#: Logical pixels: between tiles, inside one, between its two lines, its corners.
_GAP, _SIDE, _LEADING, _RADIUS = 5.0, 5.0, 1.0, 5.0
#: The words of a tile never have less room than this.
_LEAST: Final = 44.0
#: So that the opening example, with three layers, has all its tiles beside each other at 1440 × 900.
_SYMBOL: Final = 12.0


class PhaseStrip(Spoken, QWidget):
    """One tile a phase. Where there isn't room for all, those around the one that is shown are.

    Keys ask for what the table of keys says (`document.keys`), a click for its tile's phase.
    """

    accessible_role = QAccessible.Role.PageTabList

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phase_strip")
        self.setAccessibleName(tr("Phases"))
        self.setAccessibleDescription(
            tr("Right or Space: next phase; left: the one before; Home: the first.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._walk: PhaseWalk | None = None
        self._symbols: tuple[str, ...] = ()
        self._room: tuple[str, ...] = ()
        self._words = self._waiting = ""
        self._hovered: int | None = None
        self._title_font, self._symbol_font = fonts.text_font(fonts.SECONDARY, bold=True), _symbol_font()
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_walk(
        self,
        walk: PhaseWalk | None,
        symbols: Sequence[str] = (),
        words: str = "",
        *,
        room: Sequence[str] = (),
    ) -> None:
        """Show where the walk stands.

        Parameters
        ----------
        symbols : sequence of str
            What each phase works out.
        words : str
            Said aloud.
        room : sequence of str
            Symbols that tiles keep room for, so that none moves as a number comes; by default those that are shown.
        """
        shown = walk, tuple(symbols), words, tuple(room or symbols)
        if shown != (self._walk, self._symbols, self._words, self._room):
            self._walk, self._symbols, self._words, self._room = shown
            self.update()

    def show_waiting(self, text: str) -> None:
        """Show no walk, but what there would be."""
        self._waiting = text
        self.show_walk(None, (), text)

    @property
    def walk(self) -> PhaseWalk | None:
        """What is shown."""
        return self._walk

    def symbols(self) -> tuple[str, ...]:
        """What stands on the tiles, below their names."""
        return self._symbols

    @override
    def spoken(self) -> str:
        return self._words

    def tile_rect(self, place: int) -> QRectF:
        """Where a phase's tile is; empty if there is no room for it now."""
        return self._tiles().get(place, QRectF())

    def _tiles(self) -> dict[int, QRectF]:
        """Where the tiles are that have room, all of them or those around the phase that is shown."""
        if self._walk is None:
            return {}
        needed = [self._needed_width(place) for place in range(len(self._walk.phases))]
        first = last = self._walk.place
        room = self.width() - needed[first]
        while True:
            # To whichever side there is less so far, and room for one more.
            sides = [(self._walk.place - first, first - 1), (last - self._walk.place, last + 1)]
            fitting = [
                (taken, place)
                for taken, place in sides
                if 0 <= place < len(needed) and needed[place] + _GAP <= room
            ]
            if not fitting:
                break
            place = min(fitting)[1]
            room -= needed[place] + _GAP
            first, last = min(first, place), max(last, place)
        more, left, tiles = max(0.0, room) / (last - first + 1), 0.0, {}
        for place in range(first, last + 1):
            tiles[place] = QRectF(left, 0.0, needed[place] + more, float(self.height()))
            left = tiles[place].right() + _GAP
        return tiles

    def _needed_width(self, place: int) -> float:
        assert self._walk is not None
        titles, symbols = QFontMetricsF(self._title_font), QFontMetricsF(self._symbol_font)
        title = titles.horizontalAdvance(phases.title(self._walk.phases[place]))
        symbol = max(symbols.horizontalAdvance(each[place]) for each in (self._symbols, self._room))
        return max(title, symbol, _LEAST * fonts.dpi_scale()) + 2 * _SIDE

    def _place_at(self, point: QPoint) -> int | None:
        return next((place for place, tile in self._tiles().items() if tile.contains(point)), None)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        lines = QFontMetricsF(self._title_font).height() + QFontMetricsF(self._symbol_font).height()
        return QSize(round(_LEAST * fonts.dpi_scale()) * 6, round(lines + _LEADING + 10.0))

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(round(_LEAST * fonts.dpi_scale()) * 3, self.sizeHint().height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        walk = self._walk
        if walk is None:
            with QPainter(self) as painter:
                painter.setPen(current_theme().secondary)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect(), int(flags), self._waiting)
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, tile in self._tiles().items():
                self._draw_tile(painter, walk, place, tile.adjusted(1.0, 1.0, -1.0, -1.0))

    def _draw_tile(self, painter: QPainter, walk: PhaseWalk, place: int, rect: QRectF) -> None:
        theme = current_theme()
        is_here, is_ahead = place == walk.place, place > walk.place
        pen = QPen(theme.accent if is_here else theme.outline if self._hovered == place else theme.line, 1.0)
        if is_here and self.hasFocus():
            pen.setWidthF(2.0)
        if is_ahead:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.accent_soft if is_here else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        inside = rect.adjusted(_SIDE - 1.0, 4.0, 1.0 - _SIDE, -4.0)
        painter.setFont(self._title_font)
        painter.setPen(theme.accent if is_here else theme.secondary)
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, phases.title(walk.phases[place])
        )
        painter.setFont(self._symbol_font)
        painter.setPen(theme.secondary if is_ahead or place > walk.end else theme.text)
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._symbols[place]
        )

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = act_of(key_name(event), Where.PHASES)
        if isinstance(act, Act):
            self.act_requested.emit(act)
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.act_requested.emit(WalkTo(place))

    @override
    @guard
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._place_at(event.position().toPoint()))

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    @override
    @guard
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(None)
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            if place is not None and self._walk is not None:
                QToolTip.showText(event.globalPos(), wrapped(phases.purpose(self._walk.phases[place])), self)
                return True
        return super().event(event)


def _symbol_font() -> QFont:
    font = QFont("serif")
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setItalic(True)
    font.setPointSizeF(fonts.points(_SYMBOL))
    return font
