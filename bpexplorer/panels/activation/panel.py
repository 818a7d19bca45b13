"""The curve of the selected neuron's activation with every sample's z on it."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.on_curve import OnCurveReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SamplesName
from bpexplorer.core.types import FloatArray
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.activation import words
from bpexplorer.panels.panel import Content, Panel
from bpexplorer.panels.shared.dots import DotPlot
from bpexplorer.panels.shared.editors import SamplesBox
from bpexplorer.panels.shared.form import words as label
from bpexplorer.panels.shared.lines import LineStyle
from bpexplorer.panels.shared.sets import EMPTY_SET, look_at, row_looked_at
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_TITLE: Final = tr("No curve yet")


class ActivationPanel(Panel):
    """Draws the readings it is shown, of the selected neuron; a click on a dot asks to look at its sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("activation_panel", tr("Samples on the activation's curve"), parent)
        self._over: SamplesName = "train"
        self._neuron: Neuron | None = None
        self._picture: Picture | None = None
        self._reading: OnCurveReading | None = None
        self._choice = SamplesBox(
            "activation_samples",
            tr("Samples on the curve"),
            tr("The samples whose z are shown."),
            self._over,
            self,
        )
        self._choice.picked.connect(self._on_samples_picked)
        self._empty = EmptyState(_TITLE, "", parent=self)
        self._dots = DotPlot("activation_plot", self)
        self._dots.set_names(tr("a over z of every sample"), "z", "a")
        self._dots.show_diagonal(False)
        self._dots.plot.setToolTip(
            wrapped(tr("A dot for each sample: its z across, its a up. Click to look at it."))
        )
        self._curve = self._dots.plot.add_line(LineStyle(lambda theme: theme.secondary), z=1.0)
        self._sentence = label("activation_sentence", self)
        shown = QWidget(self)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._dots, 1)
        column.addWidget(self._sentence)
        self._shown = shown
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(self._pages, 1)
        self._dots.clicked.connect(self._on_dot_clicked)
        self._dots.hovered.connect(self._on_dot_hovered)
        self.clear()

    @property
    @override
    def choice(self) -> words.CurveChoice | None:
        return None if self._neuron is None else words.CurveChoice(self._neuron, self._over)

    @override
    def show_session(self, state: SessionState) -> None:
        primary = state.primary
        neuron = primary if primary is not None and primary.layer > 0 else None
        is_another, self._neuron = neuron != self._neuron, neuron
        if neuron is None:
            self._show_empty(_TITLE, words.why_empty(primary))
        elif is_another:
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if self._neuron is not None and not len(picture.frame.data.samples(self._over).x):
            self._show_empty_set()
        elif self._reading is not None:
            self._draw(self._reading)

    @override
    def show_reading(self, reading: OnCurveReading | None) -> None:
        if reading is None or self._picture is None or self._neuron is None:
            return
        if self._reading is None or (self._reading.neuron, self._reading.over) != (
            reading.neuron,
            reading.over,
        ):
            self._dots.refit()
        self._reading = reading
        self._curve.set_points(*(reading.curve or (np.empty(0), np.empty(0))))
        self._sentence.setText(words.sentence(reading))
        self._pages.setCurrentWidget(self._shown)
        self._draw(reading)
        self._tell_note(words.title(reading), words.shorter_title(reading))

    def _draw(self, reading: OnCurveReading) -> None:
        chosen = self._is_chosen(reading)
        ring = int(np.flatnonzero(chosen)[0]) if chosen.any() else -1
        self._dots.show_dots(reading.z, reading.a, chosen, ring)

    def _is_chosen(self, reading: OnCurveReading) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
        picture = self._picture
        assert picture is not None, "readings come of pictures"
        row = row_looked_at(reading.over, picture)
        return reading.rows == (-1 if row is None else row)

    def _show_empty(self, title: str, said: str) -> None:
        self._reading = None
        self._empty.set_words(title, said)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _show_empty_set(self) -> None:
        self._show_empty(*EMPTY_SET)

    @override
    def clear(self) -> None:
        self._picture, self._neuron = None, None
        self._show_empty(_TITLE, words.why_empty(None))

    @override
    def content(self) -> Content:
        reading = self._reading
        if reading is None:
            return Content(tables=())
        columns: tuple[FloatArray, ...] = (reading.z, reading.a, reading.slopes)
        rows = zip(reading.rows.tolist(), *(each.tolist() for each in columns), strict=True)
        table = ValueTable(words.title(reading), (tr("sample"), "z", "a", tr("slope")), tuple(rows))
        return Content(tables=(table,), picture=self._shown)

    @guard
    def _on_samples_picked(self, over: SamplesName) -> None:
        self._over = over
        if self._picture is not None and not len(self._picture.frame.data.samples(over).x):
            self._show_empty_set()
        self.choice_changed.emit()

    @guard
    def _on_dot_clicked(self, dot: int) -> None:
        reading = self._reading
        if reading is None:
            return
        if (act := look_at(reading.over, int(reading.rows[dot]))) is not None:
            self.act_requested.emit(act)

    @guard
    def _on_dot_hovered(self, dot: int | None) -> None:
        reading, plot = self._reading, self._dots.plot
        if reading is None or dot is None or dot >= len(reading.z):
            plot.hide_crosshair()
        else:
            plot.show_crosshair(float(reading.z[dot]), [], words.dot_words(reading, dot))
