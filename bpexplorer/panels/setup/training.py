"""Set-up's section on training: how gradients become steps, how long these are, and what holds them back."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, TrainingConfig
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.data.prepare import PreparedData
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import by_line, explain, wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.setup.rate_words import RATE_TOOLTIP, rate_hint
from bpexplorer.panels.setup.section import SetupSection
from bpexplorer.panels.setup.summaries import regularisation_summary, training_summary
from bpexplorer.panels.shared.forms.editors import (
    BATCH_SIZE_TOOLTIP,
    OPTIMIZER_TOOLTIP,
    BatchSizeBox,
    ChoiceBox,
    LearningRateBox,
    OptimizerBox,
    explained,
)
from bpexplorer.panels.shared.forms.setting_rows import SettingRows
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr

#: Field of TrainingConfig, and its name in the form. Biases are not penalised.
_REGULARISATION = (
    ("l1", tr("L1 penalty λ")),
    ("l2", tr("L2 penalty λ")),
    ("clip_norm", tr("Clip gradient norm at")),
)


class TrainingSection(SetupSection):
    """Optimizer, learning rate with its schedule, and batch size; *Advanced* has the regularisation.

    Everything changes live, and nothing changes another.
    """

    has_advanced = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Training"), name="training", parent=parent)

    @override
    def _make(self) -> None:
        self._add_optimizer()
        self._add_schedule()
        self.add_number("batch_size", tr("Batch size"), BatchSizeBox(self.main), tooltip=BATCH_SIZE_TOOLTIP)
        self._add_regularisation()

    def _add_optimizer(self) -> None:
        self.add_choice("optimizer", tr("Optimizer"), OptimizerBox(self.main), tooltip=OPTIMIZER_TOOLTIP)
        self._formula = self.add_words("optimizer_formula")
        self.add_settings("optimizer_settings", SettingRows(OPTIMIZERS.values(), self.main), of="optimizer")
        self._rate = LearningRateBox(self.main)
        self.add_number("learning_rate", tr("Learning rate η"), self._rate, tooltip=RATE_TOOLTIP)
        self._hint = self.add_words("learning_rate_hint")

    def _add_schedule(self) -> None:
        box = ChoiceBox(explained(SCHEDULES.values()), self.main)
        tooltip = tr(
            "Learning-rate schedule: how the learning rate changes over the epochs e. "
            "Takes effect immediately."
        )
        self.add_choice("schedule", tr("Learning-rate schedule"), box, tooltip=tooltip)
        self._schedule_formula = self.add_words("schedule_formula")
        self.add_settings("schedule_settings", SettingRows(SCHEDULES.values(), self.main), of="schedule")
        self._rate_now = self.add_words("learning_rate_now")

    def _add_regularisation(self) -> None:
        heading = self.add_words(
            "regularisation_heading",
            self.rare,
            tooltip=tr("What keeps weights small and steps bounded while training."),
        )
        heading.setText(tr("Regularisation"))
        for name, label in _REGULARISATION:
            number = CONFIG_NUMBERS[name]
            box = NumberField(number.low, number.high, parent=self.rare, zero=tr("off"))
            self.add_number(name, label, box, tooltip=explain(number, then=tr("Takes effect immediately.")))
        self._penalty = self.add_words("penalty_now", self.rare)
        self._clipped = self.add_words("clipped_steps", self.rare)

    @override
    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        self.header.show_summary(training_summary(plan.config))
        self.advanced.header.show_summary(regularisation_summary(plan.config))

    @override
    def _write_plan(self, plan: Plan, prepared: PreparedData) -> None:
        super()._write_plan(plan, prepared)
        config = plan.config
        self._describe_optimizer(config)
        schedule = SCHEDULES[config.schedule]
        self._schedule_formula.setText(by_line(schedule.formula))
        self._schedule_formula.setToolTip(wrapped(schedule.purpose))
        for label in (self._schedule_formula, self._rate_now):
            label.setVisible(bool(schedule.settings))
        self._penalty.setVisible(bool(config.penalty))
        self._clipped.setVisible(config.clip_norm > 0)

    def _describe_optimizer(self, config: TrainingConfig) -> None:
        optimizer = OPTIMIZERS[config.optimizer]
        moments = tr("\nAnother optimizer: new moments.") if optimizer.moment_names else ""
        self._formula.setText(by_line(optimizer.formula) + moments)
        self._formula.setToolTip(wrapped(optimizer.purpose))
        self._rate.explain_rate(config)
        hint = rate_hint(config)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    @override
    def _write_frame(self, frame: Frame) -> None:
        self._rate_now.setText(
            tr(
                "η of step {step}: {learning_rate}",
                step=frame.step + 1,
                learning_rate=numbers.significant(frame.learning_rate, digits=4),
            )
        )
        if penalty := frame.config.penalty:
            value = penalty.value(frame.network.weights).real
            self._penalty.setText(
                tr(
                    "Penalty now: {value}. Training minimises C + penalty; every C and ∂C that is "
                    "shown is without it.",
                    value=numbers.significant(value, digits=4),
                )
            )
        self._clipped.setText(
            tr(
                "Clipped: {clipped_steps} of {step} steps.",
                clipped_steps=numbers.count(frame.clipped_steps),
                step=numbers.count(frame.step),
            )
        )
