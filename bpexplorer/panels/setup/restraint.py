"""The Build panel's section on what holds training back: penalties on weights, and a limit for the gradient."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.training.config import CONFIG_NUMBERS
from bpexplorer.core.training.frame import Frame
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import explain
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.shared.config_form import ConfigSection
from bpexplorer.project.plan import Plan

#: Field of TrainingConfig, and its name in the form.
_FIELDS = (("l1", "L1 penalty λ"), ("l2", "L2 penalty λ"), ("clip_norm", "Clip ‖∇C‖ at"))


class RestraintSection(ConfigSection):
    """Penalties and clipping. Biases are not penalised."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Restraint", parent)
        for name, label in _FIELDS:
            number = CONFIG_NUMBERS[name]
            box = NumberField(number.low, number.high, parent=self)
            self.add_number(name, label, box, tooltip=explain(number, then="Changes at once."))
        self._penalty = self.add_words("penalty_now")
        self._clipped = self.add_words("clipped_steps")

    @override
    def describe(self, plan: Plan) -> None:
        self._penalty.setVisible(bool(plan.config.penalty))
        self._clipped.setVisible(plan.config.clip_norm > 0)

    @override
    def show_frame(self, frame: Frame) -> None:
        if penalty := frame.config.penalty:
            value = penalty.value(frame.network.weights).real
            self._penalty.setText(f"Penalty now: {numbers.significant(value, digits=4)}, not part of C.")
        self._clipped.setText(
            f"Clipped: {numbers.count(frame.clipped_steps)} of {numbers.count(frame.step)} steps."
        )
