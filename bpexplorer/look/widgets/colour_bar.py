"""The legend of a colour scale: its colours, its bounds, what its ends mean, and its mode in words."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.colours import ColourScale, to_argb
from bpexplorer.look.numbers import count, significant
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.translation import tr

#: Between the parts of what is said of a scale.
BETWEEN = " · "


class ColourBar(QWidget):
    """A scale as a bar, with what lies between its ends marked: 0, or what is halfway.

    Parameters
    ----------
    low, high : str
        What the ends mean, such as ``z too low`` and ``z too high``; their bounds and signs stand beside
        them.
    note : str
        What is shown on this scale, in parts with `BETWEEN` between them, the most important first; the mode
        follows. Parts that have no room are left out, and stand in the tooltip.
    """

    BAR_HEIGHT = 9

    def __init__(
        self,
        scale: ColourScale,
        *,
        low: str = "",
        high: str = "",
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._low, self._high, self._note = low, high, note
        self._clipped = 0
        self._marker: float | None = None
        self.setFont(fonts.secondary_font())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._describe()

    @property
    def scale(self) -> ColourScale:
        return self._scale

    def set_scale(self, scale: ColourScale, *, clipped: int = 0) -> None:
        """Show another scale, and how many cells lie beyond it now."""
        if (scale, clipped) != (self._scale, self._clipped):
            self._scale, self._clipped = scale, clipped
            self._describe()

    def set_words(self, *, low: str, high: str, note: str) -> None:
        """Say what the ends mean and what is shown."""
        if (low, high, note) != (self._low, self._high, self._note):
            self._low, self._high, self._note = low, high, note
            self._describe()

    def set_marker(self, value: float | None) -> None:
        """Mark where a value lies, the one under the mouse for instance."""
        if value != self._marker:
            self._marker = value
            self.update()

    def low_text(self) -> str:
        """Give the words at the left end: the bound with its sign, then the meaning."""
        return f"{self._bounds()[0]} {self._low}".strip()

    def high_text(self) -> str:
        """Give the words at the right end."""
        return f"{self._high} {self._bounds()[1]}".strip()

    def note_text(self) -> str:
        """Give the words between: what is shown, the mode, and how many cells clip."""
        parts = [self._note, tr("linear") if self._scale.mode == "linear" else tr("logarithmic")]
        if self._clipped:
            parts.append(tr("{clipped} off the scale", clipped=count(self._clipped)))
        return BETWEEN.join(part for part in parts if part)

    def shown_note(self) -> str:
        """Give as many whole parts of these words as there is room for."""
        metrics, width = self.fontMetrics(), self.width()
        shown, *rest = self.note_text().split(BETWEEN)
        for part in rest:
            if metrics.horizontalAdvance(longer := f"{shown}{BETWEEN}{part}") <= width:
                shown = longer
        if metrics.horizontalAdvance(shown) <= width:
            return shown
        return metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)

    def ends(self) -> tuple[str, str]:
        """Give what stands below the ends: the bounds, with their meanings if there is room."""
        if self._width_of(self.low_text(), self.high_text()) <= self.width():
            return self.low_text(), self.high_text()
        return self._bounds()

    def _bounds(self) -> tuple[str, str]:
        low, high = self._scale.ends
        return significant(low), significant(high, plus=low < 0.0)

    def middle_text(self) -> str:
        """Give what stands below the middle."""
        return significant(self._scale.middle)

    def _width_of(self, low: str, high: str) -> int:
        """The width at which the ends and the 0 in the middle keep apart."""
        advance = self.fontMetrics().horizontalAdvance
        return 2 * max(advance(low), advance(high)) + advance(f"  {self.middle_text()}  ")

    def _describe(self) -> None:
        self.setAccessibleName(
            tr(
                "Colour scale: {low_text}, {middle_text}, {high_text}. {note_text}",
                low_text=self.low_text(),
                middle_text=self.middle_text(),
                high_text=self.high_text(),
                note_text=self.note_text(),
            )
        )
        self.setToolTip(f"{self.low_text()}, {self.high_text()}\n{self.note_text()}")
        self.updateGeometry()
        self.update()

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(200, 40))
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(250, self.BAR_HEIGHT + 4 + 2 * line)

    @override
    @guard(returns=QSize(120, 40))
    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(*self._bounds()), self.sizeHint().height())

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        bar = QRectF(0.0, 1.0, self.width(), self.BAR_HEIGHT)
        self._paint_bar(painter, bar, theme)
        line = self.fontMetrics().height()
        words = QRectF(0.0, bar.bottom() + 2.0, self.width(), line)
        align = Qt.AlignmentFlag
        painter.setPen(theme.secondary)
        low, high = self.ends()
        painter.drawText(words, align.AlignLeft, low)
        middle = self._middle_at()
        if middle is not None:
            around = QRectF(middle - bar.width() / 2, words.top(), bar.width(), line)
            painter.drawText(around, align.AlignHCenter, self.middle_text())
        painter.drawText(words, align.AlignRight, high)
        painter.drawText(words.translated(0.0, line), align.AlignLeft, self.shown_note())

    def _middle_at(self) -> float | None:
        """Where the middle value lies along the bar; None where its words would run into those of an end."""
        place = self.width() * (0.5 + 0.5 * float(self._scale.normalised(self._scale.middle)))
        half = self.fontMetrics().horizontalAdvance(f" {self.middle_text()} ") / 2
        low, high = (self.fontMetrics().horizontalAdvance(text) for text in self.ends())
        return place if low <= place - half and place + half <= self.width() - high else None

    def _paint_bar(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        row = np.ascontiguousarray(to_argb(self._scale.lut(theme))[np.newaxis, :])
        image = QImage(row.data, row.shape[1], 1, QImage.Format.Format_RGB32)
        painter.drawImage(bar, image)
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._marker is None or not np.isfinite(self._marker):
            return
        x = bar.left() + bar.width() * (0.5 + 0.5 * float(self._scale.normalised(self._marker)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.text)
        painter.setPen(QPen(theme.panel, 1.0))
        top = bar.top() - 1.0
        painter.drawPolygon(QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 6)]))
