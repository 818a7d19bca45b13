"""Controls of training settings, wherever they stand: they show what holds, and what a person changes is asked for."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.guard import guard
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.forms.setting_rows import SettingRows


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
