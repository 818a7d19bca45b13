"""What δ is used for: the gradients of BP3 and BP4 that the selected neuron's δ goes into."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpexplorer.core.spec import Neuron
from bpexplorer.document.picture import Picture
from bpexplorer.look import fonts, numbers
from bpexplorer.look.labels import NumberLabel
from bpexplorer.look.stylesheet import set_ink

_WIDEST = 440


class DeltaUses(QWidget):
    """∂C/∂b of the neuron, and the largest ∂C/∂w into it, as means over the probe or the batch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bias = self._number(
            "equation_bp3",
            "BP3: the gradient of the neuron's bias is its δ, averaged over the probe samples or the batch.",
        )
        self._weight = self._number(
            "equation_bp4",
            "BP4: the gradient of a weight is δ times the activation that comes in, averaged over the probe samples or "
            "the batch. Of the neuron's weights it is the one with the largest gradient. Where dropout is at work, "
            "what comes in is a times its factor m: 0, or 1/(1 − share).",
        )
        # In a wide panel the numbers stay near their names.
        self.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._bias)
        layout.addWidget(self._weight)

    def show_neuron(self, picture: Picture, neuron: Neuron) -> None:
        """Show the gradients of a neuron of layer 1 or later, over the samples that are looked at."""
        samples = picture.samples
        trace = samples.trace
        into = trace.grad_weights[neuron.layer - 1][neuron.index]
        k = int(np.argmax(np.abs(into)))
        over = f"{'' if samples.batch is None else 'batch, '}{numbers.count(samples.count)}"
        self._bias.set_caption(f"BP3  ∂C/∂bⱼ = mean δⱼ ({over})")
        self._bias.set_text(numbers.signed(float(trace.grad_biases[neuron.layer - 1][neuron.index])))
        factor = "" if samples.factors(neuron.layer - 1) is None else "mₖ"
        self._weight.set_caption(f"BP4  ∂C/∂wⱼₖ = mean {factor}aₖδⱼ, k = {k}")
        self._weight.set_text(numbers.signed(float(into[k])))

    def _number(self, name: str, tooltip: str) -> NumberLabel:
        label = NumberLabel("", name=name, size=fonts.TEXT, beside=True, tooltip=tooltip, parent=self)
        set_ink(label.caption, "secondary")
        label.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label
