"""What the marks on the plane mean: each class's shape with its name, and that hollow ones are of the test set."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.plane.marks import draw_mark, shape

_HALF, _GAP, _BETWEEN = 4.2, 5, 12

#: A shape by its class, how it is filled (None: hollow), and what that means; without a shape it is a remark.
Entry = tuple[int | None, QColor | None, str]


class MarksKey(Spoken, QWidget):
    """Marks with their meanings, from left to right in as many rows as the width asks for."""

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plane_key")
        self.setFont(fonts.secondary_font())
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._entries: tuple[Entry, ...] = ()
        theme_notifier().theme_changed.connect(self._on_theme_changed)

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

    def _places(self, width: int) -> list[QRect]:
        metrics = self.fontMetrics()
        height, x, y = metrics.height() + 2, 0, 0
        places = []
        for mark, _, words in self._entries:
            wide = metrics.horizontalAdvance(words) + 2 + (0 if mark is None else round(2 * _HALF) + 4 + _GAP)
            if x and x + wide > width:
                x, y = 0, y + height
            places.append(QRect(x, y, min(wide, max(width, 1)), height))
            x += wide + _BETWEEN
        return places

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=True)
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    @guard(returns=16)
    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    @override
    @guard(returns=QSize(0, 16))
    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for (mark, fill, words), place in zip(self._entries, self._places(self.width()), strict=True):
                left = place.left()
                if mark is not None:
                    middle = QPoint(round(left + _HALF + 2), place.center().y())
                    draw_mark(painter, shape(mark, _HALF), QPointF(middle), fill)
                    left += round(2 * _HALF) + 4 + _GAP
                painter.setPen(theme.secondary)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                room = QRect(left, place.top(), place.right() - left + 1, place.height())
                text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
