"""The curve of the selected neuron's activation with every sample's z on it."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.laboratory.on_curve import OnCurveReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.activation import words
from bpexplorer.panels.panel import Content
from bpexplorer.panels.shared.forms.form import words as label
from bpexplorer.panels.shared.of_neuron import NeuronPanel
from bpexplorer.panels.shared.plots.dots import DotPlot
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.told import ToldPlot
from bpexplorer.panels.shared.sets import row_looked_at
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_TITLE: Final = tr("No curve yet")


class ActivationPanel(NeuronPanel):
    """Draws the readings it is shown, of the selected neuron; a click on a dot asks to look at its sample."""

    def __init__(self, parent: QWidget | None = None) -> None:
        choice_words = (tr("Samples on the curve"), tr("The samples whose z are shown."))
        title = tr("Samples on the activation's curve")
        super().__init__("activation_panel", title, "activation_samples", choice_words, parent)
        self._reading: OnCurveReading | None = None
        self._shown = ToldPlot(self)
        self._dots = DotPlot("activation_plot", self._shown)
        self._dots.set_names(tr("a over z of every sample"), "z", "a")
        self._dots.show_diagonal(False)
        self._dots.plot.setToolTip(
            wrapped(tr("A dot for each sample: its z across, its a up. Click to look at it."))
        )
        self._curve = self._dots.plot.add_line(LineStyle(lambda theme: theme.secondary), z=1.0)
        self._sentence = label("activation_sentence", self._shown)
        self._shown.hold(self._dots, (self._sentence,))
        self._pages.addWidget(self._shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(self._pages, 1)
        self._dots.clicked.connect(self._on_dot_clicked)
        self._dots.hovered.connect(self._on_dot_hovered)
        self.clear()

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

    @override
    def _draw(self, reading: OnCurveReading) -> None:
        chosen = self._is_chosen(reading)
        ring = int(np.flatnonzero(chosen)[0]) if chosen.any() else -1
        self._dots.show_dots(reading.z, reading.a, chosen, ring)

    def _is_chosen(self, reading: OnCurveReading) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
        picture = self._picture
        assert picture is not None, "readings come of pictures"
        row = row_looked_at(reading.over, picture)
        return reading.rows == (-1 if row is None else row)

    @override
    def _nothing(self, primary: Neuron | None) -> tuple[str, str]:
        return _TITLE, words.why_empty(primary)

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
    def _on_dot_clicked(self, dot: int) -> None:
        if self._reading is not None:
            self._look_at(int(self._reading.rows[dot]))

    @guard
    def _on_dot_hovered(self, dot: int | None) -> None:
        reading, plot = self._reading, self._dots.plot
        if reading is None or dot is None or dot >= len(reading.z):
            plot.hide_crosshair()
        else:
            plot.show_crosshair(float(reading.z[dot]), [], words.dot_words(reading, dot))
