"""Set-up's section on the cost, and what it and the output layer are to each other."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.costs import COSTS
from bpexplorer.data.prepare import PreparedData
from bpexplorer.look.stylesheet import Ink, set_ink
from bpexplorer.look.tooltips import by_line, wrapped
from bpexplorer.panels.setup.section import SetupSection
from bpexplorer.panels.setup.summaries import cost_summary
from bpexplorer.panels.shared.forms.editors import ChoiceBox, explained
from bpexplorer.panels.shared.forms.form import WIDE_CONTROL, words
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: The formula of the cost, that of δ, and a sentence of two lines: what follows a matched pair stays where it is when
#: another is chosen. More words than that move it.
_COST_LINES = 4


class CostSection(SetupSection):
    """The cost with its formula, and what δ of the output layer becomes under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cost"), name="cost", parent=parent)

    @override
    def _make(self) -> None:
        box = ChoiceBox(explained(COSTS.values()), self.main)
        self.add_choice(
            "cost",
            tr("Cost"),
            box,
            tooltip=tr("The cost that training minimises. Takes effect immediately."),
            width=WIDE_CONTROL,
        )
        self._formula = words("cost_formula", self.main)
        self._pair = words("cost_pair", self.main)
        self.put(_reserved(self._formula, self._pair, lines=_COST_LINES))

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self.header.show_summary(cost_summary(plan), ink=_ink(plan))

    @override
    def _write_plan(self, plan: Plan, prepared: PreparedData) -> None:
        super()._write_plan(plan, prepared)
        pair = plan.pair
        cost = COSTS[plan.config.cost]
        self._formula.setText(by_line(cost.formula))
        self._formula.setToolTip(wrapped(cost.purpose))
        self._pair.setText("\n".join(filter(None, (pair.error, pair.words))))
        set_ink(self._pair, _ink(plan))


def _ink(plan: Plan) -> Ink:
    return "error" if plan.pair.kind == "refused" else "secondary"


def _reserved(*labels: QLabel, lines: int) -> QWidget:
    """Labels one below the other, with room for so many lines in all: what follows stays where it is."""
    room = QWidget(labels[0].parentWidget())
    layout = QVBoxLayout(room)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for label in labels:
        layout.addWidget(label)
        label.ensurePolished()  # its font is the style sheet's
    layout.addStretch(1)
    room.setMinimumHeight(lines * labels[0].fontMetrics().lineSpacing() + 4 * (len(labels) - 1))
    return room
