"""Entries from left to right in as many rows as the width asks for."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.theme import Theme, theme_notifier


class FlowingEntries(QWidget):
    """As high as its entries need; the kinds of it say how wide those are, and paint them."""

    #: Pixels between two entries of a row.
    between = 14

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(fonts.secondary_font())
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def entry_widths(self) -> Iterable[int]:
        """How wide each entry is, where there is room for it."""
        raise NotImplementedError

    def places(self, width: int) -> list[QRect]:
        """Where the entries stand in this width."""
        height, x, y = self.fontMetrics().height() + 2, 0, 0
        places = []
        for each in self.entry_widths():
            wide = min(each, max(width, 1))
            if x and x + wide > width:
                x, y = 0, y + height
            places.append(QRect(x, y, wide, height))
            x += wide + self.between
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
        places = self.places(width)
        return places[-1].bottom() + 1 if places else 0

    @override
    @guard(returns=QSize(0, 16))
    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))
