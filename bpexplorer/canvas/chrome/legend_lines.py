"""The words of the canvas's legend: whole ones, as many as there is room for, and all of them under the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr

_BETWEEN = " · "
#: From this many letters on one line is enough.
_ONE_LINE = 110


class LegendLines(QWidget):
    """Entries, the most important first: one that has no room is left out, never cut.

    There are one or two lines, by the width alone, so that nothing moves when an entry comes or goes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[str, ...] = ()
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def set_entries(self, entries: Sequence[str]) -> None:
        """Say these."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            whole = _BETWEEN.join(self._entries)
            self.setAccessibleName(tr("Legend: {entries}", entries=whole))
            self.setToolTip(wrapped("\n".join(self._entries)))
            self.update()

    def lines(self) -> list[str]:
        """What is shown in this width: each entry stands in the first line that has room for it."""
        lines = [""] * self._line_count()
        for entry in self._entries:
            for number, line in enumerate(lines):
                longer = f"{line}{_BETWEEN}{entry}" if line else entry
                if self.fontMetrics().horizontalAdvance(longer) <= self.width():
                    lines[number] = longer
                    break
        return lines

    def _line_count(self) -> int:
        return 1 if self.width() >= _ONE_LINE * self.fontMetrics().averageCharWidth() else 2

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._line_count() * self.fontMetrics().height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(current_theme().secondary)
        line = self.fontMetrics().height()
        for number, text in enumerate(self.lines()):
            painter.drawText(0, number * line, self.width(), line, Qt.AlignmentFlag.AlignVCenter, text)

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()
