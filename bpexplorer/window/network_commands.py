"""What the canvas and the Network menu ask of the document, with a word before anything begins anew."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bpexplorer.core.frame import Frame
from bpexplorer.core.mask import has_removed
from bpexplorer.core.spec import Neuron
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.look.message_bar import MessageAction, MessageBar


class NetworkCommands(QObject):
    """Edits of the structure. What can't be done comes out as a sentence, by the guard's reporter."""

    def __init__(
        self,
        document: NetworkDocument,
        messages: MessageBar,
        newest_frame: Callable[[], Frame | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._messages, self._newest_frame = document, messages, newest_frame

    # By the canvas

    @guard
    def add_neurons(self, layer: int, count: int) -> None:
        self._document.add_neurons(layer, count)

    @guard
    def remove_neurons(self, layer: int, indices: object) -> None:
        self._document.remove_neurons(layer, _indices(indices))

    @guard
    def insert_layer(self, position: int) -> None:
        self._document.insert_layer(position)

    @guard
    def remove_layer(self, layer: int) -> None:
        self._document.remove_layer(layer)

    @guard
    def resize_layer(self, layer: int, size: int) -> None:
        self._document.resize_layer(layer, size)

    @guard
    def set_biases(self, layer: int, indices: object, value: float) -> None:
        self._document.set_biases(layer, None if indices is None else _indices(indices), value)

    @guard
    def move_layer(self, layer: int, dx: float, dy: float) -> None:
        self._document.move_layer(layer, dx, dy)

    @guard
    def set_activation(self, layer: int, name: str) -> None:
        """Set it at once, or offer it where it would begin training anew."""
        reason = self._document.restart_reason(layer, name)
        if reason is None:
            self._document.set_activation(layer, name)
            return
        self._messages.show_message(
            f"{reason} It can be undone.",
            kind="warning",
            actions=[
                MessageAction(
                    f"Use {name} and start over",
                    "restart_accept",
                    lambda: self._document.set_activation(layer, name),
                )
            ],
        )

    @guard
    def set_connection(self, layer: int, target: int, source: int, present: bool) -> None:
        self._document.set_connections(layer, ((target, source),), present)

    @guard
    def freeze_connection(self, layer: int, target: int, source: int, frozen: bool) -> None:
        self._document.freeze_connections(layer, ((target, source),), frozen)

    @guard
    def freeze_layer(self, layer: int, frozen: bool) -> None:
        self._document.freeze_neurons(layer, None, frozen)

    @guard
    def set_dropout(self, layer: int, share: float) -> None:
        self._document.set_dropout(layer, share)

    @guard
    def set_has_biases(self, layer: int, has_biases: bool) -> None:
        self._document.set_has_biases(layer, has_biases)

    # By the Build panel, on the selection

    @guard
    def freeze_selected(self, frozen: bool) -> None:
        """Freeze the selected neurons, or let them be trained again; inputs have nothing to freeze."""
        document = self._document
        by_layer = self._selected_by_layer()
        with document.one_step("Freeze neurons" if frozen else "Unfreeze neurons"):
            for layer, indices in by_layer.items():
                document.freeze_neurons(layer, indices, frozen)

    @guard
    def reinitialise_selected(self) -> None:
        """Draw the numbers of the selected neurons anew."""
        document = self._document
        with document.one_step("Re-initialise neurons"):
            for layer, indices in self._selected_by_layer().items():
                document.reinitialise_neurons(layer, indices)

    def _selected_by_layer(self) -> dict[int, tuple[int, ...]]:
        by_layer: dict[int, tuple[int, ...]] = {}
        for neuron in sorted(self._document.session.state.selection):
            if neuron.layer > 0:
                by_layer[neuron.layer] = (*by_layer.get(neuron.layer, ()), neuron.index)
        return by_layer

    # By the demon panel

    @guard
    def hold_demon(self, hold: bool) -> None:
        """Hold the Δz of the demon that is armed while training goes on, or let go of the one that is held."""
        demon = self._document.session.state.demon
        if not hold:
            self._document.let_go()
        elif demon is not None:
            self._document.hold_demon(demon.neuron, demon.dz)

    # By the menu, on the selection

    @guard
    def add_to_selected_layer(self) -> None:
        self._document.add_neurons(self._primary().layer)

    @guard
    def remove_selected(self) -> None:
        """Remove the selected connection, or else the selected hidden neurons; a layer without any goes away."""
        document = self._document
        connection = document.session.state.connection
        if connection is not None:
            frame = self._newest_frame()
            if (
                frame is not None
                and frame.edit_number == document.posted
                and has_removed(frame.mask, connection)
            ):
                return
            layer, target, source = connection
            document.set_connections(layer, ((target, source),), present=False)
            return
        hidden = [
            neuron for neuron in document.session.state.selection if neuron.layer in document.plan.spec.hidden
        ]
        by_layer: dict[int, list[int]] = {}
        for neuron in hidden:
            by_layer.setdefault(neuron.layer, []).append(neuron.index)
        if not by_layer:
            return
        with document.one_step(f"Remove {len(hidden)} neuron{'s' * (len(hidden) > 1)}"):
            # From the back, so that a layer that goes away doesn't move those that are still to come.
            for layer, indices in sorted(by_layer.items(), reverse=True):
                if len(indices) == document.plan.spec.sizes[layer]:
                    document.remove_layer(layer)
                else:
                    document.remove_neurons(layer, tuple(indices))

    @guard
    def insert_before_selected(self) -> None:
        self._document.insert_layer(max(self._primary().layer, 1))

    @guard
    def remove_selected_layer(self) -> None:
        self._document.remove_layer(self._primary().layer)

    @guard
    def select_layer(self) -> None:
        layer = self._primary().layer
        size = self._document.plan.spec.sizes[layer]
        self._document.session.select(*(Neuron(layer, index) for index in range(size)))

    def _primary(self) -> Neuron:
        """The selected neuron; without one, the first of the last hidden layer or of the output."""
        spec = self._document.plan.spec
        return self._document.session.state.primary or Neuron(max(spec.depth - 1, 1), 0)


def _indices(indices: object) -> tuple[int, ...]:
    assert isinstance(indices, (tuple, list))
    return tuple(int(index) for index in indices)
