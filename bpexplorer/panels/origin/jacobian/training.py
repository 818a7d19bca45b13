"""Train without the sum: the button, how far it is, and its curve beside the run's."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.children.outside import ChildError
from bpexplorer.core.gradients.without_sum import is_needed
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.origin.jacobian.apart import MEANING, SAME, TRAIN, TrainedApart, axis_name, sentence
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.plots.legend import Legend, LegendEntry
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: Logical pixels.
_PLOT_HEIGHT, _MOST_PLOT_HEIGHT = 120, 240
RUN = LineStyle(lambda theme: theme.test, is_main=True)
WITHOUT = LineStyle(lambda theme: theme.error, dashes=(3.0, 2.0), is_main=True)


class _Comparison(Plot):
    """The plot; its table names both curves, and says which one was made without the sum."""

    table: ValueTable | None = None

    @override
    def content(self) -> ValueTable:
        return super().content() if self.table is None else self.table


class TrainingApart(QWidget):
    """Asks for training without the sum, and shows what comes of it."""

    #: Begin, for so many epochs; or let what is under way end.
    train_requested = Signal(int)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jacobian_training")
        self._frame: Frame | None = None
        self._apart: TrainedApart | None = None
        self._button = QPushButton(TRAIN, self)
        self._button.setObjectName("jacobian_train")
        self._sentence = label("jacobian_trained", self)
        self._legend = Legend(self)
        self.plot = _Comparison(self)
        self.plot.setObjectName("jacobian_plot")
        self.plot.set_name(tr("The run, and trained without the sum"))
        self.plot.ask_for(_PLOT_HEIGHT)
        self.plot.setMaximumHeight(round(_MOST_PLOT_HEIGHT * fonts.dpi_scale()))
        self._run = self.plot.add_line(RUN, z=1)
        self._without = self.plot.add_line(WITHOUT, z=2)
        self._legend.set_entries(
            (LegendEntry(RUN, tr("the run")), LegendEntry(WITHOUT, tr("without the sum")))
        )
        row = QHBoxLayout()
        row.addWidget(self._button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._sentence)
        column.addWidget(self._legend)
        column.addWidget(self.plot, 1)
        column.addStretch(0)
        self._button.clicked.connect(self._on_button_clicked)
        self._show()

    @property
    def apart(self) -> TrainedApart | None:
        """What was trained without the sum, or is."""
        return self._apart

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on."""
        return self._apart is not None and not self._apart.is_over

    def clear(self) -> None:
        """Another project is open."""
        self._frame = self._apart = None
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Stand beside the run of this frame; what was trained beside another one goes."""
        is_same = self._frame is not None and self._frame.history is frame.history
        self._frame = frame
        if self._apart is not None and not self._apart.is_of(frame):
            if self.is_under_way:
                self.cancel_requested.emit()
            self._apart = None
        elif is_same:
            return
        self._show()

    def begin(self, frame: Frame) -> None:
        """It is asked for beside the run of this frame."""
        self._apart = TrainedApart.of_frame(frame)
        self._show()

    def show_record(self, record: EpochRecord) -> None:
        """Show one more epoch's end."""
        if self._apart is not None:
            self._apart = self._apart.after(record)
            self._show()

    def show_end(self, error: ChildError | None) -> None:
        """It is over; an error says why there is no more."""
        if self._apart is not None:
            self._apart = self._apart.ended("" if error is None else str(error))
            self._show()

    def _show(self) -> None:
        frame, apart = self._frame, self._apart
        can = frame is not None and is_needed(frame.spec.activations)
        text = tr("Cancel") if self.is_under_way else TRAIN
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setEnabled(can)
        self._button.setToolTip(wrapped(MEANING if can or frame is None else SAME))
        has_curve = apart is not None and frame is not None and bool(apart.records)
        self._legend.setVisible(has_curve)
        self.plot.setVisible(has_curve)
        self._sentence.setVisible(apart is not None and frame is not None)
        if apart is None or frame is None:
            return
        self._sentence.setText(sentence(apart, frame))
        if has_curve:
            self._draw(apart, frame)

    def _draw(self, apart: TrainedApart, frame: Frame) -> None:
        self.plot.table = apart.content(frame)
        epochs, values = apart.curve
        run_epochs, run_values = apart.run_curve(frame)
        self._without.set_points(epochs, values)
        self._run.set_points(run_epochs, run_values)
        self.plot.set_names(tr("epoch"), axis_name(apart), whole_x=True)
        if apart.measure == "train_cost":
            both = np.concatenate((values, run_values))
            highest = float(both[np.isfinite(both)].max(initial=0.0))
            self.plot.follow((0.0, float(apart.epochs)), (0.0, highest or 1.0))
        else:
            self.plot.follow((0.0, float(apart.epochs)), (0.0, 1.0))

    @guard
    def _on_button_clicked(self) -> None:
        if self.is_under_way:
            self._apart = None
            self.cancel_requested.emit()
            self._show()
        elif self._frame is not None:
            self.begin(self._frame)
            self.train_requested.emit(self._apart.epochs if self._apart is not None else 0)
