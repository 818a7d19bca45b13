"""The switch that lets the demon hold its Δz while training goes on, and how the network makes up for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import Demon
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.labels import NumberLabel
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import in_words
from bpexplorer.panels.demon import words as demon_words

_HOLD = "Hold Δz while training"
_LET_GO = "Stop holding Δz"


class DemonHold(QWidget):
    """A button that stays down while a demon holds, and words on what it does to training."""

    edit_requested = Signal(object)  # Edit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demon_hold_row")
        self._demon: Demon | None = None
        self._frame: Frame | None = None
        self._button = QPushButton(_HOLD, self)
        self._button.setObjectName("demon_hold")
        self._button.setCheckable(True)
        set_role(self._button, "demon")
        self._words = QLabel(self)
        self._words.setObjectName("demon_held")
        self._words.setAccessibleName("Held Δz")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._words, "secondary")
        self._moved = NumberLabel(
            "bias moved",
            name="demon_moved",
            characters=24,
            size=fonts.SECONDARY,
            beside=True,
            tooltip="How far the neuron's bias has moved since Δz is held, of the −Δz that would take all of it "
            "back. In a network the other weights and biases take the rest. Training moves a bias without Δz, too.",
            parent=self,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._button)
        layout.addWidget(self._words)
        layout.addWidget(self._moved)
        self._button.clicked.connect(self._on_button_clicked)
        self._show()

    def show_demon(self, demon: Demon | None) -> None:
        """Offer to hold this demon's Δz."""
        self._demon = demon
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show what is held, and what training made of it."""
        self._frame = frame
        self._show()

    def _show(self) -> None:
        held = self._frame.held if self._frame else None
        text = _LET_GO if held else _HOLD
        self._button.setChecked(held is not None)
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setToolTip(
            "Train on without Δz. It can be undone."
            if held
            else in_words(
                "Add Δz to this neuron's z in every forward pass of training, and see the network make up for it. Δz "
                "isn't learned and isn't exported.",
                "z = Σ w·a + b + Δz",
            )
        )
        self.setVisible(held is not None or self._demon is not None)
        self._words.setVisible(held is not None)
        self._moved.setVisible(held is not None)
        if held is not None and self._frame is not None:
            self._words.setText(demon_words.held(held))
            self._moved.set_text(demon_words.moved(held, self._frame.network))

    @guard
    def _on_button_clicked(self, checked: bool) -> None:
        self._show()  # the button follows what is held, not the press
        if not checked:
            self.edit_requested.emit(LetGo())
        elif self._demon is not None:
            self.edit_requested.emit(HoldDemon(self._demon.neuron, self._demon.dz))
