"""What the terms come to: their sum, the slope that it is multiplied by, and δ, each with a few words."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from bpexplorer.core.readings.origin import OriginReading, Passing, WorkedSum
from bpexplorer.core.spec import Neuron
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.look.leads import Lead
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Divider
from bpexplorer.look.widgets.labels import Caption, SteadyLabel
from bpexplorer.panels.origin import words
from bpexplorer.panels.origin.rows import cell, factor, is_off
from bpexplorer.panels.origin.table import PADDING
from bpexplorer.translation import tr

#: Room for so many digits.
_CHARACTERS: Final = 7
_SPACING: Final = 6
_TO_FLOW: Final = tr("Gradient flow counts the neurons whose slope is nearly 0. Click to see it.")
_MEANINGS: Final = {
    "sum": tr("All terms above added up, and whether they agree or cancel."),
    "factor": tr("What dropout multiplies by: 0 for a neuron that is left out of this sample."),
    "slope": GLOSSARY["slope"],
    "difference": tr("Matched pair: the slope cancels, so δ = output − target."),
}


class FootRow:
    """A line of the foot: what a number is, the number, and what it comes to in words.

    Parameters
    ----------
    wraps : bool
        Whether the words may take several lines, as a formula does; else they are fewer where there is less room.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        meaning: str,
        *,
        ink: Ink = "text",
        bold: bool = False,
        wraps: bool = False,
    ) -> None:
        self.name = QLabel(parent)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.name.setObjectName(f"{name}_name")
        font = fonts.number_font(fonts.SECONDARY, bold=True)
        self.number = SteadyLabel(parent, width=QFontMetrics(font).horizontalAdvance("0" * _CHARACTERS))
        self.number.setObjectName(name)
        self.number.setFont(font)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_ink(self.number, ink)
        self.words = QLabel(parent) if wraps else _Words(parent=parent)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(wraps)
        set_role(self.words, "secondary")
        self.words.setObjectName(f"{name}_words")
        self.name.setFont(fonts.text_font(fonts.SECONDARY, bold=bold))
        self.explain(meaning)
        self.words.setToolTip(self.name.toolTip())

    def show_text(self, name: str, number: str, remark: words.Remark | str = "") -> None:
        """Show another line."""
        self.show_number(name, number)
        self.show_remark(words.Remark(remark, "") if isinstance(remark, str) else remark)

    def show_remark(self, remark: words.Remark) -> None:
        """Say something else beside the number."""
        if isinstance(self.words, Caption):
            self.words.set_shorter(remark.short)
        self.words.setText(remark.words)

    def show_number(self, name: str, number: str) -> None:
        """Show another number."""
        self.name.setText(name)
        self.number.show_text(number)
        self.number.setAccessibleName(name)

    def explain(self, meaning: str) -> None:
        """Say what the number is, in the tooltip of its name and its own."""
        for label in (self.name, self.number):
            label.setToolTip(wrapped(meaning))

    def set_visible(self, visible: bool) -> None:
        """Show or hide the line."""
        for widget in (self.name, self.number, self.words):
            widget.setVisible(visible)


class _Words(Caption):
    """Words on one line, fewer where there is less room, that may be a link."""

    @override
    @guard(returns=False)
    def focusNextPrevChild(self, next: bool) -> bool:
        # WORKAROUND: going back, a label finds its link again and again, and keys never leave it.
        return super().focusNextPrevChild(next) if next else QWidget.focusNextPrevChild(self, False)


class OriginFoot(QWidget):
    """Σ, × slope, = δ. The words beside Σ lead to the neuron with the largest term."""

    #: Neuron
    chosen = Signal(object)
    #: The name of the dock that shows why.
    dock_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._largest: Neuron | None = None
        self._sum = "Σ", ""
        self._rows = {
            "sum": FootRow(self, "origin_sum", _MEANINGS["sum"]),
            "factor": FootRow(self, "origin_factor", _MEANINGS["factor"]),
            "slope": FootRow(self, "origin_slope", _MEANINGS["slope"]),
            "difference": FootRow(self, "origin_difference", _MEANINGS["difference"]),
            "delta": FootRow(self, "origin_delta", GLOSSARY["δ"], ink="accent", bold=True),
        }
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(_SPACING)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(0, 1)
        layout.addWidget(Divider(self), 0, 0, 1, 3)
        for place, row in enumerate(self._rows.values(), start=1):
            layout.addWidget(row.name, place, 0)
            layout.addWidget(row.number, place, 1, Qt.AlignmentFlag.AlignRight)
            layout.addWidget(row.words, place, 2)
        self._leads = {
            name: Lead(self._rows[name].words, meaning=_MEANINGS[name]) for name in ("sum", "slope")
        }
        self._leads["sum"].followed.connect(self._on_sum_followed)
        self._leads["slope"].followed.connect(self._on_slope_followed)

    @guard
    def line_up(self, width: int) -> None:
        """Give the words so much room that the numbers before them stand below those of the table."""
        metrics = self._rows["sum"].words.fontMetrics()
        least = max(map(metrics.horizontalAdvance, words.SHORT_REMARKS))
        for row in self._rows.values():
            row.words.setFixedWidth(max(width + PADDING - _SPACING, least))

    def show_reading(self, reading: OriginReading, *, mean: bool) -> None:
        """Show what the terms of the sample, or of the mean, come to."""
        worked = reading.mean if mean else reading.one
        rows = self._rows
        self._show_sum(reading, worked)
        for name, number, other, said in (
            ("factor", worked.factor, worked.slope, words.NO_REMARK),
            ("slope", worked.slope, worked.factor, words.passing_words(worked)),
        ):
            rows[name].set_visible(number is not None)
            if number is not None:
                title = words.slope_name(reading) if name == "slope" else tr("× m of dropout")
                rows[name].show_text(title, _multiplier(number, other, worked), said)
        difference = worked.difference
        rows["difference"].set_visible(difference is not None)
        if difference is not None:
            title = tr("= mean of a − y") if mean else tr("= output − target")
            output, target = difference
            rows["difference"].show_text(
                title, cell(output - target, of=abs(output)), words.difference_words(output, target)
            )
        is_gradient = mean and reading.count == reading.size
        delta = tr("= mean δ = ∂C/∂b") if is_gradient else tr("= mean δ") if mean else "= δ"
        rows["delta"].show_text(delta, cell(worked.delta, of=worked.size), words.raising_words(worked))
        is_held_up = worked.verdict.passing in (Passing.NOTHING, Passing.HARDLY_ANY)
        self._leads["slope"].show(_TO_FLOW if is_held_up else "")
        rows["delta"].explain(
            f"{GLOSSARY['δ']}\n" + tr("C is {cost_name}.", cost_name=words.cost_name(reading, mean=mean))
        )

    def hide_results(self, hidden: bool) -> None:
        """Leave out what the terms come to: it is to be worked out. What they are multiplied by is given."""
        self._rows["sum"].set_visible(not hidden)
        if hidden:
            self._rows["difference"].set_visible(False)
            delta = self._rows["delta"]
            delta.show_text(delta.name.text(), "?")

    def show_running_total(self, text: str | None) -> None:
        """Show what has been added up so far; None: all of it."""
        name, number = self._sum if text is None else (tr("Σ so far"), text)
        self._rows["sum"].show_number(name, number)

    def _show_sum(self, reading: OriginReading, worked: WorkedSum) -> None:
        self._largest = None
        if len(worked.terms) and worked.terms[0]:
            largest = Neuron(reading.layer, int(worked.neurons[0]))
            self._largest = None if largest == reading.neuron else largest
        self._sum = "Σ", cell(worked.total, of=worked.size)
        self._rows["sum"].show_number(*self._sum)
        self._rows["sum"].show_remark(words.adding_words(reading, worked))
        self._leads["sum"].show(
            ""
            if self._largest is None
            else tr("The largest term is that of {largest}. Click to select it.", largest=self._largest)
        )

    @guard
    def _on_sum_followed(self) -> None:
        if self._largest is not None:
            self.chosen.emit(self._largest)

    @guard
    def _on_slope_followed(self) -> None:
        self.dock_requested.emit("dock_flow")


def _multiplier(number: float, other: float | None, worked: WorkedSum) -> str:
    """Write a factor of Σ, beside another or alone, with digits enough to come to δ."""
    rest = worked.total * (1.0 if other is None else other)
    if is_off(np.array(number), np.array(rest), np.array(worked.delta)):
        return factor(number).removeprefix("+")
    return numbers.unsigned(number).strip() if number >= 0 else cell(number)
