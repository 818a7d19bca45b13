"""The Build panel's section on the schedule: how the learning rate changes over the epochs."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.schedules import SCHEDULES
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import by_line
from bpexplorer.panels.shared.config_form import ConfigSection
from bpexplorer.panels.shared.editors import ChoiceBox, explained
from bpexplorer.panels.shared.setting_rows import SettingRows
from bpexplorer.project.plan import Plan


class ScheduleSection(ConfigSection):
    """The schedule with its settings, and the learning rate that it gives the next step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Rate over time", parent)
        box = ChoiceBox(explained(SCHEDULES.values()), self)
        tooltip = "How the learning rate changes over the epochs e. Changes at once."
        self.add_choice("schedule", "Schedule", box, tooltip=tooltip)
        self._formula = self.add_words("schedule_formula")
        self.add_settings("schedule_settings", SettingRows(SCHEDULES.values(), self), of="schedule")
        self._now = self.add_words("learning_rate_now")

    @override
    def describe(self, plan: Plan) -> None:
        schedule = SCHEDULES[plan.config.schedule]
        self._formula.setText(by_line(schedule.formula))
        self._formula.setVisible(bool(schedule.settings))
        self._now.setVisible(bool(schedule.settings))

    @override
    def show_frame(self, frame: Frame) -> None:
        self._now.setText(f"η of step {frame.step + 1}: {numbers.significant(frame.learning_rate, digits=4)}")
