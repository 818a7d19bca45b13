"""The Connect tool: a drag from neuron to neuron, or a click on one and then on the other, connects them."""

from bpexplorer.canvas.input.tools.base import PointerEvent, Surface
from bpexplorer.canvas.picture.words import is_removed_edge
from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.spec import Connection, Neuron, connection_between
from bpexplorer.document.acts.looking import Select, SelectConnection
from bpexplorer.translation import tr

_NOT_NEIGHBOURS = tr(
    "A connection leads from a layer to the next one: choose a neuron of a layer beside this one."
)
_IS_THERE = tr("This connection is there. Delete removes it.")


class ConnectTool:
    """Brings a removed connection back, and selects one that is there."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._source: Neuron | None = None
        self._press: PointerEvent | None = None
        #: Whether the press that is under way took the source up.
        self._is_new = False

    @property
    def is_drawing(self) -> bool:
        """Whether one end is chosen and the other isn't."""
        return self._source is not None

    def press(self, event: PointerEvent) -> None:
        self._press, self._is_new = event, False
        if self._source is None and isinstance(event.hit, Neuron):
            self._source, self._is_new = event.hit, True
            self.move(event)

    def move(self, event: PointerEvent) -> None:
        """Draw to the mouse, whether a button is down or not."""
        if self._source is not None:
            self._surface.show_drawn_edge(self._source, (event.x, event.y))

    def release(self, event: PointerEvent) -> None:
        press, self._press = self._press, None
        if press is None:
            return
        if self._source is None:
            self._click(press)
        elif event.hit == self._source and self._is_new:
            self._surface.request_act(Select((self._source,)))
        elif isinstance(event.hit, Neuron) and event.hit != self._source:
            self._finish(event.hit)
        else:
            self.cancel()

    def cancel(self) -> None:
        self.drop()

    def drop(self) -> None:
        self._source = self._press = None
        self._surface.show_drawn_edge(None)

    def take(self, neuron: Neuron) -> None:
        """Choose an end without the mouse, the first or the second one."""
        if self._source is None:
            self._source = neuron
            self.reach_for(neuron)
        elif neuron == self._source:
            self.cancel()
        else:
            self._finish(neuron)

    def reach_for(self, neuron: Neuron) -> None:
        """Draw to a neuron that is reached without the mouse."""
        if self._source is not None:
            x, y = self._surface.placement.boxes[neuron.layer].centres[neuron.index].tolist()
            self._surface.show_drawn_edge(self._source, (x, y))

    def _click(self, press: PointerEvent) -> None:
        if isinstance(press.hit, Connection):
            self._connect(press.hit)
        else:
            self._surface.request_act(Select(()))

    def _finish(self, neuron: Neuron) -> None:
        assert self._source is not None
        connection = connection_between(self._source, neuron)
        self.cancel()
        if connection is None:
            self._surface.say(_NOT_NEIGHBOURS)
        else:
            self._connect(connection)

    def _connect(self, connection: Connection) -> None:
        is_removed = is_removed_edge(connection, self._surface.frame)
        self._surface.request_act(SelectConnection(connection))
        if is_removed:
            layer, target, source = connection
            self._surface.request_edit(RemoveConnections(layer, ((target, source),), removed=False))
        else:
            self._surface.say(_IS_THERE)
