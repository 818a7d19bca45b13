"""The settings of training that stand on the toolbar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.guard import guard
from bpexplorer.look.widgets import ToolGroup
from bpexplorer.panels.setup.rate_words import RATE_TOOLTIP
from bpexplorer.panels.shared.config_form import ConfigForm
from bpexplorer.panels.shared.editors import (
    BATCH_SIZE_TOOLTIP,
    OPTIMIZER_TOOLTIP,
    BatchSizeBox,
    LearningRateBox,
    OptimizerBox,
)


class QuickSettings(QWidget):
    """Learning rate, batch size and optimizer side by side. All of them change live."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quick_settings")
        self._rate, batch, optimizer = LearningRateBox(self), BatchSizeBox(self), OptimizerBox(self)
        self._form = ConfigForm(self)
        self._form.bind_number("learning_rate", self._rate)
        self._form.bind_number("batch_size", batch)
        self._form.bind_choice("optimizer", optimizer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(10)
        for caption, control, name, tooltip, width in (
            ("Learning rate", self._rate, "quick_learning_rate", RATE_TOOLTIP, 84),
            ("Batch", batch, "quick_batch_size", BATCH_SIZE_TOOLTIP, 70),
            ("Optimizer", optimizer, "quick_optimizer", OPTIMIZER_TOOLTIP, 104),
        ):
            control.setFixedWidth(width)
            layout.addWidget(ToolGroup(caption, control, name=name, tooltip=tooltip, parent=self))
        self._form.configure_requested.connect(self._on_configure_requested)

    def show_config(self, config: TrainingConfig) -> None:
        """Show how training is set."""
        self._form.show_config(config)
        self._rate.explain_rate(config)

    @guard
    def _on_configure_requested(self, changes: dict[str, object]) -> None:
        self.act_requested.emit(ChangeSettings(changes))
