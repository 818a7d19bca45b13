"""The setting of training that stands on the toolbar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.guard import guard
from bpexplorer.look.widgets import ToolGroup
from bpexplorer.panels.setup.rate_words import RATE_TOOLTIP
from bpexplorer.panels.shared.forms.config_form import ConfigForm
from bpexplorer.panels.shared.forms.editors import LearningRateBox
from bpexplorer.translation import tr


class QuickSettings(QWidget):
    """The learning rate, which changes live; everything else is set in Set-up."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quick_settings")
        self._rate = LearningRateBox(self)
        self._form = ConfigForm(self)
        self._form.bind_number("learning_rate", self._rate)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)  # the separator after it keeps a distance
        self._rate.setFixedWidth(84)
        layout.addWidget(
            ToolGroup(
                tr("Learning rate"), self._rate, name="quick_learning_rate", tooltip=RATE_TOOLTIP, parent=self
            )
        )
        self._form.configure_requested.connect(self._on_configure_requested)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._form.show_config(config)
        self._rate.explain_rate(config)

    @guard
    def _on_configure_requested(self, changes: dict[str, object]) -> None:
        self.act_requested.emit(ChangeSettings(changes))
