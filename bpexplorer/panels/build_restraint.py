"""The Build panel's section on what holds training back: penalties on weights, and a limit for the gradient."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.config import CONFIG_NUMBERS, TrainingConfig
from bpexplorer.core.frame import Frame
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.number_field import NumberField
from bpexplorer.look.tooltips import explain
from bpexplorer.look.widgets import Section
from bpexplorer.panels.form import form_row, words

#: Field of TrainingConfig, and its name in the form.
_FIELDS = (("l1", "L1 penalty λ"), ("l2", "L2 penalty λ"), ("clip_norm", "Clip ‖∇C‖ at"))


class RestraintSection(Section):
    """Penalties and clipping; they change live. Biases are not penalised."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Restraint", parent=parent)
        self._config = TrainingConfig()
        self._fields: dict[str, NumberField] = {}
        for name, label in _FIELDS:
            number = CONFIG_NUMBERS[name]
            field = NumberField(number.low, number.high, parent=self)
            field.setProperty("field", name)
            field.valueChanged.connect(self._on_value_changed)
            self._fields[name] = field
            self.add(form_row(label, field, name=name, tooltip=explain(number, then="Changes at once.")))
        self._penalty, self._clipped = words("penalty_now", self), words("clipped_steps", self)
        self.add(self._penalty)
        self.add(self._clipped)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._config = config
        for name, field in self._fields.items():
            field.show_value(getattr(config, name))
        self._penalty.setVisible(bool(config.penalty))
        self._clipped.setVisible(config.clip_norm > 0)

    def show_frame(self, frame: Frame) -> None:
        """Show what the penalty is worth, and how many gradients were too long."""
        if penalty := frame.config.penalty:
            value = penalty.value(frame.network.weights).real
            self._penalty.setText(f"Penalty now: {numbers.significant(value, digits=4)}, not part of C.")
        self._clipped.setText(f"Clipped: {frame.clipped_steps:,} of {frame.step:,} steps.")

    @guard
    def _on_value_changed(self, value: float) -> None:
        self.configure_requested.emit({self.sender().property("field"): value})
        # The answer came while the signal was sent; a change that was refused goes back to what holds.
        self.show_config(self._config)
