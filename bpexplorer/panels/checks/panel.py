"""The gradient check on a button: complex step and central differences, the error over h, and every array."""

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.gradients.gradient_check import GradientCheck
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.pill import Pill, fixed_samples
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.look.widgets.segments import Segments
from bpexplorer.panels.checks import words
from bpexplorer.panels.checks.checked import ALL_AT_MOST, SAMPLE, Checked, check_frame
from bpexplorer.panels.panel import Kept, Panel
from bpexplorer.panels.shared.forms.form import ValueRow
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.translation import tr

#: Logical pixels: how high the plot is at least, and from which width on the table stands beside it.
_PLOT_HEIGHT: Final = 110
_WIDE: Final = 820
_ALL, _SOME = range(2)
CENTRAL: Final = LineStyle(lambda theme: theme.train, is_main=True)
COMPLEX: Final = LineStyle(lambda theme: theme.accent, dashes=(4.0, 3.0))


class ChecksPanel(Panel):
    """Has the network that is shown checked, and shows the last check with the step that it is of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("checks_panel", tr("Gradient check"), parent)
        self._picture: Picture | None = None
        self._checked: Checked | None = None
        self._is_under_way = False
        #: The user has said how many parameters are to be checked.
        self._has_chosen = False
        self._pill = Pill(parent=self)
        self._pill.setObjectName("checks_pill")
        self.title_controls: QWidget = self._pill
        scroll = PanelScroll(self, name="checks_scroll")
        page = scroll.page
        self._make_controls(page)
        self._verdict = label("checks_verdict", page)
        self._verdict.setFont(fonts.text_font(bold=True))
        self._more = label("checks_more", page)
        self._empty = EmptyState(*words.NOTHING_YET, parent=page)
        self._found = QWidget(page)
        self._make_found(self._found)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._controls)
        column.addWidget(self._progress)
        column.addWidget(self._verdict)
        column.addWidget(self._more)
        column.addWidget(self._empty, 1)
        column.addWidget(self._found, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.clear()

    def _make_controls(self, page: QWidget) -> None:
        how = QWidget(page)
        self._button = QPushButton(tr("Check"), how)
        self._button.setObjectName("checks_button")
        self._button.clicked.connect(self._on_button_clicked)
        self._how_many = Segments(
            "checks_how_many",
            tr("How many parameters are checked"),
            {
                tr("All"): tr(
                    "Check every weight and bias. In a large network that takes long; Cancel ends it."
                ),
                tr("A sample"): tr(
                    "Check {count} parameters, evenly spread over all layers.", count=numbers.count(SAMPLE)
                ),
            },
            how,
        )
        self._how_many.chosen.connect(self._on_how_many_chosen)
        self._without = QCheckBox(words.WITHOUT, page)
        self._without.setObjectName("checks_without_sum")
        self._without.setToolTip(wrapped(words.WITHOUT_MEANING))
        self._without.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._progress = QProgressBar(page)
        self._progress.setObjectName("checks_progress")
        self._progress.setAccessibleName(tr("How far the check is"))
        self._progress.setRange(0, 100)
        self._progress.setFormat("%p %")
        line = QHBoxLayout(how)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (self._button, self._how_many):
            line.addWidget(widget)
        self._controls = ValueRow(how, self._without, page)

    def _make_found(self, found: QWidget) -> None:
        self._legend = Legend(found)
        self._legend.set_entries(
            (
                LegendEntry(CENTRAL, words.CENTRAL_NAME, words.CENTRAL_MEANING),
                LegendEntry(COMPLEX, words.COMPLEX_NAME, words.COMPLEX_MEANING),
            )
        )
        self._plot = Plot(found)
        self._plot.setObjectName("checks_plot")
        self._plot.set_name(tr("Error of the numerical gradient over its step h"))
        self._plot.ask_for(_PLOT_HEIGHT)
        self._plot.set_log_x(True)
        self._plot.set_log(True)
        self._plot.set_names(tr("step h"), tr("largest error"))
        self._central = self._plot.add_line(CENTRAL, z=2)
        self._complex = self._plot.add_line(COMPLEX, z=1)
        self._plot.pointed.connect(self._on_plot_pointed)
        self._table = CellTable("checks_table", tr("Gradient check of every array"), found)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._legend)
        left.addWidget(self._plot, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, found)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(8)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._table, 1, Qt.AlignmentFlag.AlignTop)

    @property
    def checked(self) -> Checked | None:
        """What is shown."""
        return self._checked

    @property
    @override
    def kept(self) -> Kept | None:
        return None if self._checked is None else self._checked.of

    @override
    def clear(self) -> None:
        self._picture = self._checked = None
        self._has_chosen = False
        self._end()
        self.work_cancelled.emit()
        self._show()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        is_first = self._picture is None
        self._picture = picture
        if not self._has_chosen:
            some = picture.frame.spec.parameter_count > ALL_AT_MOST
            self._how_many.show_place(_SOME if some else _ALL)
        if is_first:
            self._show_controls()
        self._show_note()

    @override
    def show_progress(self, said: float) -> None:
        self._progress.setValue(int(100 * said))

    @override
    def show_result(self, result: Checked | None) -> None:
        self._end()
        if result is not None:
            self._checked = result
        self._show()

    def _show(self) -> None:
        checked = self._checked
        self._empty.setVisible(checked is None)
        self._found.setVisible(checked is not None)
        self._verdict.setVisible(checked is not None)
        self._more.setVisible(checked is not None)
        self._pill.show_whose(None if checked is None else fixed_samples(checked.samples))
        self._show_note()
        if checked is None:
            return
        check = checked.check
        self._verdict.setText(words.verdict(checked))
        set_ink(self._verdict, "good" if check.passed else "error")
        self._more.setText(" ".join(filter(None, (words.least_words(check), words.kink_words(checked)))))
        self._table.show_table(words.check_table(check))
        self._table.show_all_rows()
        self._draw(check)

    def _show_note(self) -> None:
        checked, frame = self._checked, None if self._picture is None else self._picture.frame
        if checked is None:
            self._tell_note("")
        else:
            self._tell_note(words.note(checked, frame), words.shorter_note(checked, frame))

    def _draw(self, check: GradientCheck) -> None:
        steps = sorted(check.by_step, key=lambda each: each.step)
        x = np.log10([each.step for each in steps])
        with np.errstate(divide="ignore"):
            y = np.log10([each.error for each in steps])
            level = float(np.log10(check.complex_step_error))
        y = np.where(np.isfinite(y), y, np.nan)
        self._central.set_points(x, y)
        # An error of exactly 0 has no place on the axis.
        self._complex.set_points(
            x[[0, -1]], np.array([level, level]) if np.isfinite(level) else np.full(2, np.nan)
        )
        drawn = [*y[np.isfinite(y)].tolist(), *([level] if np.isfinite(level) else [])]
        if drawn:
            low, high = min(drawn), max(drawn)
            self._plot.follow((float(x[0]), float(x[-1])), (low, max(high, low + 1.0)))

    # The button

    def _show_controls(self) -> None:
        text = tr("Cancel") if self._is_under_way else tr("Check")
        self._button.setText(text)
        self._button.setAccessibleName(
            tr("Cancel the check") if self._is_under_way else tr("Check the gradients")
        )
        self._button.setEnabled(self._picture is not None)
        self._progress.setVisible(self._is_under_way)

    def _end(self) -> None:
        self._is_under_way = False
        self._show_controls()

    @guard
    def _on_button_clicked(self) -> None:
        if self._is_under_way:
            self._end()
            self.work_cancelled.emit()
            return
        if self._picture is None:
            return
        self._is_under_way = True
        self._progress.setValue(0)
        self._show_controls()
        most = SAMPLE if self._how_many.place == _SOME else None
        self.job_requested.emit(
            partial(check_frame, self._picture.frame, most=most, without_sum=self._without.isChecked())
        )

    @guard
    def _on_how_many_chosen(self, _place: int) -> None:
        self._has_chosen = True

    @guard
    def _on_plot_pointed(self, at: QPointF | None) -> None:
        checked = self._checked
        if at is None or checked is None:
            self._plot.hide_crosshair()
            return
        steps = checked.check.by_step
        nearest = min(steps, key=lambda each: abs(np.log10(each.step) - at.x()))
        x, theme = float(np.log10(nearest.step)), current_theme()
        marks = [(x, float(np.log10(nearest.error)), theme.train)] if nearest.error > 0.0 else []
        text = tr(
            "h = {step}: error {error}",
            step=numbers.significant(nearest.step),
            error=numbers.significant(nearest.error, digits=2),
        )
        self._plot.show_crosshair(x, marks, text)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = event.size().width() >= round(_WIDE * fonts.dpi_scale())
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        super().resizeEvent(event)
