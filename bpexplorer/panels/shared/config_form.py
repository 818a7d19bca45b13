"""Controls of training settings, wherever they stand: they show what holds, and what a person changes is asked for."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QWidget

from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.guard import guard
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets import Section
from bpexplorer.panels.shared.editors import ChoiceBox
from bpexplorer.panels.shared.form import form_row, words
from bpexplorer.panels.shared.setting_rows import SettingRows
from bpexplorer.project.plan import Plan


class ConfigForm(QObject):
    """Binds each control to a field of TrainingConfig. A change that is refused goes back to what holds."""

    #: Changes of TrainingConfig, by field.
    configure_requested = Signal(dict)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._config = TrainingConfig()
        self._choices: dict[str, ChoiceBox] = {}
        #: What a value is multiplied by for the screen stands beside its field.
        self._numbers: dict[str, tuple[NumberField, float]] = {}
        #: The settings of what another field has chosen stand beside that field's name.
        self._settings: dict[str, tuple[SettingRows, str]] = {}

    def bind_choice(self, field: str, box: ChoiceBox) -> None:
        """Let a box choose a name."""
        self._choices[field] = box
        box.setProperty("field", field)
        box.picked.connect(self._on_picked)

    def bind_number(self, field: str, box: NumberField, *, unit: float = 1.0) -> None:
        """Let a box hold a number; on the screen it is ``unit`` times as large."""
        self._numbers[field] = box, unit
        box.setProperty("field", field)
        box.valueChanged.connect(self._on_value_changed)

    def bind_settings(self, field: str, rows: SettingRows, *, of: str) -> None:
        """Let rows hold the settings of what the field ``of`` has chosen."""
        self._settings[field] = rows, of
        rows.setProperty("field", field)
        rows.changed.connect(self._on_settings_changed)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set; asks for nothing."""
        self._config = config
        for field, choice in self._choices.items():
            choice.show_choice(getattr(config, field))
        for field, (number, unit) in self._numbers.items():
            number.show_value(getattr(config, field) * unit)
        for field, (rows, of) in self._settings.items():
            rows.show_values(getattr(config, of), getattr(config, field))

    def _request(self, value: object) -> None:
        self.configure_requested.emit({self.sender().property("field"): value})
        # The answer came while the signal was sent.
        self.show_config(self._config)

    @guard
    def _on_picked(self, name: str) -> None:
        self._request(name)

    @guard
    def _on_value_changed(self, value: float) -> None:
        box, unit = self._numbers[self.sender().property("field")]
        # Undone to more digits than anybody types: 97.5 % is 0.975.
        self._request(round(value) if box.is_whole else value if unit == 1.0 else round(value / unit, 12))

    @guard
    def _on_settings_changed(self, settings: dict[str, float]) -> None:
        self._request(settings)


class ConfigSection(Section):
    """A section of the Build panel: rows of settings, and words on what they come to. They change live."""

    act_requested = Signal(object)  # Act

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.form = ConfigForm(self)
        self.form.configure_requested.connect(self._on_configure_requested)

    def add_choice(self, field: str, label: str, box: ChoiceBox, *, tooltip: str) -> None:
        """Add a row that chooses a name."""
        self.form.bind_choice(field, box)
        self.add(form_row(label, box, name=field, tooltip=tooltip))

    def add_number(
        self, field: str, label: str, box: NumberField, *, tooltip: str, unit: float = 1.0
    ) -> None:
        """Add a row that holds a number; on the screen it is ``unit`` times as large."""
        self.form.bind_number(field, box, unit=unit)
        self.add(form_row(label, box, name=field, tooltip=tooltip))

    def add_settings(self, field: str, rows: SettingRows, *, of: str) -> None:
        """Add the settings of what the field ``of`` has chosen."""
        self.form.bind_settings(field, rows, of=of)
        self.add(rows)

    def add_words(self, name: str) -> QLabel:
        """Add words that wrap, to be filled by `describe` or `show_frame`."""
        label = words(name, self)
        self.add(label)
        return label

    def show_plan(self, plan: Plan) -> None:
        """Show how training is set."""
        self.form.show_config(plan.config)
        self.describe(plan)

    def describe(self, plan: Plan) -> None:
        """Say what the settings mean."""

    def show_frame(self, frame: Frame) -> None:
        """Say what the settings have come to."""

    def change(self, changes: dict[str, object]) -> None:
        """Do what follows from a change of fields: ask for it."""
        self.act_requested.emit(ChangeSettings(changes))

    @guard
    def _on_configure_requested(self, changes: dict[str, object]) -> None:
        self.change(changes)
