"""Slices of the cost: a curve over η with its tangent, the run's own η, and what random directions would do."""

from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.slices import SliceReading
from bpexplorer.guard import guard
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.cost.curves import LARGEST
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.plots.told import ToldPlot
from bpexplorer.panels.slices import words
from bpexplorer.translation import tr

_CURVE: Final = LineStyle(lambda theme: theme.train)
_TANGENT: Final = LineStyle(lambda theme: theme.secondary, dashes=(4.0, 3.0))
_RATE: Final = LineStyle(lambda theme: theme.accent)
_LINES: Final = (
    LegendEntry(_CURVE, tr("C along −∇C"), tr("C after a step of −η∇C, for many η.")),
    LegendEntry(_TANGENT, tr("tangent"), tr("C − η‖∇C‖²: what the gradient promises.")),
    LegendEntry(_RATE, tr("your η"), tr("The learning rate of the next step.")),
)
_DOTS: Final = LegendEntry(
    LineStyle(lambda theme: theme.outline, dashes=(1.0, 1.0)),
    tr("random directions"),
    tr("C after a change of length 1 in a random direction: drawn where −∇C has that length."),
    height=5.0,
)


class SlicesPanel(Panel):
    """Draws the readings it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("slices_panel", tr("Slices of the cost"), parent)
        self._reading: SliceReading | None = None
        shown = ToldPlot(self)
        self._plot = Plot(shown)
        self._plot.set_name(tr("C along −∇C over η"))
        self._plot.set_names("η", tr("cost C"), short_y="C")
        self._curve = self._plot.add_line(_CURVE, z=3.0)
        self._tangent = self._plot.add_line(_TANGENT, z=1.0)
        self._rate = self._plot.add_line(_RATE, z=2.0)
        self._best: Any = pg.ScatterPlotItem(pxMode=True, size=10, symbol="d")
        self._random: Any = pg.ScatterPlotItem(pxMode=True, size=5, pen=None)
        for z, item in ((20, self._best), (10, self._random)):
            item.setZValue(z)
            self._plot.add_item(item)
        self._legend = Legend(shown)
        self._sentence = label("slices_sentence", shown)
        empty = EmptyState(
            tr("No slices yet"),
            tr("C of the training set along −∇C, over η. Appears once the network has been evaluated."),
            parent=self,
        )
        shown.hold(self._plot, (self._legend, self._sentence))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(empty)
        self._pages.addWidget(shown)
        self._plot.pointed.connect(self._on_plot_pointed)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._recolour(current_theme())

    @override
    def show_reading(self, reading: SliceReading | None) -> None:
        if reading is None:
            return
        self._reading = reading
        drawn = np.isfinite(reading.costs) & (np.abs(reading.costs) < LARGEST)
        self._curve.set_points(reading.rates[drawn], reading.costs[drawn])
        self._sentence.setText(" ".join(words.sentences(reading)))
        if drawn.any():
            self._draw(reading, reading.costs[drawn])
        self._pages.setCurrentIndex(1)
        self._tell_note(words.title(reading))

    def _draw(self, reading: SliceReading, costs: np.ndarray) -> None:
        low, high = float(costs.min()), float(costs.max())
        # At a distance of length 1, where −η∇C has it.
        norm = reading.gradient_norm
        at = 1.0 / norm if norm > 0.0 else 0.0
        random = reading.cost + reading.random_changes
        random = random[np.isfinite(random) & (np.abs(random) < LARGEST)]
        within = 0.0 < at <= float(reading.rates[-1])
        self._legend.set_entries((*_LINES, _DOTS) if within and len(random) else _LINES)
        self._random.setData(np.full(len(random), at) if within else [], random if within else [])
        if within and len(random):
            low, high = min(low, float(random.min())), max(high, float(random.max()))
        lowest = abs(reading.cost_at_best) < LARGEST
        self._best.setData([reading.best] if lowest else [], [reading.cost_at_best] if lowest else [])
        room = max(high - low, 1e-12 * abs(high)) or 1.0
        # The tangent may leave the picture, or it would flatten the curve.
        tangent = reading.tangent
        inside = (np.abs(tangent) < LARGEST) & (tangent > low - room)
        self._tangent.set_points(reading.rates[inside], tangent[inside])
        self._rate.set_points(np.full(2, reading.rate), np.array([low - room, high + room]))
        self._plot.follow((0.0, float(reading.rates[-1])), (low - 0.08 * room, high + 0.08 * room))

    @override
    def clear(self) -> None:
        self._reading = None
        self._pages.setCurrentIndex(0)
        self._tell_note("")

    def _recolour(self, theme: Theme) -> None:
        self._best.setPen(pg.mkPen(theme.good, width=1.5))
        self._best.setBrush(pg.mkBrush(theme.panel))
        self._random.setBrush(pg.mkBrush(theme.outline))

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._recolour(theme)

    @guard
    def _on_plot_pointed(self, point: QPointF | None) -> None:
        reading = self._reading
        if reading is None or point is None:
            self._plot.hide_crosshair()
            return
        place = int(np.abs(reading.rates - point.x()).argmin())
        x, y = float(reading.rates[place]), float(reading.costs[place])
        self._plot.show_crosshair(x, [(x, y, current_theme().train)], words.point_words(reading, place))
