"""How many epochs to train for, before a pause."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.widgets import pad_spin_box
from bpexplorer.translation import tr
from bpexplorer.window.dialog_buttons import typed_buttons

#: The most that can be asked for at once.
MAX_EPOCHS = 1_000_000


class EpochsDialog(QDialog):
    """Ask for a number of epochs."""

    #: How many.
    chosen = Signal(int)

    def __init__(self, default: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_epochs")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Run epochs"))
        words = QLabel(tr("Train for this many epochs, then pause:"), self)
        self._epochs = NumberField(1, MAX_EPOCHS, is_whole=True, stepped=linear(1), parent=self)
        self._epochs.setObjectName("epochs")
        self._epochs.setAccessibleName(tr("Epochs"))
        self._epochs.setToolTip(tr("How many epochs to train for"))
        pad_spin_box(self._epochs)
        self._epochs.show_value(default)
        self._epochs.selectAll()
        words.setBuddy(self._epochs)
        buttons = typed_buttons(
            self, tr("Run"), accept="epochs_run", cancel="epochs_cancel", accepted=self._on_accepted
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for widget in (words, self._epochs, buttons):
            layout.addWidget(widget)

    @guard
    def _on_accepted(self) -> None:
        self._epochs.commit()
        self.accept()
        self.chosen.emit(round(self._epochs.value()))

    @override
    @guard
    def reject(self) -> None:
        self._epochs.drop()
        super().reject()


def ask_epochs(parent: QWidget, default: int, chosen: Callable[[int], object]) -> EpochsDialog:
    """Ask for a number of epochs."""
    dialog = EpochsDialog(default, parent)

    @guard
    def hand_over(epochs: int) -> None:
        chosen(epochs)

    dialog.chosen.connect(hand_over)
    dialog.open()
    return dialog
