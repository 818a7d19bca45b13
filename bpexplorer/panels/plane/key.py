"""What the marks on the plane mean: each class's shape with its name, and that hollow ones are of the test set."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.flowing import FlowingEntries
from bpexplorer.panels.shared.plots.marks import draw_mark, shape

_HALF, _GAP = 4.2, 5
#: What a mark takes before its words.
_MARK = round(2 * _HALF) + 4 + _GAP

#: A shape by its class, how it is filled (None: hollow), and what that means; without a shape it is a remark.
Entry = tuple[int | None, QColor | None, str]


class MarksKey(Spoken, FlowingEntries):
    """Marks with their meanings."""

    accessible_role = QAccessible.Role.StaticText
    between = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane_key")
        self._entries: tuple[Entry, ...] = ()

    @property
    def meanings(self) -> tuple[str, ...]:
        """What is said."""
        return tuple(words for _, _, words in self._entries)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Explain these marks."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(self.meanings))
        self.setToolTip("\n".join(self.meanings))
        self.updateGeometry()
        self.update()

    @override
    def entry_widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [
            metrics.horizontalAdvance(words) + 2 + (0 if mark is None else _MARK)
            for mark, _, words in self._entries
        ]

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for (mark, fill, words), place in zip(self._entries, self.places(self.width()), strict=True):
                left = place.left()
                if mark is not None:
                    middle = QPoint(round(left + _HALF + 2), place.center().y())
                    draw_mark(painter, shape(mark, _HALF), QPointF(middle), fill)
                    left += _MARK
                painter.setPen(theme.secondary)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                room = QRect(left, place.top(), place.right() - left + 1, place.height())
                text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
