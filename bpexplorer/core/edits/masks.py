"""Edits of what training leaves alone: freezing, removed connections, layers without biases; and drawing anew.

Each changes codes of the mask at some places of the flat array, and the numbers there where that is needed. What comes
back has the value that the run started from: until then it took no part.
"""

from abc import abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, check_neurons
from bpexplorer.core.training.mask import is_frozen, is_removed, removed_places, with_frozen, with_removed
from bpexplorer.core.training.state import MOMENTS, START, VALUE, TrainerState
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True, eq=False)
class PutPlaces(Edit):
    """Set the codes of some places, shape (k,), and all planes there, shape (planes, k): undoes the others.

    ``keeps_mask`` is off where there was no mask before: edits that are undone find as many planes as they left.
    It leaves no refuge: that had other codes there.
    """

    places: IntArray
    codes: FloatArray
    columns: FloatArray | None
    keeps_mask: bool = True

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        mask, flat = codes_of(state), state.planes.flat
        inverse = PutPlaces(
            self.places,
            mask[self.places],
            None if self.columns is None else flat[:, self.places],
            keeps_mask=state.mask is not None,
        )
        mask[self.places] = self.codes
        if self.columns is not None:
            flat = flat.copy()
            flat[:, self.places] = self.columns
        after = replace(
            state,
            mask=Parameters(state.spec, mask) if self.keeps_mask else None,
            planes=Parameters(state.spec, flat),
            refuge=None,
            divergence=None,
        )
        return after, inverse


def codes_of(state: TrainerState) -> FloatArray:
    """A copy of the mask's codes, shape (parameters,)."""
    return np.zeros(state.spec.parameter_count) if state.mask is None else state.mask.flat.copy()


def places_of(spec: NetworkSpec) -> Parameters:
    """Where each parameter lies in the flat array, with views by layer; the numbers are whole."""
    return Parameters(spec, np.arange(spec.parameter_count, dtype=np.float64))


class MaskEdit(Edit):
    """An edit of the codes at some places."""

    __slots__ = ()

    @abstractmethod
    def places(self, spec: NetworkSpec) -> IntArray:
        """Which places are meant."""


class _Removal(MaskEdit):
    """Lets parameters be removed, or brings them back with the value that the run started from."""

    __slots__ = ()

    def put(self, state: TrainerState, context: Context, removed: bool) -> tuple[TrainerState, Edit]:
        places = self.places(state.spec)
        before = codes_of(state)[places]
        changed = places[is_removed(before) != removed]
        columns = state.planes.flat[:, changed]
        columns[VALUE] = 0.0 if removed else columns[START]
        columns[MOMENTS:] = 0.0
        codes = with_removed(codes_of(state)[changed], removed)
        return PutPlaces(changed, codes, columns).on_state(state, context)


class _Freezing(MaskEdit):
    """Keeps parameters from being trained, or lets them be. It touches no number, and no place that is so already."""

    __slots__ = ()

    def put(self, state: TrainerState, context: Context, frozen: bool) -> tuple[TrainerState, Edit]:
        places = self.places(state.spec)
        codes = codes_of(state)
        changed = places[is_frozen(codes[places]) != frozen]
        return PutPlaces(changed, with_frozen(codes[changed], frozen), None).on_state(state, context)


@dataclass(frozen=True, slots=True)
class Freeze(_Freezing):
    """Keep the weights into some neurons of a layer, and their biases, as they are; or let them be trained again."""

    layer: int
    indices: tuple[int, ...]
    frozen: bool = True

    @property
    def text(self) -> str:
        layer, count = self.layer, len(self.indices)
        if count == 1:
            if self.frozen:
                return tr("Freeze layer {layer}, neuron {neuron}", layer=layer, neuron=self.indices[0])
            return tr("Unfreeze layer {layer}, neuron {neuron}", layer=layer, neuron=self.indices[0])
        if self.frozen:
            return tr("Freeze {count} neurons of layer {layer}", count=count, layer=layer)
        return tr("Unfreeze {count} neurons of layer {layer}", count=count, layer=layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return check_neurons(spec, self.layer, self.indices)

    def places(self, spec: NetworkSpec) -> IntArray:
        return places_into(spec, self.layer, self.indices)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.put(state, context, self.frozen)


@dataclass(frozen=True, slots=True)
class FreezeConnections(_Freezing):
    """Keep the weights of connections into layer l, each (target, source), from being trained; or let them be."""

    layer: int
    connections: tuple[tuple[int, int], ...]
    frozen: bool = True

    @property
    def text(self) -> str:
        layer, count = self.layer, len(self.connections)
        if count == 1:
            target, source = self.connections[0]
            if self.frozen:
                return tr(
                    "Freeze the weight {source} → {target} into layer {layer}",
                    source=source,
                    target=target,
                    layer=layer,
                )
            return tr(
                "Unfreeze the weight {source} → {target} into layer {layer}",
                source=source,
                target=target,
                layer=layer,
            )
        if self.frozen:
            return tr("Freeze {count} weights into layer {layer}", count=count, layer=layer)
        return tr("Unfreeze {count} weights into layer {layer}", count=count, layer=layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return check_connections(spec, self.layer, self.connections)

    def places(self, spec: NetworkSpec) -> IntArray:
        return places_of_connections(spec, self.layer, self.connections)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.put(state, context, self.frozen)


@dataclass(frozen=True, slots=True)
class RemoveConnections(_Removal):
    """Take connections into layer l out, each named by (target, source), its place in W^l; or bring them back."""

    layer: int
    connections: tuple[tuple[int, int], ...]
    removed: bool = True

    @property
    def text(self) -> str:
        layer, count = self.layer, len(self.connections)
        if count == 1:
            target, source = self.connections[0]
            if self.removed:
                return tr(
                    "Remove the connection {source} → {target} into layer {layer}",
                    source=source,
                    target=target,
                    layer=layer,
                )
            return tr(
                "Bring back the connection {source} → {target} into layer {layer}",
                source=source,
                target=target,
                layer=layer,
            )
        if self.removed:
            return tr("Remove {count} connections into layer {layer}", count=count, layer=layer)
        return tr("Bring back {count} connections into layer {layer}", count=count, layer=layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return check_connections(spec, self.layer, self.connections)

    def places(self, spec: NetworkSpec) -> IntArray:
        return places_of_connections(spec, self.layer, self.connections)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.put(state, context, self.removed)


@dataclass(frozen=True, slots=True)
class Silence(_Removal):
    """Take out every connection that leads on from some neurons of a hidden layer; or bring these back.

    Such a neuron passes nothing on, and no δ comes back to it.
    """

    layer: int
    indices: tuple[int, ...]
    silenced: bool = True

    @property
    def text(self) -> str:
        layer, count = self.layer, len(self.indices)
        if count == 1:
            if self.silenced:
                return tr("Silence layer {layer}, neuron {neuron}", layer=layer, neuron=self.indices[0])
            return tr("Bring back layer {layer}, neuron {neuron}", layer=layer, neuron=self.indices[0])
        if self.silenced:
            return tr("Silence {count} neurons of layer {layer}", count=count, layer=layer)
        return tr("Bring back {count} neurons of layer {layer}", count=count, layer=layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        if self.layer not in spec.hidden:
            raise InvalidNetworkError(
                tr("Layer {layer} isn't a hidden layer: no connection leads on from it.", layer=self.layer)
            )
        return check_neurons(spec, self.layer, self.indices)

    def places(self, spec: NetworkSpec) -> IntArray:
        onward = places_of(spec).weights[self.layer][:, list(self.indices)]
        return onward.ravel().astype(np.intp)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.put(state, context, self.silenced)


@dataclass(frozen=True, slots=True)
class RemoveBiases(_Removal):
    """Let a layer have no biases, or bring them back."""

    layer: int
    removed: bool = True

    @property
    def text(self) -> str:
        if self.removed:
            return tr("Take the biases from layer {layer}", layer=self.layer)
        return tr("Give biases to layer {layer}", layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        spec.layer(self.layer)
        return spec

    def places(self, spec: NetworkSpec) -> IntArray:
        return places_of(spec).biases[self.layer - 1].astype(np.intp)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        return self.put(state, context, self.removed)


@dataclass(frozen=True, slots=True)
class Reinitialise(Edit):
    """Draw the weights into some neurons, and their biases, anew, as the initialisers say; what is removed stays so."""

    layer: int
    indices: tuple[int, ...]

    @property
    def text(self) -> str:
        if len(self.indices) == 1:
            return tr(
                "Re-initialise layer {layer}, neuron {neuron}", layer=self.layer, neuron=self.indices[0]
            )
        return tr("Re-initialise {count} neurons of layer {layer}", count=len(self.indices), layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return check_neurons(spec, self.layer, self.indices)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        layer, rows, spec = self.layer, list(self.indices), state.spec
        n_in, n_out = spec.sizes[layer - 1 : layer + 1]
        weights, biases = state.config.layer_draw(n_in, n_out, context.rng(state.config))
        drawn = Parameters(spec, state.planes.flat.copy())
        drawn.weights[layer - 1][VALUE, rows] = weights[rows]
        drawn.biases[layer - 1][VALUE, rows] = biases[rows]
        drawn.flat[VALUE, removed_places(state.mask)] = 0.0
        places = places_into(spec, layer, self.indices)
        drawn.flat[MOMENTS:, places] = 0.0
        return PutPlaces(places, codes_of(state)[places], drawn.flat[:, places]).on_state(state, context)


def places_into(spec: NetworkSpec, layer: int, indices: tuple[int, ...]) -> IntArray:
    """Where the weights into some neurons of a layer lie, and their biases."""
    places, rows = places_of(spec), list(indices)
    into = places.weights[layer - 1][rows].ravel(), places.biases[layer - 1][rows]
    return np.concatenate(into).astype(np.intp)


def places_of_connections(
    spec: NetworkSpec, layer: int, connections: tuple[tuple[int, int], ...]
) -> IntArray:
    """Where the weights of connections into layer l lie, each (target, source)."""
    targets, sources = np.array(connections, dtype=np.intp).reshape(-1, 2).T
    return places_of(spec).weights[layer - 1][targets, sources].astype(np.intp)


def check_connections(spec: NetworkSpec, layer: int, connections: tuple[tuple[int, int], ...]) -> NetworkSpec:
    """Raise InvalidNetworkError unless there are neurons on both ends of each (target, source) into layer l."""
    size, sources = spec.layer(layer).size, spec.sizes[layer - 1]
    for target, source in connections:
        if not (0 <= target < size and 0 <= source < sources):
            raise InvalidNetworkError(
                tr(
                    "There is no connection from neuron {source} to neuron {target} of layer {layer}.",
                    source=source,
                    target=target,
                    layer=layer,
                )
            )
    return spec
