"""A legend that flows above a plot, so that it never covers a curve."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.shared.flowing import FlowingEntries
from bpexplorer.panels.shared.plots.lines import LineStyle, line_pen
from bpexplorer.translation import tr

SWATCH = 18
GAP = 6
BETWEEN = 14


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the plot: how it looks, what it is called, and what it is in a sentence."""

    style: LineStyle
    name: str
    explanation: str = ""
    #: How high the swatch is; a line has 2 pixels.
    height: float = 2.0


class Legend(FlowingEntries):
    """Names beside swatches."""

    between = BETWEEN

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName(tr("Legend"))
        self._entries: tuple[LegendEntry, ...] = ()

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        """What is listed."""
        return self._entries

    @property
    def row_width(self) -> int:
        """How wide it is in one row."""
        places = self.places(1_000_000)
        return places[-1].right() + 1 if places else 0

    def set_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """List these lines."""
        if entries == self._entries:
            return
        names = [entry.name for entry in entries]
        is_laid_out = names == [entry.name for entry in self._entries]
        self._entries = entries
        if not is_laid_out:
            self.setAccessibleDescription(", ".join(names))
            self.updateGeometry()
        self.update()

    @override
    def entry_widths(self) -> list[int]:
        metrics = self.fontMetrics()
        return [SWATCH + GAP + metrics.horizontalAdvance(entry.name) + 2 for entry in self._entries]

    def _entry_at(self, position: QPoint) -> LegendEntry | None:
        for entry, place in zip(self._entries, self.places(self.width()), strict=True):
            if place.contains(position):
                return entry
        return None

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            entry = self._entry_at(event.pos())
            QToolTip.showText(event.globalPos(), entry.explanation or entry.name if entry else "", self)
            return True
        return super().event(event)

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        metrics = QFontMetrics(self.font())
        with QPainter(self) as painter:
            for entry, place in zip(self._entries, self.places(self.width()), strict=True):
                middle = place.center().y() + 0.5
                pen = line_pen(entry.style.colour(theme), dashes=entry.style.dashes, width=entry.height)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(QPointF(place.left(), middle), QPointF(place.left() + SWATCH, middle))
                room = place.adjusted(SWATCH + GAP, 0, 0, 0)
                name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, room.width())
                painter.setPen(theme.secondary)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
