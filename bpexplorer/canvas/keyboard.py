"""The canvas without a mouse: what each key asks for."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent

from bpexplorer.canvas.gestures import Gestures
from bpexplorer.canvas.layout import Control, Part
from bpexplorer.canvas.removal import removals
from bpexplorer.canvas.tools.base import Surface
from bpexplorer.canvas.words import is_removed_edge
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Tool


class KeyboardSurface(Surface, Protocol):
    """What keys ask of the view, beyond what tools do."""

    @property
    def remove_neurons_requested(self) -> SignalInstance: ...
    @property
    def remove_layer_requested(self) -> SignalInstance: ...

    def fit(self) -> None: ...
    def read_out(self, neuron: Neuron) -> None: ...
    def zoom_by(self, factor: float) -> None: ...
    def let_go(self) -> None: ...


_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

ZOOM_STEP = 1.25


class Keyboard:
    """Turns keys into requests: arrows walk, Delete removes, + and − resize, Page Up and Down are the demon's Δz."""

    def __init__(self, surface: KeyboardSurface, gestures: Gestures) -> None:
        self._surface = surface
        self._demon, self._connect = gestures.demon, gestures.connect
        self._acts: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: surface.let_go,
            Qt.Key.Key_F: surface.fit,
            Qt.Key.Key_Delete: self._remove_selected,
            Qt.Key.Key_Backspace: self._remove_selected,
            Qt.Key.Key_Plus: lambda: self._trigger(Part.ADD),
            Qt.Key.Key_Equal: lambda: self._trigger(Part.ADD),
            Qt.Key.Key_Minus: lambda: self._trigger(Part.REMOVE),
            Qt.Key.Key_Insert: lambda: self._trigger(Part.INSERT),
            Qt.Key.Key_F2: lambda: self._trigger(Part.HEADER),
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
        }
        self._ctrl_acts: Mapping[int, Callable[[], None]] = {
            Qt.Key.Key_A: self._select_layer,
            Qt.Key.Key_Plus: lambda: surface.zoom_by(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: surface.zoom_by(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: surface.zoom_by(1 / ZOOM_STEP),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if it isn't one of ours."""
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            acts = self._ctrl_acts
        elif key in _ARROWS:
            self._walk(*_ARROWS[key], extend=shift)
            return True
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._demon.turn(1.0 if key == Qt.Key.Key_PageUp else -1.0, fine=shift)
            return True
        else:
            acts = self._acts
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def _walk(self, right: int, down: int, *, extend: bool) -> None:
        selection = self._surface.state.selection
        if not selection or not self._surface.placement.spec.has(selection[-1]):
            neighbour = Neuron(1, 0)
        else:
            neighbour = self._surface.placement.neighbour(selection[-1], right=right, down=down)
        kept = tuple(neuron for neuron in selection if neuron != neighbour) if extend else ()
        self._surface.selection_requested.emit((*kept, neighbour))
        self._surface.read_out(neighbour)
        self._connect.reach_for(neighbour)

    def _trigger(self, part: Part) -> None:
        primary = self._surface.state.primary
        control = Control(part, primary.layer) if primary is not None else None
        if control in self._surface.placement.controls and control is not None:
            self._surface.trigger(control)
        else:
            self._surface.say("Select a neuron of the layer first; the data set fixes input and output.")

    def _enter(self) -> None:
        primary = self._surface.state.primary
        if self._surface.state.tool is Tool.DEMON and primary is not None:
            self._demon.arm(primary)
        elif self._surface.state.tool is Tool.CONNECT and primary is not None:
            self._connect.take(primary)
        else:
            self._trigger(Part.HEADER)

    def _select_layer(self) -> None:
        primary = self._surface.state.primary or Neuron(1, 0)
        size = self._surface.placement.spec.sizes[primary.layer]
        others = tuple(Neuron(primary.layer, index) for index in range(size) if index != primary.index)
        self._surface.selection_requested.emit((*others, primary))

    def _remove_selected(self) -> None:
        connection = self._surface.state.connection
        if connection is not None:
            if is_removed_edge(connection, self._surface.frame):
                self._surface.say("This connection is removed. Undo brings it back, or its menu.")
            else:
                self._surface.connection_requested.emit(*connection, False)
            return
        requests = removals(self._surface.placement.spec, self._surface.state.selection)
        if not requests:
            self._surface.say("Only hidden neurons can be removed: the data set fixes input and output.")
        for layer, indices in requests:
            if indices is None:
                self._surface.remove_layer_requested.emit(layer)
            else:
                self._surface.remove_neurons_requested.emit(layer, indices)
