"""The parts of the panel from top to bottom: equation and pill, terms, foot, the way to the demon, and a sentence."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.origin import OriginReading
from bpexplorer.core.spec import Neuron
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import FormulaLabel
from bpexplorer.look.widgets.labels import Caption, SteadyLabel
from bpexplorer.look.widgets.pill import PillChoice
from bpexplorer.panels.origin.foot import OriginFoot
from bpexplorer.panels.origin.formulas import REASONS, formula
from bpexplorer.panels.origin.in_place import TestInPlace
from bpexplorer.panels.origin.jacobian.words import WHOLE, WHOLE_MEANING
from bpexplorer.panels.origin.player import SumPlayer
from bpexplorer.panels.origin.rows import ENOUGH, FEWEST, FIRST, OriginTable, cell
from bpexplorer.panels.origin.table import PADDING, OriginTableView
from bpexplorer.panels.origin.words import choices, sentence
from bpexplorer.panels.shared.forms.form import words
from bpexplorer.translation import tr

#: The formula stands in a room of one height, so that what is below it stays where it is.
_FORMULA_SIZE: Final = 13.5
_FORMULA_ROOM: Final = 40
_SPACING: Final = 3
#: In a wide panel the numbers stay near their names.
_WIDEST: Final = 480
_TEST: Final = tr("Put the demon on this neuron: add Δz to its z, and see what becomes of C.")
_NO_TEST: Final = tr("The demon tests the fixed samples. Choose these above the network to test a δ.")


class OriginBody(QWidget):
    """Shows a reading; its parts say what their user wants."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(round(_WIDEST * fonts.dpi_scale()))
        self._formula = FormulaLabel("\\delta", "δ", size=_FORMULA_SIZE, parent=self)
        self._formula.setObjectName("origin_formula")
        self.pill = PillChoice("origin_pill", self)
        #: Leads to the whole Jacobian, where the sum is over the neurons of the neuron's own layer.
        self.whole_jacobian = QPushButton(WHOLE, self)
        self.whole_jacobian.setObjectName("origin_whole_jacobian")
        self.whole_jacobian.setAccessibleName(WHOLE)
        self.whole_jacobian.setToolTip(wrapped(WHOLE_MEANING))
        set_role(self.whole_jacobian, "link")
        self.back = QPushButton(self)
        self.back.setObjectName("origin_back")
        set_role(self.back, "link")
        kept = self.back.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(kept)
        self.table = OriginTableView(self)
        self.more = QPushButton(self)
        self.more.setObjectName("origin_more")
        set_role(self.more, "link")
        self._rest = SteadyLabel(self)
        self._rest.setObjectName("origin_rest")
        self._rest.setFont(fonts.number_font(fonts.SECONDARY))
        self._rest.setToolTip(tr("The sum of the terms that are not shown one by one."))
        set_ink(self._rest, "secondary")
        self._rest_row = QHBoxLayout()
        self._beside_rest = QSpacerItem(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.foot = OriginFoot(self)
        #: In a walk through a step; elsewhere it is offered nothing.
        self.player = SumPlayer("origin_play", self.table, self.foot.show_running_total, self)
        self.player.offer(None)
        self._sentence = words("origin_sentence", self)
        self.test = QPushButton(tr("Test this δ"), self)
        self.test.setObjectName("origin_test")
        self.test.setAccessibleName(tr("Test this δ"))
        self._about_test = Caption(tr("push z a little and see what C does"), self)
        self._about_test.set_shorter(tr("push z and watch C"))
        set_role(self.test, "demon")
        set_icon(self.test, "demon", color_role="text_on_demon")
        self._lay_out()
        self.table.bars_fitted.connect(self._on_bars_fitted)

    def _lay_out(self) -> None:
        top, rest, test = QHBoxLayout(), self._rest_row, QHBoxLayout()
        room = QWidget(self)
        room.setFixedHeight(round(_FORMULA_ROOM * fonts.dpi_scale()))
        inside = QHBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._formula, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(room)
        top.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignRight)
        links = QHBoxLayout()
        links.setSpacing(8)
        links.addStretch(1)
        links.addWidget(self.back)
        links.addWidget(self.whole_jacobian)
        beside.addLayout(links)
        beside.addStretch(1)
        top.addLayout(beside)
        rest.addWidget(self.more)
        rest.addStretch(1)
        rest.addWidget(self._rest)
        rest.addSpacerItem(self._beside_rest)
        test.addWidget(self.test)
        test.addWidget(self._about_test, 1)
        test.addWidget(self.player.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        rest.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table)
        layout.addLayout(rest)
        layout.addWidget(self.foot)
        layout.addLayout(test)
        # However long it is, the button before it stays in sight.
        layout.addWidget(self._sentence)
        self._layout = layout
        #: The demon on this δ, once one was asked for.
        self._in_place: TestInPlace | None = None

    def show_test(self, reading: DemonReading | None) -> None:
        """Show the demon on this very δ, below it; None: there is none, or elsewhere."""
        if reading is not None and self._in_place is None:
            self._in_place = TestInPlace(self)
            self._in_place.act_requested.connect(self.act_requested)
            self._layout.insertWidget(self._layout.indexOf(self._sentence), self._in_place)
        if self._in_place is not None:
            self._in_place.setVisible(reading is not None)
            if reading is not None:
                self._in_place.show_reading(reading)

    def show_reading(
        self, reading: OriginReading, table: OriginTable, *, mean: bool, whole: bool, can_test: bool
    ) -> None:
        """Show the sum for the sample, or for the mean, with these terms, and whether a demon can test it."""
        shown = formula(reading, mean=mean)
        self._formula.set_formula(shown.latex, shown.plain)
        self._formula.setToolTip(wrapped(f"{shown.name}: {shown.plain}\n\n{REASONS[reading.kind]}"))
        self.pill.show_choices(choices(reading), int(mean))
        self.table.show_table(table)
        self._show_more(table, whole=whole)
        self.foot.show_reading(reading, mean=mean)
        said = sentence(reading, mean=mean)
        self._sentence.setText(said)
        self._sentence.setVisible(bool(said))
        self.test.setEnabled(can_test)
        for each in (self.test, self._about_test):
            each.setToolTip(wrapped(_TEST if can_test else _NO_TEST))

    def show_way_back(self, neuron: Neuron | None) -> None:
        """Offer to go back to the neuron from which a row or a verdict led here; None: to none."""
        self.back.setVisible(neuron is not None)
        if neuron is not None:
            self.back.setText(f"← ({neuron.layer}, {neuron.index})")
            self.back.setAccessibleName(tr("Back to {neuron}", neuron=neuron))
            self.back.setToolTip(
                tr("Back to {neuron}, from which a row or a verdict led here (Alt+Left).", neuron=neuron)
            )

    def rows_in(self, width: int, height: int) -> int:
        """How many terms leave all that stands below them in sight where there is so much room, if any can.

        The foot and the button come before more terms than the fewest, the sentence before more than enough of them.
        """
        around = round(_FORMULA_ROOM * fonts.dpi_scale()) + self.more.sizeHint().height()
        around += self.foot.sizeHint().height() + self.test.sizeHint().height() + 4 * _SPACING
        if self._in_place is not None and not self._in_place.isHidden():
            around += self._in_place.height() + _SPACING
        said = self._sentence
        below = 0 if said.isHidden() else said.heightForWidth(min(width, self.maximumWidth())) + _SPACING
        with_sentence = self.table.rows_in(height - around - below)
        rows = with_sentence if with_sentence >= ENOUGH else min(self.table.rows_in(height - around), ENOUGH)
        return min(max(rows, FEWEST), FIRST)

    @guard
    def _on_bars_fitted(self, width: int) -> None:
        self._beside_rest.changeSize(width + PADDING, 0, QSizePolicy.Policy.Fixed)
        self._rest_row.invalidate()
        self.foot.line_up(width)

    def _show_more(self, table: OriginTable, *, whole: bool) -> None:
        left = table.left
        is_needed = whole or left > 0
        self.more.setVisible(is_needed)
        self._rest.setVisible(is_needed)
        text = tr("{left} more, together", left=numbers.count(left)) if left else tr("Only the largest")
        self.more.setText(text)
        self.more.setAccessibleName(text)
        self.more.setToolTip(tr("Show all terms.") if left else tr("Show the largest terms only."))
        self._rest.show_text(cell(table.sum_of_left, of=table.size) if left else "")
