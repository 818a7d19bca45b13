"""Acts on the structure, and on what of it is selected."""

from dataclasses import dataclass

from bpexplorer.core.edits.masks import Freeze, Reinitialise, RemoveConnections
from bpexplorer.core.edits.structure import AddNeurons, RemoveLayer, RemoveNeurons
from bpexplorer.core.spec import NetworkSpec, usual_neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.mask import has_removed
from bpexplorer.document.acts.base import Act
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.translation import tr, tr_n

_NO_HIDDEN_LAYER = tr("Select a neuron of the layer first; the data set fixes input and output.")


@dataclass(frozen=True, slots=True)
class _OfHiddenLayer(Act):
    """Something with a hidden layer; None stands for that of the selected neuron."""

    layer: int | None = None

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return None if self._layer_of(state) in spec.hidden else _NO_HIDDEN_LAYER

    def _layer_of(self, state: SessionState) -> int:
        primary = state.primary
        return self.layer if self.layer is not None else -1 if primary is None else primary.layer


@dataclass(frozen=True, slots=True)
class AddNeuron(_OfHiddenLayer):
    """Put one neuron more at the end of a hidden layer."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.request(AddNeurons(self._layer_of(document.session.state), 1))


@dataclass(frozen=True, slots=True)
class DropNeuron(_OfHiddenLayer):
    """Take the last neuron out of a hidden layer; with its only one the layer goes away."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        layer = self._layer_of(document.session.state)
        size = document.plan.spec.sizes[layer]
        document.request(RemoveLayer(layer) if size == 1 else RemoveNeurons(layer, (size - 1,)))


@dataclass(frozen=True, slots=True)
class DropLayer(_OfHiddenLayer):
    """Take a hidden layer out."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.request(RemoveLayer(self._layer_of(document.session.state)))


@dataclass(frozen=True, slots=True)
class AddLayer(Act):
    """Put a hidden layer before this one; None stands for that of the selected neuron, or the last hidden one."""

    layer: int | None = None

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        neuron = document.session.state.primary or usual_neuron(document.plan.spec)
        document.insert_layer(max(neuron.layer, 1) if self.layer is None else self.layer)


@dataclass(frozen=True, slots=True)
class Resize(Act):
    """Let a hidden layer have so many neurons."""

    layer: int
    size: int

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.resize_layer(self.layer, self.size)


@dataclass(frozen=True, slots=True)
class MoveLayer(Act):
    """Let a layer stand elsewhere on the canvas; scene units."""

    layer: int
    dx: float
    dy: float

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.move_layer(self.layer, self.dx, self.dy)


@dataclass(frozen=True, slots=True)
class RemoveSelected(Act):
    """Remove the selected connection, or else the selected hidden neurons, as one step; an empty layer goes away."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        connection = state.connection
        if connection is not None:
            is_removed = frame is not None and has_removed(frame.mask, connection)
            return tr("This connection is removed. Undo brings it back, or its menu.") if is_removed else None
        if _by_layer(state, spec.hidden):
            return None
        return tr("Only hidden neurons can be removed: the data set fixes input and output.")

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        state, spec = document.session.state, document.plan.spec
        if state.connection is not None:
            layer, target, source = state.connection
            document.request(RemoveConnections(layer, ((target, source),)))
            return
        chosen = _by_layer(state, spec.hidden)
        count = sum(map(len, chosen.values()))
        with document.one_step(tr_n("Remove {count} neuron", "Remove {count} neurons", count)):
            # From the back, so that a layer that goes away doesn't move those that are still to come.
            for layer, indices in sorted(chosen.items(), reverse=True):
                is_all = len(indices) == spec.sizes[layer]
                document.request(RemoveLayer(layer) if is_all else RemoveNeurons(layer, indices))


@dataclass(frozen=True, slots=True)
class _OnSelected(Act):
    """Something with the selected neurons that have weights; inputs have none."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        return None if _by_layer(state, _trained(spec)) else tr("Select a neuron of layer 1 or later first.")


@dataclass(frozen=True, slots=True)
class FreezeSelected(_OnSelected):
    """Keep the weights into the selected neurons from being trained, or let them be trained again."""

    frozen: bool = True

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        with document.one_step(tr("Freeze neurons") if self.frozen else tr("Unfreeze neurons")):
            for layer, indices in _by_layer(document.session.state, _trained(document.plan.spec)).items():
                document.request(Freeze(layer, indices, self.frozen))


@dataclass(frozen=True, slots=True)
class ReinitialiseSelected(_OnSelected):
    """Draw the numbers of the selected neurons anew."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        with document.one_step(tr("Re-initialise neurons")):
            for layer, indices in _by_layer(document.session.state, _trained(document.plan.spec)).items():
                document.request(Reinitialise(layer, indices))


def _by_layer(state: SessionState, layers: range) -> dict[int, tuple[int, ...]]:
    """The selected neurons of these layers."""
    chosen: dict[int, list[int]] = {}
    for neuron in sorted(state.selection):
        if neuron.layer in layers:
            chosen.setdefault(neuron.layer, []).append(neuron.index)
    return {layer: tuple(indices) for layer, indices in chosen.items()}


def _trained(spec: NetworkSpec) -> range:
    """The layers that have weights."""
    return range(1, spec.depth + 1)
