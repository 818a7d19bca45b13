"""Which layers look empty although their δ isn't 0, and the way to see it: another scale."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from bpexplorer.document.bounds import FAINT
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Caption
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from bpexplorer.translation import tr, tr_n

RESCALE = tr("Set the ends of the scale to the next 1-2-5 number above the largest |δ| now.")


class FaintNote(QWidget):
    """Names the layers none of whose colours can be told from that of 0; not there where there are none."""

    rescale_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Caption("", self)
        self._text.setObjectName("delta_faint")
        self._text.setToolTip(
            wrapped(tr("Their colours can't be told from that of 0, but δ isn't 0 there: see their rms."))
        )
        self._rescale = QPushButton(tr("Rescale"), self)
        self._rescale.setObjectName("delta_rescale")
        self._rescale.setAccessibleName(tr("Rescale δ"))
        self._rescale.setToolTip(RESCALE)
        set_role(self._rescale, "link")
        self._rescale.clicked.connect(self._on_rescale_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._text)
        line.addWidget(self._rescale)
        self.hide()

    def show_layers(
        self, layers: Mapping[int, Heatmap], scale: SignedScale | None, *, fitting: float
    ) -> None:
        """Look through the heatmaps of these layers.

        ``scale`` is that of all of them (None: each has its own), ``fitting`` the bound that it would get anew: where
        that is no smaller, it wouldn't help.
        """
        faint = [layer for layer, each in layers.items() if each.scale.is_faint(each.values)]
        below = None if scale is None else scale.value_at(FAINT)
        self._text.setText(faint_text(faint, len(layers), below))
        self._rescale.setVisible(scale is None or fitting < scale.bound)
        self.setVisible(bool(faint))

    @guard
    def _on_rescale_clicked(self) -> None:
        self.rescale_clicked.emit()


def faint_text(layers: Sequence[int], of: int, below: float | None) -> str:
    """Say which of so many layers have all |δ| below a number, or None: below a tenth of their own scales."""
    if not layers:
        return ""
    names = ", ".join(map(str, layers))
    if below is None:
        return tr_n(
            "layer {names}: all below a tenth of its scale",
            "layers {names}: all below a tenth of their scales",
            len(layers),
            names=names,
        )
    number = numbers.significant(below)
    if len(layers) == of > 1:
        return tr("every layer: all below {number}", number=number)
    return tr_n(
        "layer {names}: all below {number}",
        "layers {names}: all below {number}",
        len(layers),
        names=names,
        number=number,
    )
