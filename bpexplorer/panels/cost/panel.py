"""The cost panel: cost and accuracy of the training and test set over the run; earlier runs as ghosts."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.colours import mix
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets import Caption, EmptyState
from bpexplorer.panels.cost.breaks import breaks_of, explanation_of
from bpexplorer.panels.cost.curves import (
    Axis,
    Measure,
    Run,
    Series,
    cost_range,
    positive,
    undrawable,
    x_range,
)
from bpexplorer.panels.cost.mark_band import TICK_HEIGHT, MarkBand, clipped_colour, held_swatch_colour
from bpexplorer.panels.cost.reading import MARK_NAMES, Curve, axis_for, read_curves, shown_curves
from bpexplorer.panels.cost.runs import MAX_GHOSTS, RunBook
from bpexplorer.panels.cost.step_marks import MarkKind, StepMarks
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.legend import Legend, LegendEntry
from bpexplorer.panels.shared.lines import Line, LineStyle
from bpexplorer.panels.shared.plotting import Plot
from bpexplorer.project.table_csv import ValueTable

TRAIN = LineStyle(lambda theme: theme.train, is_main=True)
TEST = LineStyle(lambda theme: theme.test, is_main=True)
VALIDATION = LineStyle(lambda theme: theme.validation, is_main=True)
BATCH = LineStyle(lambda theme: mix(theme.train, theme.panel, 0.75))
#: Of each kind of marked steps: how its swatch looks, and how high it is.
MARK_STYLES: tuple[tuple[MarkKind, LineStyle, float], ...] = (
    ("clipped", LineStyle(clipped_colour), TICK_HEIGHT),
    ("held", LineStyle(held_swatch_colour), 10.0),
)
BREAK = LineStyle(lambda theme: theme.outline, (4.0, 3.0))
#: Newest first: the older a run, the shorter its dashes.
GHOSTS = tuple(
    LineStyle(lambda theme: theme.secondary, dashes)
    for dashes in ((6.0, 4.0), (4.0, 3.0), (2.0, 3.0), (6.0, 3.0, 1.0, 3.0))[:MAX_GHOSTS]
)

#: Short and full names of what the curves show.
_MEASURES = {
    Measure.COST: ("cost C", "cost C (mean over the set)"),
    Measure.ACCURACY: ("accuracy", "accuracy (share of the set)"),
}


class CostPanel(Panel):
    """Draws the history of the frames it is shown, and keeps the last history of earlier runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cost_panel", "Cost", parent)
        self._book = RunBook()
        self._curves: list[Curve] = []
        self._marks: StepMarks | None = None
        self._mouse_x: float | None = None
        self._legend = Legend(self)
        self._plot = Plot(self)
        self._plot.setObjectName("cost_plot")
        self._plot.viewport.setAccessibleName("Cost and accuracy over the run")
        self._plot.setToolTip(
            "Hover to read exact values. The wheel zooms, dragging moves, a double click shows all."
        )
        self._train, self._test = self._plot.add_line(TRAIN, z=20), self._plot.add_line(TEST, z=21)
        self._validation = self._plot.add_line(VALIDATION, z=22)
        self._batch = self._plot.add_line(BATCH, z=1)
        self._band = MarkBand()
        self._plot.add_band(self._band)
        self._ghosts = [self._plot.add_line(style, z=10) for style in GHOSTS]
        self._make_controls()
        self._lay_out()
        self._plot.pointed.connect(self._on_plot_pointed)
        self._plot.menu_requested.connect(self._on_plot_menu_requested)

    def _make_controls(self) -> None:
        #: Combo boxes; they may be moved into the title line of a dock.
        self.title_controls: QWidget = QWidget(self)
        self._measure = QComboBox(self)
        self._measure.setObjectName("cost_measure")
        self._measure.setAccessibleName("What the curves show")
        self._measure.setToolTip("Show the cost or the accuracy, each over all samples of a set.")
        for measure, (name, full_name) in _MEASURES.items():
            self._measure.addItem(name, measure)
            self._measure.setItemData(self._measure.count() - 1, full_name, Qt.ItemDataRole.ToolTipRole)
        self._scale = QComboBox(self)
        self._scale.setObjectName("cost_scale")
        self._scale.setAccessibleName("Scale of the cost axis")
        self._scale.setToolTip(
            "Linear from zero, or logarithmic. A logarithmic axis leaves out costs that are not positive."
        )
        self._scale.addItems(["linear", "log"])
        self._note = Caption("", self)
        self._note.setObjectName("cost_note")
        self._menu = QMenu(self)
        self._add_action("cost_view_all", "Show the whole run", self._on_view_all_triggered)
        self._forget = self._add_action("cost_forget_runs", "Forget earlier runs", self._on_forget_triggered)
        self._export = self._add_action("cost_export_history", "Export history…", self._on_export_triggered)
        self.menu_actions = self._menu.actions()
        self._measure.currentIndexChanged.connect(self._on_choice_changed)
        self._scale.currentIndexChanged.connect(self._on_choice_changed)

    def _add_action(self, name: str, text: str, slot: Callable[[], None]) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

    def _lay_out(self) -> None:
        controls = QHBoxLayout(self.title_controls)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(4)
        for combo in (self._measure, self._scale):
            combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            controls.addWidget(combo)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._legend, 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.title_controls, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addWidget(self._plot, 1)
        empty = EmptyState(
            "No cost yet",
            "The cost of the training and test set appears here, first of the untrained network, then at "
            "the end of each epoch. Press Play to train.",
            parent=self,
        )
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(empty)
        self._pages.addWidget(content)

    def _title(self) -> str:
        if self._book.current is None:
            return ""
        return f"{'log' if self._is_log else 'linear'} · runs: {self._book.count}"

    @property
    def readout(self) -> str:
        """What the crosshair reads; empty while the mouse is elsewhere."""
        return self._plot.readout

    @property
    def _chosen(self) -> Measure:
        measure: Measure = self._measure.currentData()
        return measure

    @property
    def _is_log(self) -> bool:
        return self._chosen is Measure.COST and self._scale.currentText() == "log"

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        known = self._book.current
        if known is None or not known.is_of(picture.frame):
            self._book.take(picture.frame)
            self._draw()

    def forget_runs(self) -> None:
        """Let the earlier runs go."""
        self._book.forget_ghosts()
        self._draw()

    @override
    def clear(self) -> None:
        self._book.clear()
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
        columns = ("curve", "step", "epoch", _MEASURES[self._chosen][0])
        return Content(tables=(ValueTable("Cost", columns, tuple(rows)),) if rows else ())

    def _draw(self) -> None:
        run = self._book.current
        self._pages.setCurrentIndex(0 if run is None else 1)
        if run is not None:
            self._draw_runs(run)
        self._forget.setEnabled(bool(self._book.ghosts))
        self._scale.setEnabled(self._chosen is Measure.COST)
        self._tell_note(self._title())

    def _draw_runs(self, run: Run) -> None:
        axis = axis_for([run, *self._book.ghosts])
        self._curves = shown_curves(run, self._book.ghosts, measure=self._chosen, axis=axis)
        short, full = _MEASURES[self._chosen]
        self._plot.set_names(axis.value, full, short_y=short, whole_x=True)
        self._plot.set_log(self._is_log)
        self._draw_lines()
        self._marks = StepMarks.of_run(run, axis)
        breaks = breaks_of(run, self._chosen, axis)
        self._band.show_marks(self._marks, breaks, label_at_top=self._chosen is Measure.COST)
        self._set_ranges(axis)
        entries = [
            LegendEntry(line.style, curve.name, self._explanation(curve, run))
            for line, curve in self._pairs()
        ]
        entries += [
            LegendEntry(style, MARK_NAMES[kind], self._marks.explanation(kind), height=height)
            for kind, style, height in MARK_STYLES
            if self._marks.total(kind).marked
        ]
        if breaks:
            entries.append(LegendEntry(BREAK, "changed", explanation_of(breaks)))
        self._legend.set_entries(tuple(entries))
        self._note.setText(self._note_text())
        self._note.setVisible(bool(self._note.text()))
        self._read()

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
        if not self._is_log:
            return series.x, series.y
        return series.x, np.log10(positive(series).y)

    def _set_ranges(self, axis: Axis) -> None:
        # A single batch may cost far more than any part; its faint line must not press the others flat.
        parts = [curve.series for curve in self._curves if curve.kind != "batch" or axis is Axis.STEP]
        is_cost = self._chosen is Measure.COST
        y_range = cost_range(parts, log=self._is_log) if is_cost else (0.0, 1.0)
        self._plot.follow(x_range([curve.series for curve in self._curves], axis), y_range)

    def _explanation(self, curve: Curve, run: Run) -> str:
        what = "Cost" if self._chosen is Measure.COST else "Accuracy"
        end = "samples at the end of each epoch."
        match curve.kind:
            case "train":
                return f"{what} of the {numbers.count(run.train_samples)} training {end}"
            case "validation":
                return f"{what} of the {numbers.count(run.validation_samples)} validation {end}"
            case "test":
                return f"{what} of the {numbers.count(run.test_samples)} test {end}"
            case "batch":
                every = run.history.batch_stride
                which = "each batch" if every == 1 else f"the batch of every {every}th step"
                return f"Mean cost of {which} before its update."
        return f"{curve.name}. {what} of its training set at the end of each epoch."

    def _note_text(self) -> str:
        if self._chosen is Measure.ACCURACY:
            return "" if self._curves else "Regression has no accuracy; see R², RMSE and MAE in Metrics."
        left_out = sum(undrawable(curve.series) for curve in self._curves) if self._is_log else 0
        points = f"{left_out} {'point' if left_out == 1 else 'points'} ≤ 0 not shown" if left_out else ""
        run = self._book.current
        penalty = "C is shown without the penalty: training minimises C + penalty."
        return " · ".join(filter(None, (penalty if run is not None and run.config.penalty else "", points)))

    def _read(self) -> None:
        """Bring the crosshair to the real points nearest to the mouse."""
        reading = None
        if self._mouse_x is not None and self._book.current is not None:
            axis = axis_for([self._book.current, *self._book.ghosts])
            reading = read_curves(
                self._readable(), self._mouse_x, axis=axis, measure=self._chosen, step_marks=self._marks
            )
        if reading is None:
            self._plot.hide_crosshair()
            return
        theme, pairs = current_theme(), self._pairs()
        marks = [
            (
                mark.x,
                float(np.log10(mark.y)) if self._is_log else mark.y,
                pairs[mark.curve][0].style.colour(theme),
            )
            for mark in reading.marks
        ]
        self._plot.show_crosshair(reading.x, marks, reading.text)

    def _readable(self) -> list[Curve]:
        """The curves with the points that are on the axes."""
        if not self._is_log:
            return self._curves
        return [replace(curve, series=positive(curve.series)) for curve in self._curves]

    @guard
    def _on_choice_changed(self, _index: int) -> None:
        self._draw()

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
