"""A lesson as a row that can be chosen: its title, and how long it is or how far one has got."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.lessons.card.wrapped import WrappedButton
from bpexplorer.lessons.catalogue import Offered
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import RADIUS
from bpexplorer.look.theme import current_theme

_WRAP = int(Qt.TextFlag.TextWordWrap)
_INSIDE, _GAP = 8, 2
_ENDLESS = 1 << 14
#: From this width on how long it is stands at the right of the title, else below.
_BESIDE = 620


class LessonRow(WrappedButton):
    """Pressing it is its choice."""

    def __init__(self, offered: Offered, *, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.setText(offered.title)
        self.setAccessibleName(offered.title)
        self.show_offered(offered)

    def show_offered(self, offered: Offered) -> None:
        """Show how the same lesson stands now."""
        self.offered = offered
        self.setAccessibleDescription(offered.details)
        self.updateGeometry()
        self.update()

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Where title and details stand."""
        bold, small = QFontMetrics(fonts.text_font(bold=True)), QFontMetrics(fonts.secondary_font())
        room = QRect(_INSIDE, _INSIDE, max(1, width - 2 * _INSIDE), _ENDLESS)
        if width >= _BESIDE:
            taken = small.horizontalAdvance(self.offered.details)
            title = QRect(room.left(), room.top(), room.width() - taken - 2 * _INSIDE, _ENDLESS)
            title.setHeight(bold.boundingRect(title, _WRAP, self.text()).height())
            return title, QRect(room.right() - taken, room.top(), taken + 1, title.height())
        room.setHeight(bold.boundingRect(room, _WRAP, self.text()).height())
        below = QRect(room.left(), room.bottom() + 1 + _GAP, room.width(), _ENDLESS)
        below.setHeight(small.boundingRect(below, _WRAP, self.offered.details).height())
        return room, below

    @override
    @guard(returns=0)
    def heightForWidth(self, width: int) -> int:
        title, details = self._places(width)
        return max(title.bottom(), details.bottom()) + 1 + _INSIDE

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.accent, 2.0) if self.hasFocus() else QPen(theme.field))
            painter.setBrush(theme.field)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        title, details = self._places(self.width())
        painter.setFont(fonts.text_font(bold=True))
        painter.setPen(theme.text)
        painter.drawText(title, _WRAP, self.text())
        painter.setFont(fonts.secondary_font())
        painter.setPen(theme.accent if self.offered.goes_on else theme.secondary)
        painter.drawText(details, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), self.offered.details)
