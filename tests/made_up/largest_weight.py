"""A panel from outside: the largest |w| of the network shown, and, measured, how many are above a half."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.network import Network
from bpexplorer.document.picture import Picture
from bpexplorer.document.workspaces import Region, Workspace
from bpexplorer.panels.panel import Panel, PanelSpec, Question


class LargestWeightPanel(Panel):
    """Says the largest |w|."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("largest_weight_panel", "Largest weight", parent)
        self._largest, self._large = QLabel(self), QLabel(self)
        self._largest.setObjectName("largest_weight")
        self._large.setObjectName("large_weights")
        layout = QVBoxLayout(self)
        layout.addWidget(self._largest)
        layout.addWidget(self._large)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        largest = max(float(np.abs(weights).max()) for weights in picture.frame.network.weights)
        self._largest.setText(f"{largest:.4f}")
        self._tell_note(f"step {picture.frame.step}")

    @override
    def show_reading(self, reading: int | None) -> None:
        self._large.setText("" if reading is None else f"{reading}")

    @override
    def clear(self) -> None:
        self._largest.clear()
        self._large.clear()
        self._tell_note("")


def large_weights(network: Network) -> int:
    return sum(int((np.abs(weights) > 0.5).sum()) for weights in network.weights)


def _ask(picture: Picture, choice: None) -> Callable[[], int]:
    return partial(large_weights, picture.frame.network)


SPEC = PanelSpec(
    name="dock_largest_weight",
    title="Largest weight",
    make=LargestWeightPanel,
    workspaces={Workspace.EXPLORE: Region(222, 648, 860, 222)},
    guide="Train",
    purpose="The largest weight of each layer.",
    question=Question(ask=_ask),
)
