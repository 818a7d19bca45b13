"""How many rows each class has, as bars with their names and counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr, tr_n

#: So many classes have a bar, the most frequent ones; the others are told of together.
MOST = 10
_ROW, _GAP, _BAR = 20, 8, 6
#: The part of the room that a name may take.
_NAME_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    count: int
    share: float


class ClassBars(Spoken, QWidget):
    """Bars from the most frequent class down. Long names end in “…”; the tooltip has them whole."""

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("data_classes")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._bars: tuple[_Bar, ...] = ()
        self._rest = ""
        self.setFont(fonts.secondary_font())

    @property
    def words(self) -> tuple[str, ...]:
        """What the bars say, a class each."""
        return tuple(
            tr(
                "{name}: {count} rows, {share}",
                name=bar.name,
                count=numbers.count(bar.count),
                share=numbers.percent(bar.share).strip(),
            )
            for bar in self._bars
        )

    def show_classes(self, names: Sequence[str], counts: Sequence[int]) -> None:
        """Show these classes; nothing without any."""
        order = sorted(range(len(names)), key=lambda label: -counts[label])
        total = sum(counts)
        self._bars = tuple(_Bar(names[label], counts[label], counts[label] / total) for label in order[:MOST])
        rest = order[MOST:]
        self._rest = (
            tr_n(
                "{count} class more, with {rows} rows",
                "{count} classes more, with {rows} rows together",
                len(rest),
                rows=numbers.count(sum(counts[label] for label in rest)),
            )
            if rest
            else ""
        )
        self.setAccessibleName(", ".join(self.words))
        self.setVisible(bool(self._bars))
        self.updateGeometry()
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * (len(self._bars) + bool(self._rest)))

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, metrics = current_theme(), QFontMetrics(self.font())
        if not self._bars:
            return
        texts = [(numbers.count(bar.count), numbers.percent(bar.share).strip()) for bar in self._bars]
        widest = [max(metrics.horizontalAdvance(text[at]) for text in texts) for at in range(2)]
        # What is just as wide as its room would be shortened.
        names = 1 + max(metrics.horizontalAdvance(bar.name) for bar in self._bars)
        name_width = min(names, round(self.width() * _NAME_SHARE))
        left = name_width + _GAP
        room = max(0, self.width() - left - sum(widest) - 2 * _GAP)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        right = middle | int(Qt.AlignmentFlag.AlignRight)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, (bar, text) in enumerate(zip(self._bars, texts, strict=True)):
                top = row * _ROW
                painter.setPen(theme.text)
                name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, name_width)
                painter.drawText(QRect(0, top, name_width, _ROW), middle, name)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.outline)
                width = max(2.0, room * bar.share / self._bars[0].share)
                painter.drawRoundedRect(QRectF(left, top + (_ROW - _BAR) / 2, width, _BAR), 2.0, 2.0)
                at = left + room + _GAP
                for each, wide, ink in zip(text, widest, (theme.text, theme.secondary), strict=True):
                    painter.setPen(ink)
                    painter.drawText(QRect(at, top, wide, _ROW), right, each)
                    at += wide + _GAP
            if self._rest:
                painter.setPen(theme.secondary)
                painter.drawText(QRect(0, len(self._bars) * _ROW, self.width(), _ROW), middle, self._rest)

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row = event.pos().y() // _ROW
            if 0 <= row < len(self._bars):
                QToolTip.showText(event.globalPos(), wrapped(self.words[row]), self)
                return True
        return super().event(event)
