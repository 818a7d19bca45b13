"""What the demon panel is about, predicted, actual and gap; and what it says while there is no demon."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.demon import ArmDemon
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.widgets import Caption, EmptyState, NumberLabel
from bpexplorer.panels.demon.words import gap_share

_NO_NUMBER = "–"


_SIZE = (fonts.NUMBER + fonts.NUMBER_LARGE) / 2.0


def _of_predicted(share: float) -> str:
    """Write the gap as a part of what was predicted; per cent up to ten times it."""
    if 0.0 < share < 0.01:
        return "under 1 % of δ·Δz"
    text = numbers.percent(share, decimals=0).strip() if share < 10.0 else numbers.ratio(share)
    return f"{text} of δ·Δz"


class DemonNumbers(QWidget):
    """Predicted, actual and gap, one below the other or side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._predicted = self._number(
            "predicted δ·Δz", "demon_predicted", "demon", "What δ foretells: δ·Δz."
        )
        self._actual = self._number(
            "actual ΔC",
            "demon_actual",
            "text",
            "What happens: C(z + Δz) − C(z), found by running the rest of the network again.",
        )
        self._gap = self._number("gap", "demon_gap", "secondary", "actual − predicted; it goes as Δz².")
        self._share = Caption("", self)
        self._share.setObjectName("demon_gap_percent")
        self._share.setAccessibleName("Gap in per cent of predicted")
        gap = QVBoxLayout()
        gap.setSpacing(0)
        gap.addWidget(self._gap)
        gap.addWidget(self._share)
        self._groups = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(3)
        self._groups.addWidget(self._predicted)
        self._groups.addWidget(self._actual)
        self._groups.addLayout(gap)
        self._groups.addStretch(1)

    def show_reading(self, reading: DemonReading | None) -> None:
        """Write the numbers of a reading, or dashes."""
        for label, value in (
            (self._predicted, reading.predicted if reading else None),
            (self._actual, reading.actual if reading else None),
            (self._gap, reading.gap if reading else None),
        ):
            if value is None or math.isnan(value):
                label.set_text(_NO_NUMBER)
            else:
                label.set_text(numbers.signed(value).strip())
        share = gap_share(reading) if reading else None
        self._share.setText("" if share is None else _of_predicted(share))

    def show_pinned(self, pinned: bool) -> None:
        """Grey the numbers of a network that isn't the one on screen."""
        inks: tuple[Ink, Ink, Ink] = ("demon", "text", "secondary")
        for label, ink in zip((self._predicted, self._actual, self._gap), inks, strict=True):
            set_ink(label.number, "secondary" if pinned else ink)

    def _number(self, caption: str, name: str, ink: Ink, tooltip: str) -> NumberLabel:
        return NumberLabel(caption, name=name, ink=ink, tooltip=tooltip, size=_SIZE, bold=True, parent=self)

    def set_upright(self, upright: bool) -> None:
        """Stand the numbers one below the other, or side by side."""
        self._groups.setDirection(
            QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        )


class DemonInvitation(QWidget):
    """What the panel says while no demon is armed: what it would show, and how to get it."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = EmptyState(
            "Be the demon",
            "Add a little Δz to one neuron's z, and see the change of cost that δ·Δz predicts beside the change that "
            "happens. Nothing of the network is changed. Choose the demon tool (D) and click a neuron, or:",
            icon_name="demon",
            button="Demon",
            parent=self,
        )
        assert words.button is not None
        self._button = words.button
        self._button.setObjectName("demon_arm")
        set_role(self._button, "demon")
        self._button.clicked.connect(self._on_button_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(words)

    def show_neuron(self, neuron: Neuron | None) -> None:
        """Offer this neuron; inputs have no z."""
        can_be_armed = neuron is not None and neuron.layer > 0
        text = f"Demon on {neuron}" if can_be_armed else "Select a neuron first"
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setEnabled(can_be_armed)
        why = (
            "Inputs have no z to add to; select another neuron."
            if neuron
            else "Click a neuron on the canvas."
        )
        self._button.setToolTip("Add Δz to this neuron's z." if can_be_armed else why)

    @guard
    def _on_button_clicked(self) -> None:
        self.act_requested.emit(ArmDemon())
