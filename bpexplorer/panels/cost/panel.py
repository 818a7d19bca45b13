"""The cost panel: cost and accuracy of the training and test set over the run; earlier runs as ghosts."""

import math
from collections.abc import Callable
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.rules.stopping import Best
from bpexplorer.core.training_data import PARTS, TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.training import ReturnToBest
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets import Caption, EmptyState
from bpexplorer.panels.cost.best_flag import BestFlag
from bpexplorer.panels.cost.breaks import breaks_of
from bpexplorer.panels.cost.choices import MEASURES, CostChoices
from bpexplorer.panels.cost.curves import (
    Axis,
    Measure,
    Run,
    Series,
    cost_range,
    epoch_of_step,
    positive,
    undrawable,
    x_range,
)
from bpexplorer.panels.cost.key import BATCH, GHOSTS, TEST, TRAIN, VALIDATION, entries_of
from bpexplorer.panels.cost.mark_band import MarkBand
from bpexplorer.panels.cost.reading import Curve, axis_for, read_curves, shown_curves
from bpexplorer.panels.cost.runs import RunBook
from bpexplorer.panels.cost.step_marks import StepMarks
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import Line
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.project.plan import Plan
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr, tr_n

_NOTHING_YET = tr("Press Play: the curve begins here.")
#: Beside the legend on the title line: the title, how many runs there are, what the curves show, the menu.
_BESIDE_LEGEND = 300
_SPACING = 4


class CostPanel(Panel):
    """Draws the history of the frames it is shown, and keeps the last history of earlier runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cost_panel", tr("Cost"), parent)
        self._book = RunBook()
        #: What data are called that were planned with.
        self._titles: WeakKeyDictionary[TrainingData, str] = WeakKeyDictionary()
        self._curves: list[Curve] = []
        self._marks: StepMarks | None = None
        self._mouse_x: float | None = None
        #: The step after which its curves can be compared with what comes now.
        self._since = -1
        #: Where the run on screen was best, and whether one can go back there now.
        self._best: Best | None = None
        self._can_go_back = False
        self._legend = Legend(self)
        self._plot = Plot(self)
        self._plot.setObjectName("cost_plot")
        self._plot.set_name(tr("Cost and accuracy over the run"))
        self._plot.setToolTip(
            tr("Hover to read exact values. The wheel zooms, dragging moves, a double click shows all.")
        )
        self._train, self._test = self._plot.add_line(TRAIN, z=20), self._plot.add_line(TEST, z=21)
        self._validation = self._plot.add_line(VALIDATION, z=22)
        self._batch = self._plot.add_line(BATCH, z=1)
        self._band = MarkBand()
        self._plot.add_band(self._band)
        self._ghosts = [self._plot.add_line(style, z=10) for style in GHOSTS]
        self._flag = BestFlag(self._plot)
        self._hint = Caption(_NOTHING_YET, self._plot)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._make_controls()
        self._lay_out()
        self._flag.go_back_requested.connect(self._on_flag_go_back_requested)
        self._plot.view_changed.connect(self._on_plot_view_changed)
        self._plot.pointed.connect(self._on_plot_pointed)
        self._plot.menu_requested.connect(self._on_plot_menu_requested)

    def _make_controls(self) -> None:
        self._choices = CostChoices(self)
        self._choices.changed.connect(self._draw)
        #: On the title line, where there is room for it.
        self.title_controls = self._title_legend = Legend(self)
        self._title_legend.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._note = Caption("", self)
        self._note.setObjectName("cost_note")
        self._menu = QMenu(self)
        self._menu.setAccessibleName(tr("What the curves show"))
        self._menu.setToolTipsVisible(True)
        self._menu.addActions(self._choices.actions)
        self._menu.addSeparator()
        self._add_action("cost_view_all", tr("Show the whole run"), self._on_view_all_triggered)
        self._forget = self._add_action(
            "cost_forget_runs", tr("Forget earlier runs"), self._on_forget_triggered
        )
        self._export = self._add_action(
            "cost_export_history", tr("Export history…"), self._on_export_triggered
        )
        self.menu_actions = self._menu.actions()

    def _add_action(self, name: str, text: str, slot: Callable[[], None]) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._legend)
        layout.addWidget(self._note)
        layout.addWidget(self._plot, 1)
        empty = EmptyState(
            tr("No cost yet"),
            tr(
                "The cost of the training and test set, first of the untrained network, then "
                "at the end of each epoch. {nothing_yet}",
                nothing_yet=_NOTHING_YET,
            ),
            parent=self,
        )
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(empty)
        self._pages.addWidget(content)

    @property
    def readout(self) -> str:
        """What the crosshair reads; empty while the mouse is elsewhere."""
        return self._plot.readout

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self._titles[prepared.training] = plan.data.title

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        known = self._book.current
        has_another_best = self._show_best(picture.frame)
        if known is None or not known.is_of(picture.frame):
            self._book.take(picture.frame, self._titles.get(picture.frame.data, ""))
            self._draw()
        elif has_another_best:
            self._place_flag()

    def _show_best(self, frame: Frame) -> bool:
        """Let the flag say where the run was best; gives whether it says something else then."""
        best, is_resting = frame.best, frame.state is not RunState.PLAYING
        can_go_back = best is not None and best.step != frame.step and is_resting
        if (best, can_go_back) == (self._best, self._can_go_back):
            return False
        self._best, self._can_go_back = best, can_go_back
        return True

    def forget_runs(self) -> None:
        """Let the earlier runs go."""
        self._book.forget_ghosts()
        self._draw()

    @override
    def clear(self) -> None:
        self._book.clear()
        self._best = None
        self._plot.view_all()
        self._draw()

    @override
    def content(self) -> Content:
        rows = [
            (curve.name, *point)
            for curve in self._curves
            for point in zip(
                curve.series.steps.tolist(),
                curve.series.epochs.tolist(),
                curve.series.y.tolist(),
                strict=True,
            )
        ]
        columns = ("curve", "step", "epoch", MEASURES[self._choices.measure][0])
        return Content(tables=(ValueTable(tr("Cost"), columns, tuple(rows)),) if rows else ())

    @guard
    def _draw(self) -> None:
        run = self._book.current
        self._pages.setCurrentIndex(0 if run is None else 1)
        if run is not None:
            self._draw_runs(run)
        self._forget.setEnabled(bool(self._book.ghosts))
        if run is None:
            self._tell_note("")
            return
        runs = tr("{count} runs", count=numbers.count(self._book.count)) if self._book.count > 1 else ""
        self._tell_note(" · ".join(filter(None, (runs, self._choices.words))))

    def _draw_runs(self, run: Run) -> None:
        axis = axis_for([run, *self._book.ghosts])
        self._curves = shown_curves(run, self._book.ghosts, measure=self._choices.measure, axis=axis)
        short, full = MEASURES[self._choices.measure]
        self._plot.set_names(
            tr("step") if axis is Axis.STEP else tr("epoch"), full, short_y=short, whole_x=True
        )
        self._plot.set_log(self._choices.is_log)
        self._draw_lines()
        self._marks = StepMarks.of_run(run, axis)
        breaks = breaks_of(run, self._choices.measure, axis)
        self._since = max((each.step for each in breaks), default=-1)
        self._band.show_marks(self._marks, breaks, label_at_top=self._choices.measure is Measure.COST)
        self._set_ranges(axis)
        styled = [(line.style, curve) for line, curve in self._pairs()]
        self._show_legend(entries_of(styled, run, self._choices.measure, self._marks, breaks))
        self._note.setText(self._note_text())
        self._note.setVisible(bool(self._note.text()))
        # The curve of another run would strike it through, and shows by itself what comes here.
        is_empty = not run.history.batches.size and run.epochs == 0 and not self._book.ghosts
        self._hint.setVisible(is_empty)
        self._place_flag()
        self._read()

    def _show_legend(self, entries: tuple[LegendEntry, ...]) -> None:
        """Name the curves: on the title line if there is room for that, else above the plot."""
        for legend in (self._title_legend, self._legend):
            legend.set_entries(entries)
        self._title_legend.setFixedWidth(self._title_legend.row_width)
        self._place_legend()

    def _place_legend(self) -> None:
        is_above = self._title_legend.row_width + _BESIDE_LEGEND * fonts.dpi_scale() > self.width()
        self._title_legend.setVisible(not is_above)
        self._legend.setVisible(is_above)

    def _place_flag(self) -> None:
        """Put the flag on the curve of the set that is watched, above all curves."""
        best, run = self._best, self._book.current
        own = {curve.kind: (line, curve.series) for line, curve in self._pairs()}
        is_change = best is not None and best.step <= self._since
        if best is not None:
            self._flag.show_best(best, can_go_back=self._can_go_back, is_change=is_change)
        if best is None or run is None or run.epochs == 0 or best.part not in own:
            self._flag.leave()
            return
        clear_of = [line for kind, (line, _) in own.items() if kind in PARTS]
        if not is_change:
            self._flag.stand_on(*own[best.part], best, since=self._since, clear_of=clear_of)
        elif (place := self._on_axis(self._point_of_change())) and len(place[0]):
            self._flag.stand_at((float(place[0][0]), float(place[1][0])), clear_of=clear_of)
        else:
            self._flag.leave()

    def _point_of_change(self) -> Series:
        """The best state as a point that no curve has, if the run was in it as it was changed; else nothing."""
        best, run = self._best, self._book.current
        has_point = best is not None and best.step <= self._since and 0.0 < best.cost < math.inf
        if best is None or run is None or not has_point or self._choices.measure is not Measure.COST:
            return Series(*np.empty((4, 0)))
        steps = np.array([float(best.step)])
        epochs = epoch_of_step(run, steps)
        is_by_step = axis_for([run, *self._book.ghosts]) is Axis.STEP
        return Series(steps if is_by_step else epochs, np.array([best.cost]), epochs, steps)

    def _pairs(self) -> list[tuple[Line, Curve]]:
        """The curves that there are, each with the line that draws it."""
        ghosts = iter(self._ghosts)
        own = {
            "train": self._train,
            "validation": self._validation,
            "test": self._test,
            "batch": self._batch,
        }
        return [(own.get(curve.kind) or next(ghosts), curve) for curve in self._curves]

    def _draw_lines(self) -> None:
        drawn = {line: self._on_axis(curve.series) for line, curve in self._pairs()}
        nothing = (np.empty(0), np.empty(0))
        for line in (self._train, self._validation, self._test, self._batch, *self._ghosts):
            line.set_points(*drawn.get(line, nothing))

    def _on_axis(self, series: Series) -> tuple[FloatArray, FloatArray]:
        """The points in the units of the axes."""
        if not self._choices.is_log:
            return series.x, series.y
        return series.x, np.log10(positive(series).y)

    def _set_ranges(self, axis: Axis) -> None:
        # A single batch may cost far more than any part; its faint line must not press the others flat.
        parts = [curve.series for curve in self._curves if curve.kind != "batch" or axis is Axis.STEP]
        parts.append(self._point_of_change())
        is_cost = self._choices.measure is Measure.COST
        y_range = cost_range(parts, log=self._choices.is_log) if is_cost else (0.0, 1.0)
        # A run on other data is drawn only as far as those on the present ones go.
        across = [curve.series for curve in self._curves if not curve.is_of_other_data]
        self._plot.follow(x_range(across, axis), y_range)

    def _note_text(self) -> str:
        if self._choices.measure is Measure.ACCURACY:
            return "" if self._curves else tr("Regression has no accuracy; see R², RMSE and MAE in Metrics.")
        left_out = sum(undrawable(curve.series) for curve in self._curves) if self._choices.is_log else 0
        points = (
            tr_n("{count} point ≤ 0 not shown", "{count} points ≤ 0 not shown", left_out) if left_out else ""
        )
        run = self._book.current
        penalty = tr("C is shown without the penalty: training minimises C + penalty.")
        return " · ".join(filter(None, (penalty if run is not None and run.config.penalty else "", points)))

    def _read(self) -> None:
        """Bring the crosshair to the real points nearest to the mouse."""
        reading = None
        if self._mouse_x is not None and self._book.current is not None:
            axis = axis_for([self._book.current, *self._book.ghosts])
            reading = read_curves(
                self._readable(),
                self._mouse_x,
                axis=axis,
                measure=self._choices.measure,
                step_marks=self._marks,
            )
        if reading is None:
            self._plot.hide_crosshair()
            return
        theme, pairs = current_theme(), self._pairs()
        marks = [
            (
                mark.x,
                float(np.log10(mark.y)) if self._choices.is_log else mark.y,
                pairs[mark.curve][0].style.colour(theme),
            )
            for mark in reading.marks
        ]
        self._plot.show_crosshair(reading.x, marks, reading.text)

    def _readable(self) -> list[Curve]:
        """The curves with the points that are on the axes."""
        if not self._choices.is_log:
            return self._curves
        return [replace(curve, series=positive(curve.series)) for curve in self._curves]

    @guard
    def _on_flag_go_back_requested(self) -> None:
        self.act_requested.emit(ReturnToBest())

    @guard
    def _on_plot_view_changed(self) -> None:
        self._hint.setGeometry(self._plot.inner_rect())
        self._place_flag()

    @guard
    def _on_plot_pointed(self, position: QPointF | None) -> None:
        self._mouse_x = None if position is None else position.x()
        self._read()

    @guard
    def _on_plot_menu_requested(self, position: QPoint) -> None:
        self._menu.popup(position)

    @guard
    def _on_view_all_triggered(self) -> None:
        self._plot.view_all()

    @guard
    def _on_forget_triggered(self) -> None:
        self.forget_runs()

    @guard
    def _on_export_triggered(self) -> None:
        self.action_requested.emit("action_export_history")

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        # Always with a row of the legend: what a panel needs at least must not depend on the room that it has.
        rows = self._legend.fontMetrics().height() + self._plot.minimumSizeHint().height()
        return QSize(super().minimumSizeHint().width(), rows + _SPACING)
