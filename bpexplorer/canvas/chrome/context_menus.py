"""What a right click on the canvas, the menu key and the chip open: the menu of a connection, or that of a neuron."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QPoint, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bpexplorer.canvas.chrome.edge_menu import EdgeMenu, connection_at, connection_selected
from bpexplorer.canvas.chrome.neuron_menu import NeuronMenu
from bpexplorer.canvas.layout import Hit
from bpexplorer.core.readings.origin import SMALL
from bpexplorer.core.readings.pixels import is_pictured
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import frozen_neurons
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.looking import Select, SelectConnection
from bpexplorer.document.session import SessionState


class MenuView(Protocol):
    """What the menus read of the view, and ask it for."""

    @property
    def frame(self) -> Frame | None: ...
    @property
    def state(self) -> SessionState: ...
    @property
    def edit_requested(self) -> SignalInstance: ...
    def neuron_position(self, layer: int, neuron: int) -> QPoint: ...
    def viewport(self) -> QWidget: ...
    def request_act(self, act: Act) -> None: ...


class ContextMenus:
    """Both menus. Where the window has no actions for neurons, there is only that of connections."""

    def __init__(self, view: MenuView, actions: Mapping[str, QAction], parent: QWidget) -> None:
        self._view = view
        self._edge = EdgeMenu(parent)
        self._edge.edit_requested.connect(view.edit_requested)
        self._neuron = NeuronMenu(actions, parent) if actions else None

    def open_at(self, hit: Hit, place: QPoint) -> bool:
        """Open the menu of what was hit, at a place of the screen; False if it has none."""
        connection = connection_at(hit, self._view.state)
        if isinstance(hit, Neuron) and hit.layer > 0 and self._neuron is not None:
            self._open_neuron(self._neuron, hit, connection, place)
        elif connection is not None:
            self._open_connection(connection, place)
        else:
            return False
        return True

    def open_selected(self, place: QPoint) -> bool:
        """Open the menu of the connection that is selected, or between two selected neurons, or of the neuron."""
        state = self._view.state
        connection = connection_selected(state)
        if connection is not None:
            self._open_connection(connection, place)
            return True
        if state.primary is None:
            return False
        at = self._view.neuron_position(state.primary.layer, state.primary.index)
        return self.open_at(state.primary, self._view.viewport().mapToGlobal(at))

    def close(self) -> None:
        """Close what is open."""
        self._edge.close()
        if self._neuron is not None:
            self._neuron.close()

    def _open_connection(self, connection: Connection, place: QPoint) -> None:
        self._view.request_act(SelectConnection(connection))
        self._edge.show_connection(connection, self._view.frame)
        self._edge.popup(place)

    def _open_neuron(
        self, menu: NeuronMenu, neuron: Neuron, connection: Connection | None, place: QPoint
    ) -> None:
        # What the menu does it does with what is selected: if this neuron is among several, with all of them.
        selection = self._view.state.selection
        others = tuple(each for each in selection if each != neuron) if neuron in selection else ()
        self._view.request_act(Select((*others, neuron)))
        if connection is not None:
            self._edge.show_connection(connection, self._view.frame)
        menu.show_neuron(
            neuron,
            small=self._is_small(neuron),
            pictured=self._is_pictured(neuron),
            frozen=self._is_frozen(neuron),
            connection=None if connection is None else self._edge,
        )
        menu.popup(place)

    def _is_small(self, neuron: Neuron) -> bool:
        frame, state = self._view.frame, self._view.state
        samples = None if frame is None else frame.samples(state.source)
        if samples is None:
            return False
        deltas = samples.trace.deltas[neuron.layer - 1][:, neuron.index]
        return bool(abs(deltas[min(state.row, len(deltas) - 1)]) < SMALL)

    def _is_pictured(self, neuron: Neuron) -> bool:
        frame = self._view.frame
        return neuron.layer == 1 and frame is not None and is_pictured(frame.data, frame.spec.inputs)

    def _is_frozen(self, neuron: Neuron) -> bool:
        frozen = frozen_neurons(None if self._view.frame is None else self._view.frame.mask, neuron.layer)
        return frozen is not None and bool(frozen[neuron.index])
