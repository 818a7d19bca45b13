"""A plot and what is said of it, as one body that suits low places and narrow ones."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.panels.shared.forms.form import WrappingRow

#: A place so much wider than high has the words beside the plot.
_WIDE: Final = 1.8
_SPACING: Final = 12
#: Parts of a hundred.
_WORDS: Final = 40


class ToldPlot(WrappingRow):
    """A plot with words below it or, in a place that is much wider than high, at its right.

    Parameters
    ----------
    words_share : int
        How much of the width the words have beside the plot, in per cent.
    """

    def __init__(self, parent: QWidget, *, words_share: int = _WORDS) -> None:
        super().__init__(parent, spacing=_SPACING)
        self._share = words_share

    def hold(self, plot: QWidget, words: Sequence[QWidget]) -> None:
        """Show a plot, which gets the height that the words leave, and these, made with this as their parent."""
        told = QVBoxLayout()
        told.setSpacing(4)
        for each in words:
            told.addWidget(each)
        told.addStretch(1)
        self.box.addWidget(plot, 100 - self._share)
        self.box.addLayout(told, self._share)

    @override
    def width_needed(self) -> int:
        return round(_WIDE * self.height())

    @override
    def _arrange(self) -> None:
        super()._arrange()
        is_beside = self.box.direction() is self.box.Direction.LeftToRight
        spacing = _SPACING if is_beside else 4
        # Qt lays out anew whenever it is told a spacing, the same one too; and this is called whenever it lays out.
        if spacing != self.box.spacing():
            self.box.setSpacing(spacing)
        self.box.setStretch(1, self._share if is_beside else 0)
