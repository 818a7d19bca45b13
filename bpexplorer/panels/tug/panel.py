"""The tug of war of one neuron: arrows, what they come to, and how ‖∇C‖ falls meanwhile."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.readings.laboratory.tug import TugReading
from bpexplorer.core.spec import Neuron
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Caption
from bpexplorer.look.widgets.labels import SteadyLabel
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.panel import Content
from bpexplorer.panels.shared.of_neuron import NeuronPanel
from bpexplorer.panels.shared.plots.lines import LineStyle
from bpexplorer.panels.shared.plots.plotting import Plot
from bpexplorer.panels.shared.sets import row_looked_at
from bpexplorer.panels.tug import words
from bpexplorer.panels.tug.arrows import TugArrows
from bpexplorer.panels.tug.trail import NormTrail
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_NOTHING_YET: Final = tr("No tug of war yet")
#: A panel so much wider than high has the curve beside the arrows.
_WIDE: Final = 1.6
_LEAST_PLOT: Final = 72
#: Where the panel scrolls, its bar takes so much.
_EDGE: Final = 12
_NUMBERS: Final = {
    "mean": (
        tr("mean δ"),
        tr("The mean of δ over the samples: ∂C/∂b of this neuron. Training brings it to 0."),
    ),
    "median": (tr("median δ"), tr("Half of the samples have a smaller δ, half a larger one.")),
    "mean_size": (
        tr("mean |δ|"),
        tr("The mean of the sizes of δ: how hard the samples pull, whichever way."),
    ),
    "rms": (tr("RMS"), tr("√ of the mean of δ²: samples that pull hard count for more.")),
    "largest": (tr("largest"), tr("The δ furthest from 0.")),
    "norm": ("‖∇C‖", tr("The length of the gradient of the mean cost, by all weights and biases.")),
}


class TugPanel(NeuronPanel):
    """Draws the readings it is shown, of the selected neuron over the set that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        choice_words = (tr("Samples that pull"), tr("The samples whose δ are shown."))
        super().__init__("tug_panel", tr("Tug of war"), "tug_samples", choice_words, parent)
        self._reading: TugReading | None = None
        self._trail = NormTrail()
        self._shown = QWidget(self)
        self._arrows = TugArrows(self._shown)
        # What is said of the arrows may be more than there is room for beside them; they themselves stay in sight.
        self._scroll = PanelScroll(self._shown, name="tug_scroll", sideways=True)
        page = self._scroll.page
        self._readout = Caption("", self)
        self._readout.setObjectName("tug_readout")
        self._sentence = QLabel(page)
        self._sentence.setObjectName("tug_sentence")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        set_role(self._sentence, "secondary")
        self._plot = Plot(page)
        self._plot.setMinimumHeight(_LEAST_PLOT)
        self._plot.set_log(True)
        self._plot.set_name(tr("‖∇C‖ over the steps"))
        # The axis of steps needs no name beside that of the picture, and a low panel has no room for one.
        self._plot.set_names("", tr("‖∇C‖ over steps"), short_y="‖∇C‖", whole_x=True)
        self._line = self._plot.add_line(LineStyle(lambda theme: theme.train, is_main=True))
        self._numbers: dict[str, SteadyLabel] = {}
        self._cells: list[tuple[Caption, SteadyLabel]] = []
        self._lay_out()
        self._arrows.chosen.connect(self._on_arrow_chosen)
        self._arrows.cell_hovered.connect(self._on_arrow_hovered)
        self.clear()

    def _lay_out(self) -> None:
        values = QWidget(self._scroll.page)
        grid = QGridLayout(values)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(1)
        font = fonts.number_font(fonts.SECONDARY)
        width = QFontMetrics(font).horizontalAdvance("0" * numbers.WIDEST)
        for name, (title, meaning) in _NUMBERS.items():
            caption, number = Caption(title, values), SteadyLabel(values, width=width)
            # A number without its name says nothing: the name is never shortened, and the number has its room at once.
            caption.setMinimumWidth(caption.fontMetrics().horizontalAdvance(title) + 1)
            number.setMinimumWidth(width)
            number.setObjectName(f"tug_{name}")
            number.setAccessibleName(title)
            number.setFont(font)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for each in (caption, number):
                each.setToolTip(wrapped(meaning))
            self._cells.append((caption, number))
            self._numbers[name] = number
        self._grid, self._columns = grid, 0
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._choice)
        above.addWidget(self._readout, 1)
        told = QVBoxLayout(self._scroll.page)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(4)
        told.addWidget(values)
        told.addWidget(self._sentence)
        told.addWidget(self._plot, 1)
        self._line_up = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._shown)
        self._line_up.setContentsMargins(0, 0, 0, 0)
        self._line_up.setSpacing(8)
        self._line_up.addWidget(self._arrows, 3)
        self._line_up.addWidget(self._scroll, 2)
        self._pages.addWidget(self._shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(above)
        whole.addLayout(self._pages, 1)

    @override
    def show_reading(self, reading: TugReading | None) -> None:
        if reading is None or self._picture is None or self._neuron is None:
            return
        before, self._reading = self._reading, reading
        if before is None or _subject(before) != _subject(reading):
            self._arrows.refit()
        self._trail = self._trail.after(reading, self._picture.frame.config.cost)
        self._pages.setCurrentWidget(self._shown)
        self._draw(reading)
        values = {
            "mean": numbers.signed(reading.mean),
            "median": numbers.signed(reading.median),
            "mean_size": numbers.unsigned(reading.mean_size),
            "rms": numbers.unsigned(reading.rms),
            "largest": numbers.signed(reading.largest),
            "norm": numbers.unsigned(reading.gradient_norm),
        }
        for name, text in values.items():
            self._numbers[name].show_text(text.strip())
        self._sentence.setText(words.sentence(reading))
        self._draw_trail()
        self._tell_note(words.title(reading), words.shorter_title(reading))

    @override
    def _draw(self, reading: TugReading) -> None:
        picture = self._picture
        assert picture is not None, "readings come of pictures"
        self._arrows.show_reading(reading, row_looked_at(reading.over, picture))

    def _draw_trail(self) -> None:
        drawn = [(step, norm) for step, norm in self._trail.points if norm > 0.0 and np.isfinite(norm)]
        steps = np.array([float(step) for step, _ in drawn])
        exponents = np.log10([norm for _, norm in drawn]) if drawn else np.empty(0)
        self._line.set_points(steps, exponents)
        if drawn:
            low, high = float(exponents.min()), float(exponents.max())
            first, last = float(steps[0]), float(steps[-1])
            self._plot.follow((first, max(last, first + 1.0)), (low, max(high, low + 0.1)))

    @override
    def _nothing(self, primary: Neuron | None) -> tuple[str, str]:
        return _NOTHING_YET, words.why_empty(primary)

    @override
    def clear(self) -> None:
        self._trail = NormTrail()
        self._readout.setText("")
        super().clear()

    @override
    def content(self) -> Content:
        reading = self._reading
        if reading is None:
            return Content(tables=())
        rows = zip(reading.rows.tolist(), reading.deltas.tolist(), strict=True)
        sorted_ = ValueTable(words.title(reading), (tr("sample"), "δ"), tuple(rows))
        norms = ValueTable(tr("‖∇C‖ over the steps"), (tr("step"), "‖∇C‖"), self._trail.points)
        return Content(tables=(sorted_, norms), picture=self._shown)

    @guard
    def _on_arrow_hovered(self, cell: tuple[int, int] | None) -> None:
        reading = self._reading
        is_there = reading is not None and cell is not None and cell[1] < len(reading.deltas)
        self._readout.setText(words.arrow_words(reading, cell[1]) if is_there and reading and cell else "")

    @guard
    def _on_arrow_chosen(self, place: int) -> None:
        reading = self._reading
        if reading is not None and place < len(reading.rows):
            self._look_at(int(reading.rows[place]))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE * self.height()
        directions = QBoxLayout.Direction
        self._line_up.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        beside = (self.width() - self._line_up.spacing()) * 2 // 5
        self._arrange_numbers((beside if is_wide else self.width()) - _EDGE)

    def _arrange_numbers(self, room: int) -> None:
        """Stand the numbers in two columns where there is room for these, or in one."""
        needed = sum(
            max(max(widget.sizeHint().width(), widget.minimumWidth()) for widget in column)
            + self._grid.horizontalSpacing()
            for column in zip(*self._cells, strict=True)
        )
        columns = 2 if 2 * needed <= room else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, pair in enumerate(self._cells):
            row, column = divmod(place, columns)
            for at, widget in enumerate(pair):
                self._grid.removeWidget(widget)
                self._grid.addWidget(widget, row, 2 * column + at)
        for column in range(5):
            self._grid.setColumnStretch(column, int(column == 2 * columns))


def _subject(reading: TugReading) -> tuple[object, ...]:
    """What a reading is of, whatever the step."""
    return reading.neuron, reading.over, reading.run
