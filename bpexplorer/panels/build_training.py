"""The Build panel's sections on training: the cost, and how gradients become steps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.costs import COSTS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.tooltips import by_line
from bpexplorer.look.widgets import Section
from bpexplorer.panels.editors import (
    BATCH_SIZE_TOOLTIP,
    OPTIMIZER_TOOLTIP,
    BatchSizeBox,
    ChoiceBox,
    LearningRateBox,
    OptimizerBox,
    explained,
)
from bpexplorer.panels.form import form_row, words
from bpexplorer.panels.rate_words import RATE_TOOLTIP, rate_hint
from bpexplorer.panels.setting_rows import SettingRows
from bpexplorer.project.plan import Plan

#: The formula of the cost, that of δ, and a sentence of two lines: what follows a matched pair stays where it is when
#: another is chosen. More words than that move it.
_COST_LINES = 4


class CostSection(Section):
    """The cost, and what it and the output layer are to each other. It changes live."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cost", parent=parent)
        self._plan: Plan | None = None
        self._cost = ChoiceBox(explained(COSTS.values()), self)
        self._formula = words("cost_formula", self)
        self._pair = words("cost_pair", self)
        self.add(
            form_row("Cost", self._cost, name="cost", tooltip="What training brings down. Changes at once.")
        )
        self.add(_reserved(self._formula, self._pair, lines=_COST_LINES))
        self._cost.picked.connect(self._on_cost_picked)

    def show_plan(self, plan: Plan) -> None:
        """Show the cost, and what it makes of the output layer's error."""
        self._plan = plan
        cost = COSTS[plan.config.cost]
        self._cost.show_choice(cost.name)
        self._formula.setText(by_line(cost.formula))
        self._pair.setText("\n".join(filter(None, (plan.pair.error, plan.pair.words))))
        set_ink(self._pair, "error" if plan.pair.kind == "refused" else "secondary")

    @guard
    def _on_cost_picked(self, name: str) -> None:
        self.configure_requested.emit({"cost": name})
        if self._plan is not None:
            self.show_plan(self._plan)


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


class OptimizerSection(Section):
    """Optimizer with its parameters, learning rate and batch size. All of them change live; nothing changes another."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent=parent)
        self._config = TrainingConfig()
        self._optimizer, self._rate, self._batch = (
            OptimizerBox(self),
            LearningRateBox(self),
            BatchSizeBox(self),
        )
        self._formula = words("optimizer_formula", self)
        self._hint = words("learning_rate_hint", self)
        self._settings = SettingRows(OPTIMIZERS.values(), self)
        self.add(form_row("Optimizer", self._optimizer, name="optimizer", tooltip=OPTIMIZER_TOOLTIP))
        self.add(self._formula)
        self.add(self._settings)
        self.add(form_row("Rate η", self._rate, name="learning_rate", tooltip=RATE_TOOLTIP))
        self.add(self._hint)
        self.add(form_row("Batch size", self._batch, name="batch_size", tooltip=BATCH_SIZE_TOOLTIP))
        self._optimizer.picked.connect(self._on_optimizer_picked)
        self._settings.changed.connect(self._on_settings_changed)
        self._rate.valueChanged.connect(self._on_rate_changed)
        self._batch.valueChanged.connect(self._on_batch_changed)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._config = config
        optimizer = OPTIMIZERS[config.optimizer]
        self._optimizer.show_choice(optimizer.name)
        moments = "\nAnother optimizer: new moments." if optimizer.moment_names else ""
        self._formula.setText(by_line(optimizer.formula) + moments)
        self._settings.show_values(optimizer.name, config.optimizer_settings)
        self._rate.show_config(config)
        hint = rate_hint(config)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._batch.show_value(config.batch_size)

    def _request(self, field: str, value: object) -> None:
        self.configure_requested.emit({field: value})
        # The answer came while the signal was sent; a change that was refused goes back to what holds.
        self.show_config(self._config)

    @guard
    def _on_optimizer_picked(self, name: str) -> None:
        self._request("optimizer", name)

    @guard
    def _on_rate_changed(self, value: float) -> None:
        self._request("learning_rate", value)

    @guard
    def _on_batch_changed(self, value: float) -> None:
        self._request("batch_size", round(value))

    @guard
    def _on_settings_changed(self, settings: dict[str, float]) -> None:
        self._request("optimizer_settings", settings)
