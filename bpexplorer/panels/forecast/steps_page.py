"""Each step: predicted and actual on the batch and the training set, and both ratios over time."""

import math
from typing import Final

import numpy as np
from PySide6.QtWidgets import QWidget

from bpexplorer.core.readings.forecast import ForecastReading
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.panels.forecast import words
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.plots.told import ToldPlot
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.panels.update.sparkline import HIGH, LOW
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.translation import tr

_PLOT_HEIGHT: Final = 110
#: The table needs most of a low place, in per cent of its width.
_WORDS: Final = 55
BATCH: Final = LineStyle(lambda theme: theme.accent, dashes=(3.0, 2.0), is_main=True)
TRAINING: Final = LineStyle(lambda theme: theme.train, is_main=True)
_LEVEL: Final = LineStyle(lambda theme: theme.outline)


class StepsPage(ToldPlot):
    """Keeps the ratios of the steps that it is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, words_share=_WORDS)
        self._batch = self._training = RatioTrail()
        self._table = CellTable("forecast_table", tr("Predicted and actual change of C"), self)
        self._sentence = label("forecast_sentence", self)
        self._legend = Legend(self)
        self._legend.set_entries((LegendEntry(BATCH, tr("batch")), LegendEntry(TRAINING, tr("training set"))))
        self._plot = Plot(self)
        self._plot.setObjectName("forecast_plot")
        self._plot.set_name(tr("actual / predicted of each step"))
        self._plot.set_names(tr("step"), tr("actual / predicted"), short_y=tr("ratio"), whole_x=True)
        self._plot.ask_for(_PLOT_HEIGHT)
        self._levels = [self._plot.add_line(_LEVEL, z=0) for _ in (1.0, 0.0)]
        self._lines = self._plot.add_line(BATCH, z=1), self._plot.add_line(TRAINING, z=2)
        self._steps = label("forecast_steps", self)
        self.hold(self._plot, (self._table, self._sentence, self._legend, self._steps))

    @property
    def trails(self) -> tuple[RatioTrail, RatioTrail]:
        """The ratios on the batch, and on the training set."""
        return self._batch, self._training

    def clear(self) -> None:
        """Another project is open."""
        self._batch = self._training = RatioTrail()

    def show_reading(self, reading: ForecastReading) -> None:
        """Show one more step."""
        is_taken = reading.fate is BatchFate.TAKEN
        self._batch, self._training = (
            trail.noting(
                reading.run, reading.step, change.ratio if is_taken and not math.isnan(change.ratio) else None
            )
            for trail, change in ((self._batch, reading.batch), (self._training, reading.training))
        )
        self._table.show_table(words.forecast_table(reading))
        self._table.show_all_rows()
        self._sentence.setText(words.sentence(reading))
        self._steps.setText(words.steps_words(self._training))
        self._draw(reading)

    def _draw(self, reading: ForecastReading) -> None:
        first, last = max(reading.step - self._training.span, 0), max(reading.step, 1)
        for level, line in zip((1.0, 0.0), self._levels, strict=True):
            line.set_points(np.array([first, last], dtype=float), np.full(2, level))
        for trail, line in zip(self.trails, self._lines, strict=True):
            points = np.array(trail.shown, dtype=float).reshape(-1, 2)
            # What lies beyond is drawn at the edge.
            line.set_points(points[:, 0], np.clip(points[:, 1], LOW, HIGH))
        self._plot.follow((float(first), float(last)), (LOW, HIGH))
