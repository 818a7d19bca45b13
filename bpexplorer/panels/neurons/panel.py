"""Silence beside influence: a table of neurons, a dot for each, and the button that silences one."""

from typing import Final

import numpy as np
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.edits.masks import Silence
from bpexplorer.core.readings.laboratory.silence import SilenceReading
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training_data import SamplesName
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.neurons import words
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.editors import ChoiceBox, SamplesBox
from bpexplorer.panels.shared.plots.dots import DotPlot
from bpexplorer.panels.shared.sets import EMPTY_SET
from bpexplorer.panels.shared.tables.cell_table import CellTable
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: A panel so much wider than high has the dots beside the table.
_WIDE: Final = 1.4
_LEAST_PLOT: Final = QSize(140, 110)
_SILENCE: Final = tr(
    "Take out every connection that leads on from this neuron. Undo brings the network back as it was."
)
_BACK: Final = tr("Bring its connections back, with the weights that the run started from.")


class NeuronsPanel(Panel):
    """Draws the readings it is shown; a click on a row or a dot asks for its neuron."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("neurons_panel", tr("Silence beside influence"), parent)
        self._over: SamplesName = "train"
        self._chosen: int | None = None
        self._spec: NetworkSpec | None = None
        self._primary: Neuron | None = None
        self._picture: Picture | None = None
        self._reading: SilenceReading | None = None
        #: The first reading of a run, of one layer, cost and set; with what these are.
        self._first: tuple[tuple[object, ...], SilenceReading] | None = None
        self._empty = EmptyState("", "", parent=self)
        self._shown = QWidget(self)
        self._scroll = PanelScroll(self._shown, name="neurons_scroll", sideways=True)
        page = self._scroll.page
        self._table = CellTable("neurons_table", tr("Influence and silence of each neuron"), page)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._dots = DotPlot("neurons_plot", self._shown)
        self._dots.set_names(tr("ΔC if silenced over RMS δ"), tr("RMS δ"), tr("ΔC if silenced"), short_y="ΔC")
        self._dots.show_diagonal(False)
        self._dots.setMinimumSize(_LEAST_PLOT)
        self._dots.plot.setToolTip(
            wrapped(
                tr("A dot for each neuron: RMS δ across, what silencing it adds to C up. Click to select.")
            )
        )
        self._silence = QPushButton(page)
        self._silence.setObjectName("neurons_silence")
        self._sentence = QLabel(page)
        self._sentence.setObjectName("neurons_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._controls = self._make_choices()
        self._lay_out()
        for signal in (self._table.clicked, self._table.activated):
            signal.connect(self._on_row_chosen)
        self._dots.clicked.connect(self._on_dot_clicked)
        self._dots.hovered.connect(self._on_dot_hovered)
        self._silence.clicked.connect(self._on_silence_clicked)
        self.clear()

    def _make_choices(self) -> QWidget:
        controls = QWidget(self)
        self._layer = ChoiceBox((), controls)
        self._layer.setObjectName("neurons_layer")
        name_choice(self._layer, tr("Hidden layer"))
        self._layer.setToolTip(tr("The hidden layer whose neurons are silenced in turn."))
        self._layer.picked.connect(self._on_layer_picked)
        self._samples = SamplesBox(
            "neurons_samples",
            tr("Samples that are measured"),
            tr("The samples over which all of this is measured."),
            self._over,
            controls,
        )
        self._samples.picked.connect(self._on_samples_picked)
        line = QHBoxLayout(controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._layer)
        line.addWidget(self._samples)
        line.addStretch(1)
        return controls

    def _lay_out(self) -> None:
        left = QVBoxLayout(self._scroll.page)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addWidget(self._table, 1)
        left.addWidget(self._silence, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self._sentence)
        self._line_up = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._shown)
        self._line_up.setContentsMargins(0, 0, 0, 0)
        self._line_up.setSpacing(8)
        self._line_up.addWidget(self._scroll, 3)
        self._line_up.addWidget(self._dots, 2)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._controls)
        column.addLayout(self._pages, 1)

    @property
    @override
    def choice(self) -> words.SilenceChoice:
        return words.SilenceChoice(self._shown_layer, self._over)

    @property
    def _shown_layer(self) -> int:
        return 0 if self._spec is None else words.layer_of(self._chosen, self._primary, self._spec)

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        if plan.spec == self._spec:
            return
        self._spec = plan.spec
        layers = [str(layer) for layer in plan.spec.hidden]
        self._layer.offer(
            (each, tr("layer {layer}", layer=each), tr("The neurons of this layer.")) for each in layers
        )
        if self._chosen not in plan.spec.hidden:
            self._chosen = None
        self._show_layer()

    @override
    def show_session(self, state: SessionState) -> None:
        before = self._shown_layer
        self._primary = state.primary
        if self._primary is not None and self._spec is not None and self._primary.layer in self._spec.hidden:
            self._chosen = self._primary.layer
        self._show_layer()
        self._mark()
        if self._shown_layer != before:
            self.choice_changed.emit()

    def _show_layer(self) -> None:
        layer = self._shown_layer
        self._layer.setVisible(self._layer.count() > 1)
        self._layer.show_choice(str(layer))
        if self._spec is not None and not self._spec.hidden:
            self._show_empty(
                tr("No hidden layer"),
                tr("Silencing asks what hidden neurons are worth. Choose Network → Add layer to have some."),
            )

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if not picture.frame.data.count(self._over):
            self._show_empty_set()
        self._mark()

    @override
    def show_reading(self, reading: SilenceReading | None) -> None:
        if reading is None or self._picture is None or reading.layer != self._shown_layer:
            return
        frame = self._picture.frame
        subject = frame.run, frame.spec, frame.config.cost, reading.layer, reading.over
        if self._first is None or self._first[0] != subject or self._first[1].step > reading.step:
            self._first = subject, reading
            self._dots.refit()
        self._reading = reading
        self._table.show_table(words.silence_table(reading))
        self._sentence.setText(words.sentence(reading, self._first[1]))
        self._pages.setCurrentWidget(self._shown)
        self._mark()
        self._tell_note(words.title(reading), words.shorter_title(reading))

    def _mark(self) -> None:
        """Mark the selected neuron, and say what the button would do to it."""
        reading, primary = self._reading, self._primary
        if reading is None:
            return
        is_here = primary is not None and primary.layer == reading.layer
        j = primary.index if primary is not None and is_here and primary.index < len(reading.rms) else -1
        chosen = np.zeros(len(reading.rms), dtype=np.bool_)
        chosen[reading.silent] = False
        if j >= 0:
            chosen[j] = True
            if self._table.currentIndex().row() != j:
                self._table.selectRow(j)
        else:
            self._table.clearSelection()
        self._dots.show_dots(reading.rms, reading.cost_changes, chosen, j)
        silent = j >= 0 and bool(reading.silent[j])
        text = tr("Select a neuron to silence it")
        if j >= 0:
            neuron = Neuron(reading.layer, j)
            text = (
                tr("Bring back {neuron}", neuron=neuron) if silent else tr("Silence {neuron}", neuron=neuron)
            )
        self._silence.setEnabled(j >= 0)
        self._silence.setText(text)
        self._silence.setAccessibleName(text)
        self._silence.setToolTip(wrapped(_BACK if silent else _SILENCE))

    def _show_empty_set(self) -> None:
        self._show_empty(*EMPTY_SET)

    def _show_empty(self, title: str, said: str) -> None:
        self._reading = None
        self._empty.set_words(title, said)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    @override
    def clear(self) -> None:
        self._chosen = self._spec = self._primary = self._picture = self._first = None
        self._show_empty(
            tr("No neurons yet"),
            tr(
                "For each neuron of a hidden layer: RMS δ, its influence on the outputs, and what becomes of C if it "
                "is silenced. Appears once the network has been evaluated."
            ),
        )

    @guard
    def _on_layer_picked(self, name: str) -> None:
        self._chosen = int(name)
        self.choice_changed.emit()

    @guard
    def _on_samples_picked(self, over: SamplesName) -> None:
        self._over = over
        if self._picture is not None and not self._picture.frame.data.count(over):
            self._show_empty_set()
        self.choice_changed.emit()

    @guard
    def _on_row_chosen(self, index: QModelIndex) -> None:
        self._ask_for(index.row())

    @guard
    def _on_dot_clicked(self, dot: int) -> None:
        self._ask_for(dot)

    def _ask_for(self, j: int) -> None:
        if self._reading is not None and 0 <= j < len(self._reading.rms):
            self.act_requested.emit(Select((Neuron(self._reading.layer, j),)))

    @guard
    def _on_dot_hovered(self, dot: int | None) -> None:
        reading, plot = self._reading, self._dots.plot
        if reading is None or dot is None or dot >= len(reading.rms):
            plot.hide_crosshair()
        else:
            plot.show_crosshair(float(reading.rms[dot]), [], words.dot_words(reading, dot))

    @guard
    def _on_silence_clicked(self) -> None:
        reading, primary = self._reading, self._primary
        if reading is None or primary is None or primary.layer != reading.layer:
            return
        if primary.index < len(reading.silent):
            silenced = not bool(reading.silent[primary.index])
            self.edit_requested.emit(Silence(primary.layer, (primary.index,), silenced))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE * self.height()
        directions = QBoxLayout.Direction
        self._line_up.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
