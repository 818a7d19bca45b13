"""Moving a layer, and pressing buttons and headers: the same with every tool."""

from bpexplorer.canvas.input.tools.base import PointerEvent, Surface
from bpexplorer.canvas.layout import Control, Part
from bpexplorer.canvas.sample_place import Thumbnail
from bpexplorer.document.acts.looking import ChooseSample
from bpexplorer.document.acts.network import MoveLayer


class LayerMove:
    """A drag of one layer: shown while it lasts, asked for once at its end."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._layer: int | None = None
        self._start = (0.0, 0.0)

    @property
    def is_active(self) -> bool:
        return self._layer is not None

    def start(self, layer: int, press: PointerEvent) -> None:
        """Take hold of a layer where the mouse went down."""
        self._layer = layer
        self._start = press.x, press.y

    def update(self, event: PointerEvent) -> None:
        """Show the layer where the mouse is."""
        if self._layer is not None:
            self._surface.show_moved(self._layer, event.x - self._start[0], event.y - self._start[1])

    def finish(self, event: PointerEvent) -> None:
        """Ask for the whole move."""
        if self._layer is not None:
            layer, self._layer = self._layer, None
            # The plan that answers must find the view as the hand left it.
            self._surface.hold_still()
            self._surface.request_act(MoveLayer(layer, event.x - self._start[0], event.y - self._start[1]))

    def cancel(self) -> None:
        """Put the layer back."""
        if self._layer is not None:
            self._surface.show_moved(self._layer, 0.0, 0.0)
        self.drop()

    def drop(self) -> None:
        """Let go of the layer where the next plan shows it."""
        self._layer = None


class ControlTool:
    """A press on a button or a small sample acts when it is released there; a header can be dragged, too."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._press: PointerEvent | None = None
        self._move = LayerMove(surface)

    def press(self, event: PointerEvent) -> None:
        self._press = event

    def move(self, event: PointerEvent) -> None:
        press = self._press
        if press is None or not isinstance(press.hit, Control) or press.hit.part is not Part.HEADER:
            return
        if not self._move.is_active and event.is_drag_from(press):
            self._move.start(press.hit.layer, press)
        self._move.update(event)

    def release(self, event: PointerEvent) -> None:
        press, self._press = self._press, None
        if self._move.is_active:
            self._move.finish(event)
        elif press is not None and isinstance(press.hit, Control) and event.hit == press.hit:
            self._surface.trigger(press.hit)
        elif press is not None and isinstance(press.hit, Thumbnail) and event.hit == press.hit:
            self._surface.request_act(ChooseSample(press.hit.row))

    def cancel(self) -> None:
        self._move.cancel()
        self.drop()

    def drop(self) -> None:
        self._press = None
        self._move.drop()
