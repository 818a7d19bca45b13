"""What each sample of the batch has in the gradient of one weight or bias: bars, and a line at their mean."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.readings.update import ParameterUpdate
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.parameters import parameter_name
from bpexplorer.look.theme import Theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.shared.cells.cell_grid import Place
from bpexplorer.panels.shared.sample_bars import SampleBars
from bpexplorer.panels.update.words import kind_word
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels.
LOWEST, HIGHEST = 34, 96
#: How strong the colour of a bar is, of all that tell a sign.
_INK = 0.65
_MEANING = tr(
    "{share} of each sample of the batch, and dashed their mean. Red, upwards: "
    "raising this {kind} raises C of that sample, so it wants it lower. Blue: it "
    "wants it higher. The longest bar is {longest}. Click to look at that "
    "sample."
)
_WITHOUT_MEAN = tr(
    "{share} of each sample of the batch; their mean is to be worked out. Red, upwards: "
    "raising this {kind} raises C of that sample, so it wants it lower. Blue: it "
    "wants it higher. The longest bar is {longest}. Click to look at that "
    "sample."
)


class ShareBars(SampleBars):
    """Which way each sample wants the weight or bias, and how much."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("update_shares")
        self.setAccessibleName(tr("Parts of the samples in the gradient"))
        self._update: ParameterUpdate | None = None
        self._has_mean = True
        self.setMinimumHeight(round(LOWEST * fonts.dpi_scale()))
        self.setMaximumHeight(round(HIGHEST * fonts.dpi_scale()))

    @property
    def update_shown(self) -> ParameterUpdate | None:
        """What is shown."""
        return self._update

    def show_update(
        self, update: ParameterUpdate | None, rows: IntArray, chosen: int, *, has_mean: bool = True
    ) -> None:
        """Show the samples' parts in the gradient; ``rows`` are their numbers, ``chosen`` is looked at, or −1.

        ``has_mean`` draws their mean, which is the gradient.
        """
        self._update, self._rows, self._chosen, self._has_mean = update, rows, chosen, has_mean
        if update is not None:
            self.setAccessibleName(
                tr(
                    "{heading} of each sample, {parameter_name}",
                    heading=self._heading,
                    parameter_name=parameter_name(update.place),
                )
            )
            longest = numbers.significant(_longest(update.shares[: self.grid()[1]]))
            meaning = _MEANING if has_mean else _WITHOUT_MEAN
            self.setToolTip(
                wrapped(meaning.format(kind=kind_word(update.place), share=self._heading, longest=longest))
            )
        self.update()

    @property
    def _heading(self) -> str:
        return "δ" if self._update is None or self._update.signals is None else "a·δ"

    @override
    def count(self) -> int:
        return 0 if self._update is None else len(self._update.shares)

    @override
    def words_of(self, cell: Place) -> str:
        update, row = self._update, cell[1]
        if update is None:
            return ""
        value = "dropped" if update.dropped[row] else numbers.signed(float(update.shares[row])).strip()
        return tr("no. {row}, {heading} {value}", row=self.number(row), heading=self._heading, value=value)

    @override
    def content(self) -> ValueTable | None:
        update = self._update
        if update is None:
            return None
        signals = [None] * len(update.shares) if update.signals is None else update.signals.tolist()
        body = zip(self._rows.tolist(), signals, update.deltas.tolist(), update.shares.tolist(), strict=True)
        return ValueTable(
            tr("Samples of the batch, {parameter_name}", parameter_name=parameter_name(update.place)),
            ("no.", "a", "δ", "a·δ"),
            tuple(body),
        )

    @override
    def paint(self, painter: QPainter, theme: Theme) -> None:
        update = self._update
        if update is None:
            return
        shares = update.shares[: self.grid()[1]]
        largest = _longest(shares)
        middle, reach = self.height() / 2.0, self.height() / 2.0 - 2.0
        scale = reach / largest if largest else 0.0
        painter.fillRect(QRectF(0.0, round(middle), self.width(), 1.0), theme.line)
        for row, share in enumerate(shares.tolist()):
            if update.dropped[row]:
                self._draw_dropped(painter, QPointF(self.cell_rect(0, row).center().x(), middle), theme)
            elif np.isfinite(share):
                painter.fillRect(self.bar_rect(row, middle, share * scale), _colour(share, theme))
        self.paint_chosen(painter, theme)
        if self._has_mean:
            self.paint_mean(painter, middle - update.gradient * scale, theme)

    def _draw_dropped(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        """Draw ⊘: dropout leaves this sample out."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.secondary, 1.0))
        painter.setBrush(theme.panel)
        painter.drawEllipse(at, 3.5, 3.5)
        painter.drawLine(at + QPointF(-2.5, 2.5), at + QPointF(2.5, -2.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _longest(shares: FloatArray) -> float:
    return float(np.abs(shares[np.isfinite(shares)]).max(initial=0.0))


def _colour(share: float, theme: Theme) -> QColor:
    return SignedScale(1.0).color(_INK if share > 0.0 else -_INK, theme)
