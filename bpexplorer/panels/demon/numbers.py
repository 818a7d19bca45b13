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
from bpexplorer.look.widgets import EmptyState, NumberLabel
from bpexplorer.panels.demon import words as demon_words
from bpexplorer.translation import tr

_NO_NUMBER = "–"
#: Pixels between the lines, and between predicted and actual and their gap.
_LINES, _BETWEEN = 2, 12

_PREDICTED = {
    False: tr("δ·Δz: the change of C that δ predicts for this sample."),
    True: tr(
        "δ̄·Δz: the change of C̄ that δ̄ predicts. δ̄ is the mean of δ over the fixed samples, C̄ their mean cost."
    ),
}
_ACTUAL = {
    False: tr("The change of C: C(z + Δz) − C(z), from running the rest of the network again."),
    True: tr("The change of C̄, the mean cost of the fixed samples, with Δz in each of them."),
}


class DemonNumbers(QWidget):
    """Predicted over actual, and their gap beside both."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "demon") -> None:
        super().__init__(parent)
        self._whole_batch: bool | None = None
        self._predicted = self._change(f"{name}_predicted", "demon")
        self._actual = self._change(f"{name}_actual", "text")
        self._gap = NumberLabel(
            tr("gap"),
            name=f"{name}_gap",
            ink="secondary",
            size=fonts.NUMBER,
            characters=len(numbers.ROUNDING),
            tooltip=tr("actual − predicted; for small Δz it shrinks like Δz²."),
            parent=self,
        )
        # Its two lines are those of predicted and actual.
        self._gap.caption.setMinimumHeight(self._gap.number.sizeHint().height() + 1)
        changes = QVBoxLayout()
        changes.setSpacing(_LINES)
        changes.addWidget(self._predicted)
        changes.addWidget(self._actual)
        self._groups = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(_BETWEEN)
        self._groups.addLayout(changes)
        self._groups.addWidget(self._gap)
        self._groups.addStretch(1)
        self._show_whose(whole_batch=False)

    def _change(self, name: str, ink: Ink) -> NumberLabel:
        return NumberLabel(
            "",
            name=name,
            ink=ink,
            bold=True,
            beside=True,
            characters=len(numbers.ROUNDING),
            parent=self,
        )

    def show_reading(self, reading: DemonReading | None) -> None:
        """Write the numbers of a reading, or dashes."""
        if reading is None:
            for label in (self._predicted, self._actual, self._gap):
                label.set_text(_NO_NUMBER)
            return
        self._show_whose(whole_batch=reading.whole_batch)
        self._predicted.set_text(_written(reading.predicted, 0.0))
        self._actual.set_text(_written(reading.actual, reading.rounding))
        self._gap.set_text(_written(reading.gap, reading.rounding))

    def show_pinned(self, pinned: bool) -> None:
        """Grey the numbers of a network that isn't the one on screen."""
        inks: tuple[Ink, Ink, Ink] = ("demon", "text", "secondary")
        for label, ink in zip((self._predicted, self._actual, self._gap), inks, strict=True):
            set_ink(label.number, "secondary" if pinned else ink)

    def set_room(self, width: int) -> None:
        """Put the gap beside the others, if this width has room for it, or below them."""
        left = max(label.sizeHint().width() for label in (self._predicted, self._actual))
        fits = width >= left + _BETWEEN + self._gap.number.width()
        self._groups.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )
        self._groups.setSpacing(_BETWEEN if fits else _LINES)
        self._gap.set_beside(not fits)

    def _show_whose(self, *, whole_batch: bool) -> None:
        """Name what is of one sample otherwise than what is a mean."""
        if whole_batch == self._whole_batch:
            return
        self._whole_batch = whole_batch
        predicted, actual = demon_words.captions(whole_batch=whole_batch)
        self._predicted.set_caption(predicted)
        self._predicted.setToolTip(_PREDICTED[whole_batch])
        self._actual.set_caption(actual)
        self._actual.setToolTip(_ACTUAL[whole_batch])


def _written(value: float, rounding: float) -> str:
    """The number; what is only rounding isn't one."""
    if math.isnan(value):
        return _NO_NUMBER
    return numbers.ROUNDING if 0.0 < abs(value) <= rounding else numbers.signed(value).strip()


class DemonInvitation(QWidget):
    """What the panel says while there is no demon: what it would show, and how to get it."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = EmptyState(
            tr("Be the demon"),
            tr(
                "Add a little Δz to one neuron's z, and see the change of cost that δ·Δz "
                "predicts beside the change that happens. It is a test only: the network isn't "
                "changed. Choose the demon tool (D) and click a neuron, or:"
            ),
            icon_name="demon",
            button=tr("Demon"),
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
        text = tr("Demon on {neuron}", neuron=neuron) if can_be_armed else tr("Select a neuron first")
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setEnabled(can_be_armed)
        why = (
            tr("Inputs have no z to add to; select another neuron.")
            if neuron
            else tr("Click a neuron on the canvas.")
        )
        self._button.setToolTip(tr("Add Δz to this neuron's z.") if can_be_armed else why)

    @guard
    def _on_button_clicked(self) -> None:
        self.act_requested.emit(ArmDemon())
