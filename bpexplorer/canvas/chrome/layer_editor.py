"""Opens a layer's properties under its header, keeps them up to date, and passes on what they ask for."""

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, SignalInstance
from PySide6.QtWidgets import QWidget

from bpexplorer.canvas.chrome.popup import LayerPopup
from bpexplorer.canvas.layout import Layout, Part
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import frozen_neurons, is_biasless
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard


class EditedView(Protocol):
    """What the editor reads of the view, and the requests that it makes through it."""

    @property
    def placement(self) -> Layout: ...
    @property
    def frame(self) -> Frame | None: ...
    @property
    def state(self) -> SessionState: ...
    @property
    def zoom(self) -> float: ...
    @property
    def edit_requested(self) -> SignalInstance: ...
    @property
    def act_requested(self) -> SignalInstance: ...
    def control_position(self, part: Part, layer: int) -> QPoint: ...
    def viewport(self) -> QWidget: ...


class LayerEditor(QObject):
    """Owns the popup, which is made when it is first needed."""

    def __init__(self, view: EditedView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view, self._parent = view, parent
        self._popup: LayerPopup | None = None
        self._depth = 0

    def open(self, layer: int) -> None:
        """Show the properties of layer l ≥ 1 below its header."""
        if self._popup is None:
            self._popup = self._make_popup()
        self._fill(self._popup, layer)
        below = self._view.control_position(Part.HEADER, layer) + QPoint(0, round(20 * self._view.zoom))
        self._popup.open_at(self._view.viewport().mapToGlobal(below))

    def refresh(self) -> None:
        """Follow an edit of the structure. Where layers came or went, the one that was shown may be another now."""
        popup = self._popup
        if popup is None or not popup.isVisible():
            return
        if self._view.placement.spec.depth == self._depth:
            self._fill(popup, popup.layer)
        else:
            self.close()

    def close(self) -> None:
        """Show no layer any more."""
        if self._popup is not None:
            self._popup.close()

    def _make_popup(self) -> LayerPopup:
        popup, view = LayerPopup(self._parent), self._view
        for asked, request in (
            (popup.edit_requested, view.edit_requested),
            (popup.act_requested, view.act_requested),
        ):
            asked.connect(request)
            asked.connect(self._on_popup_asked)
        return popup

    def _fill(self, popup: LayerPopup, layer: int) -> None:
        frame, spec = self._view.frame, self._view.placement.spec
        self._depth = spec.depth
        biases = None if frame is None else frame.network.biases[layer - 1]
        selected = tuple(
            sorted(neuron.index for neuron in self._view.state.selection if neuron.layer == layer)
        )
        popup.show_layer(spec, layer, biases, selected)
        mask = None if frame is None else frame.mask
        frozen = frozen_neurons(mask, layer)
        popup.show_mask(frozen=frozen is not None and bool(frozen.all()), biasless=is_biasless(mask, layer))

    @guard
    def _on_popup_asked(self) -> None:
        # What was asked for may have been refused: show what is.
        self.refresh()
