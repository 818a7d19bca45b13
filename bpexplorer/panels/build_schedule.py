"""The Build panel's section on the schedule: how the learning rate changes over the epochs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.frame import Frame
from bpexplorer.core.schedules import SCHEDULES
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import by_line
from bpexplorer.look.widgets import Section
from bpexplorer.panels.editors import ChoiceBox, explained
from bpexplorer.panels.form import form_row, words
from bpexplorer.panels.setting_rows import SettingRows


class ScheduleSection(Section):
    """The schedule with its settings, and the learning rate that it gives the next step. All of them change live."""

    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Rate over time", parent=parent)
        self._config = TrainingConfig()
        self._schedule = ChoiceBox(explained(SCHEDULES.values()), self)
        self._formula = words("schedule_formula", self)
        self._now = words("learning_rate_now", self)
        self._settings = SettingRows(SCHEDULES.values(), self)
        self.add(
            form_row(
                "Schedule",
                self._schedule,
                name="schedule",
                tooltip="How the learning rate changes over the epochs e. Changes at once.",
            )
        )
        self.add(self._formula)
        self.add(self._settings)
        self.add(self._now)
        self._schedule.picked.connect(self._on_schedule_picked)
        self._settings.changed.connect(self._on_settings_changed)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._config = config
        schedule = SCHEDULES[config.schedule]
        self._schedule.show_choice(schedule.name)
        self._settings.show_values(schedule.name, config.schedule_settings)
        self._formula.setText(by_line(schedule.formula))
        self._formula.setVisible(bool(schedule.settings))
        self._now.setVisible(bool(schedule.settings))

    def show_frame(self, frame: Frame) -> None:
        """Show the learning rate of the next step."""
        self._now.setText(f"η of step {frame.step + 1}: {numbers.significant(frame.learning_rate, digits=4)}")

    def _request(self, field: str, value: object) -> None:
        self.configure_requested.emit({field: value})
        # The answer came while the signal was sent; a change that was refused goes back to what holds.
        self.show_config(self._config)

    @guard
    def _on_schedule_picked(self, name: str) -> None:
        self._request("schedule", name)

    @guard
    def _on_settings_changed(self, settings: dict[str, float]) -> None:
        self._request("schedule_settings", settings)
