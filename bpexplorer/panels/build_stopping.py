"""The Build panel's section on when training stops by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.frame import Frame
from bpexplorer.core.stopping import STOPPING_RULES, StoppingRule
from bpexplorer.core.training_data import PARTS
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.number_field import NumberField, percent, short
from bpexplorer.look.stops import linear, one_two_five
from bpexplorer.look.tooltips import explain
from bpexplorer.look.widgets import Section
from bpexplorer.panels.form import form_row, words


class StoppingSection(Section):
    """The limits of the stopping rules, and the best state so far. They change live; 0 is off."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Stop", parent=parent)
        self._config = TrainingConfig()
        self._fields: dict[str, NumberField] = {}
        for rule in STOPPING_RULES.values():
            field = _field_for(rule, self)
            field.setProperty("field", rule.name)
            field.valueChanged.connect(self._on_value_changed)
            self._fields[rule.name] = field
            asked = "" if rule.at_any_step else "Asked at the end of each epoch. "
            tooltip = explain(rule, then=f"{asked}0 is off. Changes at once.")
            self.add(form_row(rule.label, field, name=rule.name, tooltip=tooltip))
        self._best = words("best_state", self)
        self.add(self._best)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._config = config
        for name, field in self._fields.items():
            field.show_value(getattr(config, name) * _unit(STOPPING_RULES[name]))

    def show_frame(self, frame: Frame) -> None:
        """Show the best state so far, and by which part it is told."""
        best = frame.best
        if best is not None:
            part = PARTS[best.part].removesuffix(" part")
            cost = numbers.significant(best.cost, digits=4)
            self._best.setText(f"Best so far: {part} cost {cost}, epoch {best.epoch:,}.")

    @guard
    def _on_value_changed(self, value: float) -> None:
        rule = STOPPING_RULES[self.sender().property("field")]
        limit = round(value) if rule.is_whole else round(value / _unit(rule), 12)
        self.configure_requested.emit({rule.name: limit})
        # The answer came while the signal was sent; a change that was refused goes back to what holds.
        self.show_config(self._config)


def _unit(rule: StoppingRule) -> float:
    """What a limit of 1 is called on the screen: shares are percentages."""
    return 100.0 if rule.is_share else 1.0


def _field_for(rule: StoppingRule, parent: QWidget) -> NumberField:
    return NumberField(
        0.0,
        rule.high * _unit(rule),
        written=percent if rule.is_share else short,
        stepped=linear(1) if rule.is_share or rule.is_whole else one_two_five,
        is_whole=rule.is_whole,
        zero="off",
        parent=parent,
    )
