"""The learning-rate finder: C over a growing rate, and where the linear regime ends."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.rate_finder import RateFinding
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.forecast import words
from bpexplorer.panels.panel import Kept
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.plots.told import ToldPlot
from bpexplorer.panels.shared.titles import before_edit
from bpexplorer.translation import tr

_PLOT_HEIGHT: Final = 120
COST: Final = LineStyle(lambda theme: theme.train, is_main=True)
EACH: Final = LineStyle(lambda theme: theme.line)
LINEAR_END: Final = LineStyle(lambda theme: theme.accent, dashes=(4.0, 3.0))
OWN: Final = LineStyle(lambda theme: theme.outline, dashes=(1.0, 2.0))


class FinderPage(ToldPlot):
    """Asks for the finder, and shows what it found."""

    find_requested = Signal()
    cancel_requested = Signal()
    #: This rate is to be the run's.
    rate_chosen = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._finding: RateFinding | None = None
        self._of: Kept | None = None
        self._rate = 0.0
        self._is_under_way = False
        asking = QWidget(self)
        self._button = QPushButton(words.FIND, asking)
        self._button.setObjectName("forecast_find")
        self._button.setToolTip(wrapped(words.FIND_MEANING))
        self._button.clicked.connect(self._on_button_clicked)
        self._use = QPushButton(words.USE, asking)
        self._use.setObjectName("forecast_use")
        self._use.clicked.connect(self._on_use_clicked)
        self._progress = QProgressBar(asking)
        self._progress.setObjectName("forecast_progress")
        self._progress.setAccessibleName(tr("How far the finder is"))
        self._progress.setRange(0, 100)
        self._progress.setFormat("%p %")
        row = QHBoxLayout(asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)
        row.addWidget(self._use)
        row.addWidget(self._progress, 1)
        row.addStretch(0)
        self._sentence = label("forecast_finding", self)
        self._legend = Legend(self)
        self._legend.set_entries(
            (
                LegendEntry(COST, tr("C, smoothed")),
                LegendEntry(EACH, tr("each batch")),
                LegendEntry(LINEAR_END, tr("end of the linear regime")),
                LegendEntry(OWN, tr("your η")),
            )
        )
        self._plot = Plot(self)
        self._plot.setObjectName("finder_plot")
        self._plot.set_name(tr("C over a growing learning rate"))
        self._plot.set_log_x(True)
        self._plot.set_names(tr("learning rate η"), "C")
        self._plot.ask_for(_PLOT_HEIGHT)
        self._each, self._cost = self._plot.add_line(EACH, z=1), self._plot.add_line(COST, z=3)
        self._end, self._own = self._plot.add_line(LINEAR_END, z=2), self._plot.add_line(OWN, z=2)
        self._plot.pointed.connect(self._on_plot_pointed)
        self.hold(self._plot, (asking, self._sentence, self._legend))
        self.clear()

    @property
    def finding(self) -> RateFinding | None:
        """What is shown."""
        return self._finding

    @property
    def kept(self) -> Kept | None:
        """Of which moment that is; None if nothing is shown."""
        return self._of

    @property
    def is_under_way(self) -> bool:
        """Whether it is looked for."""
        return self._is_under_way

    def clear(self) -> None:
        """Another project is open."""
        self._finding, self._of, self._is_under_way = None, None, False
        self._show()

    def show_progress(self, share: float) -> None:
        """Show how far it is."""
        self._progress.setValue(int(100 * share))

    def show_finding(self, finding: RateFinding | None, of: Kept | None) -> None:
        """Show what was found at a moment; None: it failed."""
        self._is_under_way = False
        if finding is not None:
            self._finding, self._of = finding, of
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the run's own rate, which may be another one now, and nothing of a network that is there no more."""
        finding, rate = self._finding, frame.learning_rate
        is_past = finding is not None and not finding.is_of(run=frame.run, spec=frame.spec, step=frame.step)
        if is_past:
            self._finding = self._of = None
        if is_past or rate != self._rate:
            self._rate = rate
            self._show()

    def note(self, frame: Frame | None) -> str:
        """Of which step it is, and whether that was before an edit that the frame shown has."""
        of = self._of
        if of is None:
            return ""
        earlier = before_edit(of.edit, frame)
        return tr("from step {step} on{earlier}", step=numbers.count(of.step), earlier=earlier)

    def _show(self) -> None:
        finding = self._finding
        text = tr("Cancel") if self._is_under_way else words.FIND
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._progress.setVisible(self._is_under_way)
        has = finding is not None and len(finding.rates) > 0
        self._legend.setVisible(has)
        self._plot.setVisible(has)
        self._sentence.setText(
            words.NOT_FOUND if finding is None else words.finding_words(finding, self._rate)
        )
        self._offer(None if finding is None or self._is_under_way else finding.proposal)
        if finding is not None and has:
            self._draw(finding)

    def _offer(self, rate: float | None) -> None:
        """Offer to take this rate over; None: there is none to be offered."""
        self._use.setVisible(rate is not None)
        if rate is None:
            return
        is_own = rate == self._rate
        self._use.setText(words.use_words(rate))
        self._use.setAccessibleName(words.use_words(rate))
        self._use.setToolTip(wrapped(words.use_meaning(rate, is_own=is_own)))
        self._use.setEnabled(not is_own)

    def _draw(self, finding: RateFinding) -> None:
        x, lowest = np.log10(finding.rates), int(np.argmin(finding.smoothed))
        self._each.set_points(x, finding.costs)
        self._cost.set_points(x, finding.smoothed)
        low = float(finding.smoothed.min())
        # Where C falls at no rate, it is lowest at the start.
        start = max(float(finding.smoothed[: lowest + 1].max()), float(np.median(finding.smoothed)))
        # As far above the start as the lowest is below it: how high C goes up at last says little.
        high = min(float(finding.smoothed.max()), 2 * start - low)
        room = max(high - low, 1e-12)
        between = np.array([low - room, high + room])
        for line, rate in ((self._end, finding.linear_until), (self._own, self._rate)):
            is_there = rate is not None and rate > 0.0
            at = float(np.log10(rate)) if is_there and rate is not None else np.nan
            line.set_points(np.full(2, at), between if is_there else np.full(2, np.nan))
        self._plot.follow((float(x[0]), float(x[-1])), (low, high if high > low else low + 1e-12))

    @guard
    def _on_button_clicked(self) -> None:
        self._is_under_way = not self._is_under_way
        self._progress.setValue(0)
        self._show()
        (self.find_requested if self._is_under_way else self.cancel_requested).emit()

    @guard
    def _on_use_clicked(self) -> None:
        if self._finding is not None and (rate := self._finding.proposal) is not None:
            self.rate_chosen.emit(rate)

    @guard
    def _on_plot_pointed(self, at: QPointF | None) -> None:
        finding = self._finding
        if at is None or finding is None or not len(finding.rates):
            self._plot.hide_crosshair()
            return
        place = int(np.argmin(np.abs(np.log10(finding.rates) - at.x())))
        x = float(np.log10(finding.rates[place]))
        marks = [(x, float(finding.smoothed[place]), current_theme().train)]
        self._plot.show_crosshair(x, marks, words.readout(finding, place))
