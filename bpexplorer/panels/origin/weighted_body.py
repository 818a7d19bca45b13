"""Where z of a neuron comes from: the formula, the terms, what they come to, and a on its activation's curve."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.look.labels import SteadyLabel
from bpexplorer.look.pill import Pill, Whose
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Caption, Divider, FormulaLabel
from bpexplorer.panels.origin.curve import ActivationCurve
from bpexplorer.panels.origin.foot import FootRow
from bpexplorer.panels.origin.rows import FEWEST, OriginTable, cell
from bpexplorer.panels.origin.table import MOST_ROWS, PADDING, OriginTableView
from bpexplorer.panels.origin.weighted import weighted_formula
from bpexplorer.translation import tr

_FORMULA_SIZE, _FORMULA_ROOM, _SPACING = 13.5, 40, 3
_WIDEST: Final = 480
_NARROWEST: Final = 60


class WeightedBody(QWidget):
    """Shows a WeightedSum for one sample."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(round(_WIDEST * fonts.dpi_scale()))
        self._formula = FormulaLabel("z", "z", size=_FORMULA_SIZE, parent=self)
        self._formula.setObjectName("weighted_formula")
        self._pill = Pill(parent=self)
        self._pill.setObjectName("weighted_pill")
        self.table = OriginTableView(self, name="weighted_table")
        self._left = Caption("", self)
        self._left.setObjectName("weighted_left")
        self._rest = SteadyLabel(self)
        self._rest.setObjectName("weighted_rest")
        self._rest.setFont(fonts.number_font(fonts.SECONDARY))
        self._rest.setToolTip(tr("The sum of the terms that are not shown one by one."))
        set_ink(self._rest, "secondary")
        self._foot = QWidget(self)
        self._rows = {
            "sum": FootRow(self._foot, "weighted_sum", tr("All terms added up.")),
            "bias": FootRow(self._foot, "weighted_bias", GLOSSARY.get("bias", tr("The neuron's bias b."))),
            "dz": FootRow(
                self._foot, "weighted_dz", tr("What the demon holds while training goes on."), ink="demon"
            ),
            "z": FootRow(self._foot, "weighted_z", tr("The weighted input z."), bold=True),
            "a": FootRow(
                self._foot, "weighted_a", tr("What the activation makes of z."), ink="accent", bold=True
            ),
            "factor": FootRow(
                self._foot, "weighted_factor", tr("What dropout multiplies a by: 0 for a silent neuron.")
            ),
        }
        self._curve = ActivationCurve(self)
        self._lay_out()
        self.table.bars_fitted.connect(self._on_bars_fitted)

    def _lay_out(self) -> None:
        room = QWidget(self)
        room.setFixedHeight(round(_FORMULA_ROOM * fonts.dpi_scale()))
        inside = QHBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._formula, 0, Qt.AlignmentFlag.AlignVCenter)
        top, rest = QHBoxLayout(), QHBoxLayout()
        top.addWidget(room)
        top.addStretch(1)
        top.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        rest.setSpacing(0)
        rest.addWidget(self._left)
        rest.addStretch(1)
        rest.addWidget(self._rest)
        self._beside_rest = QWidget(self)
        rest.addWidget(self._beside_rest)
        foot = QGridLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setHorizontalSpacing(6)
        foot.setVerticalSpacing(4)
        foot.setColumnStretch(0, 1)
        foot.addWidget(Divider(self._foot), 0, 0, 1, 3)
        for place, row in enumerate(self._rows.values(), start=1):
            foot.addWidget(row.name, place, 0)
            foot.addWidget(row.number, place, 1, Qt.AlignmentFlag.AlignRight)
            foot.addWidget(row.words, place, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addLayout(top)
        layout.addWidget(self.table)
        layout.addLayout(rest)
        layout.addWidget(self._foot)
        layout.addWidget(self._curve)

    def show_sum(self, found: WeightedSum, table: OriginTable, *, activation: str, whose: str) -> None:
        """Show a sum."""
        shown = weighted_formula(found)
        self._formula.set_formula(shown.latex, shown.plain)
        self._formula.setToolTip(wrapped(shown.plain))
        self._pill.show_whose(Whose(whose))
        self.table.show_table(table)
        self._left.setText(tr("{left} more, together", left=numbers.count(table.left)) if table.left else "")
        self._rest.show_text(cell(table.sum_of_left, of=table.size) if table.left else "")
        for each in (self._left, self._rest):
            each.setVisible(bool(table.left))
        function = ACTIVATIONS[activation]
        self._rows["sum"].show_text("Σ", cell(found.total, of=found.size), "")
        self._rows["bias"].show_text(tr("+ bias b"), cell(found.bias), "")
        self._rows["dz"].show_text("+ Δz", cell(found.dz or 0.0), tr("held by the demon"))
        self._rows["z"].show_text("= z", cell(found.z, of=found.size + abs(found.bias)), "")
        self._rows["a"].show_text(function.symbol, cell(found.a), "")
        self._rows["factor"].show_text(
            tr("× m of dropout"),
            cell(found.factor or 0.0),
            tr("silent in this sample") if found.factor == 0.0 else "",
        )
        for name, is_there in {
            "dz": found.dz is not None,
            "factor": found.factor is not None,
        }.items():
            self._rows[name].set_visible(is_there)
        self._curve.show_curve(found.curve, (found.z, found.a))

    def rows_in(self, height: int) -> int:
        """How many terms leave what they come to in sight, where there is so much height."""
        layout = self._foot.layout()
        assert layout is not None
        layout.invalidate()  # lines of it were hidden or shown just now
        around = round(_FORMULA_ROOM * fonts.dpi_scale()) + self._left.sizeHint().height()
        around += layout.sizeHint().height() + self._curve.sizeHint().height() + 4 * _SPACING
        return min(max(self.table.rows_in(height - around), FEWEST), MOST_ROWS)

    @guard
    def _on_bars_fitted(self, width: int) -> None:
        self._beside_rest.setFixedWidth(width + PADDING)
        for row in self._rows.values():
            row.words.setFixedWidth(max(width + PADDING - 6, _NARROWEST))
