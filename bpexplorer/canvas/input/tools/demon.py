"""The Demon tool: a click arms it on a neuron, a drag up or down sets Δz."""

from bpexplorer.canvas.input.tools.base import PointerEvent, Surface
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.demon import ArmDemon, SetDz
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.dz import DZ_PER_PIXEL, aimed


class DemonTool:
    """Adds Δz to the neuron that was clicked. Dragging up raises z."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._last: PointerEvent | None = None
        #: Δz now and before the press.
        self._dz = self._dz_before = 0.0
        self._dragging = False

    def press(self, event: PointerEvent) -> None:
        neuron = event.hit
        if not isinstance(neuron, Neuron):
            return
        if not self._is_armed(neuron):
            self._surface.request_act(ArmDemon(neuron))
        elif self._surface.state.primary != neuron:
            self._surface.request_act(Select((neuron,)))
        demon = self._surface.state.demon
        if demon is not None and self._is_armed(neuron):
            self._last, self._dragging = event, False
            self._dz = self._dz_before = demon.dz

    def move(self, event: PointerEvent) -> None:
        if self._last is None or not (self._dragging or event.is_drag_from(self._last)):
            return
        self._dragging = True
        change = (self._last.view_y - event.view_y) * DZ_PER_PIXEL
        self._last = event
        self._ask(aimed(self._dz + (change / 10 if event.shift else change)))

    def release(self, event: PointerEvent) -> None:
        self.drop()

    def cancel(self) -> None:
        """Give Δz back the value it had when the drag began."""
        if self._last is not None:
            self._ask(self._dz_before)
        self.drop()

    def drop(self) -> None:
        self._last = None

    def _is_armed(self, neuron: Neuron) -> bool:
        demon = self._surface.state.demon
        return demon is not None and demon.neuron == neuron

    def _ask(self, dz: float) -> None:
        if dz != self._dz:
            self._dz = dz
            self._surface.request_act(SetDz(dz))
