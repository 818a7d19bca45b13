"""The Demon tool: a click arms it on a neuron, a drag up or down (or the wheel) sets Δz."""

import math

from bpexplorer.canvas.quantities import NEURON_VIEWS
from bpexplorer.canvas.tools.base import PointerEvent, Surface
from bpexplorer.core.spec import Neuron
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import NeuronQuantity

#: |Δz| of a demon that was just placed, against the sign of δ: it lowers the cost.
FIRST_DZ = 0.25
#: Δz of one screen pixel of a drag, and of one notch of the wheel; a tenth of it with Shift.
DZ_PER_PIXEL, DZ_PER_NOTCH = 0.01, 0.05
LARGEST_DZ = 10.0


class DemonTool:
    """Adds Δz to the neuron that was clicked. Dragging up raises z."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._neuron: Neuron | None = None
        self._last: PointerEvent | None = None
        self._dz = self._dz_before = 0.0
        self._dragging = False

    def press(self, event: PointerEvent) -> None:
        neuron = event.hit
        if not isinstance(neuron, Neuron):
            return
        if neuron.layer == 0:
            self._surface.say(
                "An input has no weighted input z: the demon needs a neuron of layer 1 or later."
            )
            return
        demon = self._surface.state.demon
        self._neuron, self._last, self._dragging = neuron, event, False
        armed_here = demon is not None and demon.neuron == neuron
        self._dz = demon.dz if demon is not None and armed_here else self._first_dz(neuron)
        self._dz_before = self._dz
        if not armed_here:
            self._surface.demon_requested.emit(neuron, self._dz)
        elif self._surface.state.primary != neuron:
            self._surface.selection_requested.emit((neuron,))

    def move(self, event: PointerEvent) -> None:
        if self._neuron is None or self._last is None:
            return
        if not self._dragging and not event.is_drag_from(self._last):
            return
        self._dragging = True
        self._shift((self._last.view_y - event.view_y) * DZ_PER_PIXEL, fine=event.shift)
        self._last = event

    def release(self, event: PointerEvent) -> None:
        self.drop()

    def cancel(self) -> None:
        """Give Δz back the value it had when the drag began."""
        if self._neuron is not None and self._dz != self._dz_before:
            self._surface.demon_requested.emit(self._neuron, self._dz_before)
        self.drop()

    def drop(self) -> None:
        self._neuron = self._last = None

    def turn(self, notches: float, *, fine: bool) -> None:
        """Change the armed demon's Δz by the wheel, or by a key."""
        demon = self._surface.state.demon
        if demon is not None:
            self._neuron, self._dz = demon.neuron, demon.dz
            self._shift(notches * DZ_PER_NOTCH, fine=fine)
            self._neuron = None

    def arm(self, neuron: Neuron) -> None:
        """Place the demon without the mouse."""
        if neuron.layer > 0:
            self._surface.demon_requested.emit(neuron, self._first_dz(neuron))

    def _shift(self, change: float, *, fine: bool) -> None:
        change = change / 10 if fine else change
        # Whole thousandths: what is shown is what is set.
        dz = round(min(max(self._dz + change, -LARGEST_DZ), LARGEST_DZ), 3)
        if dz != self._dz:
            self._dz = dz
            self._surface.demon_requested.emit(self._neuron, dz)

    def _first_dz(self, neuron: Neuron) -> float:
        frame = self._surface.frame
        if frame is None:
            return FIRST_DZ
        # The demon is one of the probe, whatever is looked at.
        view, sample = NEURON_VIEWS[NeuronQuantity.DELTA], self._surface.state.sample
        values = view.values(frame, SampleSource.PROBE, sample)[neuron.layer]
        delta = 0.0 if values is None else float(values[neuron.index])
        return -math.copysign(FIRST_DZ, delta) if delta else FIRST_DZ
