"""What the whole step predicted and did: three numbers, their ratio over the last steps, and a sentence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.update import UpdateReading
from bpexplorer.core.readings.update_verdict import UpdateVerdict
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.leads import Lead
from bpexplorer.look.stylesheet import Ink, set_ink
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import Caption, SteadyLabel, SteadySentence
from bpexplorer.panels.update import words
from bpexplorer.panels.update.sparkline import Sparkline
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

_INKS: dict[UpdateVerdict, Ink] = {
    UpdateVerdict.SMALL_ENOUGH: "good",
    UpdateVerdict.AT_THE_LIMIT: "warning",
    UpdateVerdict.TOO_LARGE: "error",
    UpdateVerdict.NOT_FINITE: "error",
}
_ROWS = ("predicted", "actual", "ratio", "penalty")
#: From this width on there is room below the line for the words about it.
_WIDE = 400


class StepPage(QWidget):
    """Shows a reading's first half, beside the ratios of the steps before."""

    #: The verdict was followed, to all steps and their forecasts.
    verdict_followed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: UpdateReading | None = None
        self._captions = {name: Caption("", self) for name in _ROWS}
        self._numbers = {name: self._number(f"update_{name}", bold=name == "ratio") for name in _ROWS}
        #: Above them at the end of a walk through the step.
        self._costs = Caption("", self)
        self._costs.setObjectName("update_costs")
        self._costs.setToolTip(wrapped(words.COSTS_MEANING))
        set_ink(self._costs, "text")
        self._costs.hide()
        self.sparkline = Sparkline(self)
        self._measured = Caption("", self)
        self._measured.setObjectName("update_measured")
        self._measured.setToolTip(wrapped(words.TRAIL_MEANING))
        self._verdict = SteadySentence(words.LONGEST, self)
        self._verdict.setObjectName("update_verdict")
        self._to_forecast = Lead(self._verdict, ink="text")
        self._to_forecast.followed.connect(self.verdict_followed)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(2)
        for place, name in enumerate(_ROWS):
            rows.addWidget(self._captions[name], place, 0)
            rows.addWidget(self._numbers[name], place, 1, Qt.AlignmentFlag.AlignRight)
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(12)
        self._top.setVerticalSpacing(2)
        self._top.setColumnStretch(1, 1)
        self._top.addLayout(rows, 0, 0, 2, 1)
        self._top.addWidget(self.sparkline, 0, 1)
        self._top.addWidget(self._measured, 1, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._costs)
        column.addLayout(self._top)
        column.addWidget(self._verdict)
        column.addStretch(1)

    def _number(self, name: str, *, bold: bool) -> SteadyLabel:
        font = fonts.number_font(fonts.NUMBER, bold=bold)
        room = QFontMetrics(font).horizontalAdvance("0" * len(numbers.ROUNDING))
        label = SteadyLabel(self, width=room)
        label.setObjectName(name)
        label.setFont(font)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def show_reading(
        self, reading: UpdateReading, trail: RatioTrail, *, with_costs: bool = False, is_stuck: bool = False
    ) -> None:
        """Show another step; ``with_costs``: also C of its batch before and after; ``is_stuck``: the training."""
        self._reading = reading
        self._costs.setText(words.costs(reading))
        self._costs.setVisible(with_costs)
        shown = {
            "predicted": (
                words.predicted_caption(reading),
                words.change(reading.predicted, reading),
                words.predicted_meaning(reading),
            ),
            "actual": (
                tr("actual ΔC"),
                words.change(reading.actual, reading),
                words.actual_meaning(reading),
            ),
            "ratio": (tr("actual / predicted"), words.ratio(reading), words.RATIO_MEANING),
            "penalty": (tr("penalty, apart"), words.penalty_change(reading), words.PENALTY_MEANING),
        }
        for name, (caption, number, meaning) in shown.items():
            label = self._numbers[name]
            self._show_caption(name, caption)
            label.show_text(number)
            label.setAccessibleName(caption)
            for each in (label, self._captions[name]):
                each.setToolTip(wrapped(meaning))
            is_there = bool(number)
            label.setVisible(is_there)
            self._captions[name].setVisible(is_there)
        self.sparkline.show_trail(trail)
        self._measured.setText(words.trail_words(trail))
        self._verdict.setText(words.verdict(reading, is_stuck=is_stuck))
        self._to_forecast.show(
            words.whereto(reading, is_stuck=is_stuck),
            meaning=words.verdict_meaning(reading, is_stuck=is_stuck),
        )
        is_held_up = words.is_held_up(reading, is_stuck=is_stuck)
        set_ink(self._verdict, "warning" if is_held_up else _INKS.get(reading.verdict, "text"))

    def _show_caption(self, name: str, text: str) -> None:
        """Name a number; a number without its name says nothing, so it is never shortened."""
        caption = self._captions[name]
        if text != caption.text():
            caption.setText(text)
            caption.setMinimumWidth(caption.fontMetrics().horizontalAdvance(text) + 1)

    def _place_measured(self, width: int) -> None:
        """Put the words about the line below it, if they have room there, or else below everything."""
        for layout in (self._top, self._column):
            layout.removeWidget(self._measured)
        if width >= round(_WIDE * fonts.dpi_scale()):
            self._top.addWidget(self._measured, 1, 1)
        else:
            self._column.insertWidget(3, self._measured)

    def tables(self) -> tuple[ValueTable, ...]:
        """What is shown, with every digit."""
        reading = self._reading
        if reading is None:
            return ()
        rows = (
            ("step", reading.batch.step),
            (tr("C before"), reading.cost_before),
            (tr("C after"), reading.cost_after),
            (words.predicted_caption(reading), reading.predicted),
            (tr("actual ΔC"), reading.actual),
            (tr("actual / predicted"), reading.ratio),
            ("penalty", reading.penalty_change),
        )
        return (ValueTable(tr("Update of the step"), ("", "value"), rows), self.sparkline.content())

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._verdict.keep_room(event.size().width())
        self._place_measured(event.size().width())
        super().resizeEvent(event)
