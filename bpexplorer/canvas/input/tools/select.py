"""The Select tool: click on neurons and edges, rectangle, and dragging a layer by one of its neurons."""

from bpexplorer.canvas.input.tools.base import PointerEvent, Surface, with_neurons
from bpexplorer.canvas.input.tools.move import LayerMove
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.document.acts.looking import Select, SelectConnection


class SelectTool:
    """Click selects, Shift adds, Ctrl toggles. A drag from a neuron moves its layer, from elsewhere it selects."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._press: PointerEvent | None = None
        self._move = LayerMove(surface)
        self._band: Rect | None = None

    def press(self, event: PointerEvent) -> None:
        self._press = event

    def move(self, event: PointerEvent) -> None:
        press = self._press
        if press is None:
            return
        if self._move.is_active:
            self._move.update(event)
        elif self._band is not None or event.is_drag_from(press):
            if isinstance(press.hit, Neuron):
                self._move.start(press.hit.layer, press)
                self._move.update(event)
            else:
                self._band = Rect.spanned((press.x, press.y), (event.x, event.y))
                self._surface.show_band(self._band)

    def release(self, event: PointerEvent) -> None:
        press, self._press = self._press, None
        if press is None:
            return
        if self._move.is_active:
            self._move.finish(event)
        elif self._band is not None:
            neurons = self._surface.placement.neurons_in(self._band)
            self._drop_band()
            self._select(neurons, event)
        elif isinstance(press.hit, Connection):
            self._surface.request_act(SelectConnection(press.hit))
        else:
            self._select((press.hit,) if isinstance(press.hit, Neuron) else (), event)

    def cancel(self) -> None:
        self._move.cancel()
        self.drop()

    def drop(self) -> None:
        self._press = None
        self._move.drop()
        self._drop_band()

    def _drop_band(self) -> None:
        self._band = None
        self._surface.show_band(None)

    def _select(self, neurons: tuple[Neuron, ...], event: PointerEvent) -> None:
        self._surface.request_act(Select(with_neurons(self._surface.state.selection, neurons, event)))
