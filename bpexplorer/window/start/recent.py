"""The recent files on the start page: what there is to say of each file, and its row."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QRect, QRectF, QSize, Qt, QTime
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import PADDING, RADIUS
from bpexplorer.look.theme import current_theme
from bpexplorer.translation import tr
from bpexplorer.window.start.cards import PaintedButton

MISSING = tr("Not found")
_ROW_HEIGHT = 34
#: The part of a row that a long name may take, before its folder.
_NAME_SHARE = 0.45


def look_at(paths: Sequence[Path]) -> Mapping[Path, float | None]:
    """When each file was written last, in seconds; None for one that isn't there. It may have to wait for a disk."""
    return {path: _written(path) for path in paths}


def _written(path: Path) -> float | None:
    try:
        return path.stat().st_mtime if path.is_file() else None
    except OSError:
        return None


def when_words(written: float, now: float) -> str:
    """When that was: ``today, 14:05``, ``yesterday, 9:30``, else the date."""
    then, today = datetime.fromtimestamp(written), datetime.fromtimestamp(now).date()
    english = QLocale(QLocale.Language.English)
    if then.date() in (today, today - timedelta(days=1)):
        time = english.toString(QTime(then.hour, then.minute), "H:mm")
        return tr("today, {time}", time=time) if then.date() == today else tr("yesterday, {time}", time=time)
    return english.toString(QDate(then.year, then.month, then.day), "d MMMM yyyy")


def folder_words(path: Path, home: Path) -> str:
    """The folder of a file, with ~ for the user's own."""
    folder = path.parent
    if folder.is_relative_to(home):
        return str("~" / folder.relative_to(home))
    return str(folder)


class RecentRow(PaintedButton):
    """A recent file: its name, its folder (shortened in its middle), and when it was written."""

    def __init__(self, path: Path, *, name: str, parent: QWidget) -> None:
        super().__init__(path.name, name=name, parent=parent)
        self.path, self._when = path, ""
        self.setAccessibleName(tr("Open {name}", name=path.name))
        self.setToolTip(str(path))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_written(self, written: float | None, now: float) -> None:
        """Say when the file was written; a missing one (None) can't be opened, which is said instead."""
        self._when = MISSING if written is None else when_words(written, now)
        self.setEnabled(written is not None)
        self.setAccessibleDescription(f"{self._when}; {self.path.parent}")
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(240, round(_ROW_HEIGHT * max(1.0, fonts.dpi_scale())))

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            painter.setPen(QPen(theme.accent, 2.0) if self.hasFocus() else QPen(theme.field))
            painter.setBrush(theme.field)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        inks = (theme.text, theme.secondary) if self.isEnabled() else (theme.disabled, theme.disabled)
        place = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        small = QFontMetrics(fonts.secondary_font())
        when = small.horizontalAdvance(self._when)
        bold = fonts.text_font(bold=True)
        metrics = QFontMetrics(bold)
        most = max(0, round(_NAME_SHARE * place.width()))
        name = metrics.elidedText(self.path.name, Qt.TextElideMode.ElideMiddle, most)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(bold)
        painter.setPen(inks[0])
        painter.drawText(place, middle, name)
        painter.setFont(fonts.secondary_font())
        painter.setPen(inks[1])
        painter.drawText(place, middle | int(Qt.AlignmentFlag.AlignRight), self._when)
        left = place.left() + metrics.horizontalAdvance(name) + PADDING
        room = QRect(left, place.top(), place.right() - when - PADDING - left, place.height())
        if room.width() > 0:
            folder = folder_words(self.path, Path.home())
            painter.drawText(
                room, middle, small.elidedText(folder, Qt.TextElideMode.ElideMiddle, room.width())
            )
