"""The Build panel's sections on training: the cost, and how gradients become steps."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.costs import COSTS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.tooltips import by_line
from bpexplorer.panels.setup.rate_words import RATE_TOOLTIP, rate_hint
from bpexplorer.panels.shared.config_form import ConfigSection
from bpexplorer.panels.shared.editors import (
    BATCH_SIZE_TOOLTIP,
    OPTIMIZER_TOOLTIP,
    BatchSizeBox,
    ChoiceBox,
    LearningRateBox,
    OptimizerBox,
    explained,
)
from bpexplorer.panels.shared.form import words
from bpexplorer.panels.shared.setting_rows import SettingRows
from bpexplorer.project.plan import Plan

#: The formula of the cost, that of δ, and a sentence of two lines: what follows a matched pair stays where it is when
#: another is chosen. More words than that move it.
_COST_LINES = 4


class CostSection(ConfigSection):
    """The cost, and what it and the output layer are to each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cost", parent)
        box = ChoiceBox(explained(COSTS.values()), self)
        self.add_choice("cost", "Cost", box, tooltip="What training brings down. Changes at once.")
        self._formula = words("cost_formula", self)
        self._pair = words("cost_pair", self)
        self.add(_reserved(self._formula, self._pair, lines=_COST_LINES))

    @override
    def describe(self, plan: Plan) -> None:
        self._formula.setText(by_line(COSTS[plan.config.cost].formula))
        self._pair.setText("\n".join(filter(None, (plan.pair.error, plan.pair.words))))
        set_ink(self._pair, "error" if plan.pair.kind == "refused" else "secondary")


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


class OptimizerSection(ConfigSection):
    """Optimizer with its parameters, learning rate and batch size. Nothing changes another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent)
        self.add_choice("optimizer", "Optimizer", OptimizerBox(self), tooltip=OPTIMIZER_TOOLTIP)
        self._formula = self.add_words("optimizer_formula")
        self.add_settings("optimizer_settings", SettingRows(OPTIMIZERS.values(), self), of="optimizer")
        self._rate = LearningRateBox(self)
        self.add_number("learning_rate", "Rate η", self._rate, tooltip=RATE_TOOLTIP)
        self._hint = self.add_words("learning_rate_hint")
        self.add_number("batch_size", "Batch size", BatchSizeBox(self), tooltip=BATCH_SIZE_TOOLTIP)

    @override
    def describe(self, plan: Plan) -> None:
        optimizer = OPTIMIZERS[plan.config.optimizer]
        moments = "\nAnother optimizer: new moments." if optimizer.moment_names else ""
        self._formula.setText(by_line(optimizer.formula) + moments)
        self._rate.explain_rate(plan.config)
        hint = rate_hint(plan.config)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
