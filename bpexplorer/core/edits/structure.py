"""Edits of the structure: neurons and layers come and go, and all other numbers stay what they are.

Each works on all planes of the parameters at once, so what is put back by an undo has its start and its moments again.
"""

from abc import abstractmethod
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.edits.on_parameters import ParametersEdit
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.numerals import per_cent
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron, is_count
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.mask import is_biasless, with_removed
from bpexplorer.core.training.state import START, VALUE, TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr, tr_n


def _check_hidden(spec: NetworkSpec, layer: int) -> None:
    if layer not in spec.hidden:
        role = "input" if layer == 0 else "output" if layer == spec.depth else None
        reason = (
            tr("is the {role} layer: the data set fixes its size", role=role) if role else tr("doesn't exist")
        )
        raise InvalidNetworkError(
            tr(
                "Layer {layer} {reason}. Only hidden layers can gain or lose neurons or go away.",
                layer=layer,
                reason=reason,
            )
        )


def _drawn_planes(
    planes: Parameters, config: TrainingConfig, n_in: int, n_out: int, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """New weights (planes, n_out, n_in) and biases (planes, n_out): value and start are drawn, moments are zero."""
    drawn_weights, drawn_biases = config.layer_draw(n_in, n_out, rng)
    weights = np.zeros((len(planes.flat), n_out, n_in))
    biases = np.zeros((len(planes.flat), n_out))
    weights[[VALUE, START]] = drawn_weights
    biases[[VALUE, START]] = drawn_biases
    return weights, biases


@dataclass(frozen=True, slots=True)
class AddNeurons(ParametersEdit):
    """Put ``count`` new neurons at the end of a hidden layer, with weights drawn as the initialiser says."""

    layer: int
    count: int = 1

    @property
    def text(self) -> str:
        return tr_n(
            "Add {count} neuron to layer {layer}",
            "Add {count} neurons to layer {layer}",
            self.count,
            layer=self.layer,
        )

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        _check_hidden(spec, self.layer)
        if not (is_count(self.count) and self.count >= 1):
            raise InvalidNetworkError(
                tr(
                    "A whole number of neurons, 1 or more, can be added to layer {layer}, not {count}.",
                    layer=self.layer,
                    count=self.count,
                )
            )
        return spec.with_layer(self.layer, size=spec.sizes[self.layer] + self.count)

    def on_parameters(
        self, planes: Parameters, config: TrainingConfig, rng: np.random.Generator
    ) -> tuple[Parameters, ParametersEdit]:
        n_in, n, n_out = planes.spec.sizes[self.layer - 1 : self.layer + 2]
        # Whole layers are drawn and the new part of them taken: what is drawn suits the layer's new size.
        rows, biases = _drawn_planes(planes, config, n_in, n + self.count, rng)
        columns, _ = _drawn_planes(planes, config, n + self.count, n_out, rng)
        indices = tuple(range(n, n + self.count))
        put = PutNeurons(self.layer, indices, rows[:, n:], biases[:, n:], columns[..., n:])
        return put.on_parameters(planes, config, rng)

    def on_state(self, state: TrainerState, context: Context) -> tuple[TrainerState, Edit]:
        after, inverse = ParametersEdit.on_state(self, state, context)
        if after.mask is None or not is_biasless(state.mask, self.layer):
            return after, inverse
        # A layer without biases gets neurons without.
        mask, planes = (Parameters(after.spec, each.flat.copy()) for each in (after.mask, after.planes))
        new = slice(state.spec.sizes[self.layer], None)
        mask.biases[self.layer - 1][new] = with_removed(mask.biases[self.layer - 1][new], True)
        planes.biases[self.layer - 1][VALUE, new] = 0.0
        return replace(after, mask=mask, planes=planes), inverse


@dataclass(frozen=True, slots=True)
class RemoveNeurons(ParametersEdit):
    """Take neurons out of a hidden layer, with the weights into and out of them."""

    layer: int
    indices: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", tuple(sorted(set(self.indices))))

    @property
    def text(self) -> str:
        if len(self.indices) == 1:
            return tr("Remove neuron {neuron} of layer {layer}", neuron=self.indices[0], layer=self.layer)
        return tr("Remove {count} neurons of layer {layer}", count=len(self.indices), layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        _check_hidden(spec, self.layer)
        size = spec.sizes[self.layer]
        missing = [index for index in self.indices if not 0 <= index < size]
        if not self.indices:
            raise InvalidNetworkError(
                tr("No neuron of layer {layer} was chosen to be removed.", layer=self.layer)
            )
        if missing:
            raise InvalidNetworkError(
                tr(
                    "Layer {layer} has no neuron {missing}; it has neurons 0 to {size}.",
                    layer=self.layer,
                    missing=missing[0],
                    size=size - 1,
                )
            )
        if len(self.indices) >= size:
            raise InvalidNetworkError(
                tr("Layer {layer} needs at least one neuron. Remove the layer instead.", layer=self.layer)
            )
        return spec.with_layer(self.layer, size=size - len(self.indices))

    def map_neuron(self, neuron: Neuron) -> Neuron | None:
        if neuron.layer != self.layer:
            return neuron
        if neuron.index in self.indices:
            return None
        return Neuron(neuron.layer, neuron.index - sum(index < neuron.index for index in self.indices))

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        into, out_of = self.layer - 1, self.layer
        gone = list(self.indices)
        weights, biases = list(planes.weights), list(planes.biases)
        inverse = PutNeurons(
            self.layer,
            self.indices,
            weights[into][:, gone],
            biases[into][:, gone],
            weights[out_of][..., gone],
        )
        weights[into] = np.delete(weights[into], gone, axis=1)
        biases[into] = np.delete(biases[into], gone, axis=1)
        weights[out_of] = np.delete(weights[out_of], gone, axis=2)
        return Parameters.join(self.on_spec(planes.spec), weights, biases), inverse


@dataclass(frozen=True, slots=True, eq=False)
class PutNeurons(ParametersEdit):
    """Put neurons with known numbers into a hidden layer: undoes RemoveNeurons.

    ``indices`` are the places that they have afterwards, ascending.
    ``rows`` has shape (planes, k, n_in), ``biases`` (planes, k), ``columns`` (planes, n_out, k).
    """

    layer: int
    indices: tuple[int, ...]
    rows: FloatArray
    biases: FloatArray
    columns: FloatArray

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return spec.with_layer(self.layer, size=spec.sizes[self.layer] + len(self.indices))

    def map_neuron(self, neuron: Neuron) -> Neuron | None:
        if neuron.layer != self.layer:
            return neuron
        index = neuron.index
        for put in self.indices:
            index += put <= index
        return Neuron(neuron.layer, index)

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        into, out_of = self.layer - 1, self.layer
        # np.insert counts places in the array before the insertion; ours are places in the array after it.
        places = [index - earlier for earlier, index in enumerate(self.indices)]
        weights, biases = list(planes.weights), list(planes.biases)
        weights[into] = np.insert(weights[into], places, self.rows, axis=1)
        biases[into] = np.insert(biases[into], places, self.biases, axis=1)
        weights[out_of] = np.insert(weights[out_of], places, self.columns, axis=2)
        spec = self.on_spec(planes.spec)
        return Parameters.join(spec, weights, biases), RemoveNeurons(self.layer, self.indices)


@dataclass(frozen=True, slots=True)
class InsertLayer(ParametersEdit):
    """Put a new hidden layer at place ``layer`` = 1…L; what was there and behind it moves on by one.

    Its weights and those of the layer behind it are drawn, as their shapes are new.
    """

    layer: int
    layer_spec: LayerSpec

    @property
    def text(self) -> str:
        return tr("Insert layer {layer}", layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        spec.layer(self.layer)
        before, behind = spec.layers[: self.layer - 1], spec.layers[self.layer - 1 :]
        return replace(spec, layers=(*before, self.layer_spec, *behind))

    def map_layer(self, layer: int) -> int | None:
        return layer + (layer >= self.layer)

    def on_parameters(
        self, planes: Parameters, config: TrainingConfig, rng: np.random.Generator
    ) -> tuple[Parameters, ParametersEdit]:
        n_in, n_out = planes.spec.sizes[self.layer - 1 : self.layer + 1]
        rows, biases = _drawn_planes(planes, config, n_in, self.layer_spec.size, rng)
        columns, _ = _drawn_planes(planes, config, self.layer_spec.size, n_out, rng)
        return OpenLayer(self.layer, self.layer_spec, rows, biases, columns).on_parameters(
            planes, config, rng
        )


@dataclass(frozen=True, slots=True)
class RemoveLayer(ParametersEdit):
    """Take a hidden layer out; the weights that then join its neighbours are drawn."""

    layer: int

    @property
    def text(self) -> str:
        return tr("Remove layer {layer}", layer=self.layer)

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        _check_hidden(spec, self.layer)
        return replace(spec, layers=(*spec.layers[: self.layer - 1], *spec.layers[self.layer :]))

    def map_layer(self, layer: int) -> int | None:
        return None if layer == self.layer else layer - (layer > self.layer)

    def on_parameters(
        self, planes: Parameters, config: TrainingConfig, rng: np.random.Generator
    ) -> tuple[Parameters, ParametersEdit]:
        n_in, _, n_out = planes.spec.sizes[self.layer - 1 : self.layer + 2]
        joining, _ = _drawn_planes(planes, config, n_in, n_out, rng)
        return CloseLayer(self.layer, joining).on_parameters(planes, config, rng)


@dataclass(frozen=True, slots=True, eq=False)
class OpenLayer(ParametersEdit):
    """Put a layer with known numbers in; ``columns`` become the weights of the layer behind it. Undoes CloseLayer."""

    layer: int
    layer_spec: LayerSpec
    rows: FloatArray
    biases: FloatArray
    columns: FloatArray

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return InsertLayer(self.layer, self.layer_spec).on_spec(spec)

    def map_layer(self, layer: int) -> int | None:
        return layer + (layer >= self.layer)

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        place = self.layer - 1
        inverse = CloseLayer(self.layer, planes.weights[place])
        weights, biases = list(planes.weights), list(planes.biases)
        weights[place : place + 1] = [self.rows, self.columns]
        biases.insert(place, self.biases)
        return Parameters.join(self.on_spec(planes.spec), weights, biases), inverse


@dataclass(frozen=True, slots=True, eq=False)
class CloseLayer(ParametersEdit):
    """Take a layer out; ``joining`` (planes, n_out, n_in) becomes the weights between its neighbours."""

    layer: int
    joining: FloatArray

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return RemoveLayer(self.layer).on_spec(spec)

    def map_layer(self, layer: int) -> int | None:
        return RemoveLayer(self.layer).map_layer(layer)

    def on_parameters(
        self,
        planes: Parameters,
        config: TrainingConfig,
        rng: np.random.Generator,
    ) -> tuple[Parameters, ParametersEdit]:
        place = self.layer - 1
        weights, biases = list(planes.weights), list(planes.biases)
        inverse = OpenLayer(
            self.layer, planes.spec.layers[place], weights[place], biases[place], weights[place + 1]
        )
        weights[place : place + 2] = [self.joining]
        del biases[place]
        return Parameters.join(self.on_spec(planes.spec), weights, biases), inverse


class _SetOfLayer(ParametersEdit):
    """Says something else of a layer; its numbers stay."""

    __slots__ = ()

    @abstractmethod
    def former(self, spec: NetworkSpec) -> ParametersEdit:
        """The edit that says what is said of the layer now."""

    def on_parameters(
        self, planes: Parameters, config: TrainingConfig, rng: np.random.Generator
    ) -> tuple[Parameters, ParametersEdit]:
        return Parameters(self.on_spec(planes.spec), planes.flat), self.former(planes.spec)


@dataclass(frozen=True, slots=True)
class SetDropout(_SetOfLayer):
    """Let training leave out a share of a hidden layer's neurons in each step; its numbers stay."""

    layer: int
    share: float

    @property
    def text(self) -> str:
        return tr(
            "Set the dropout of layer {layer} to {per_cent}",
            layer=self.layer,
            per_cent=per_cent(100 * self.share),
        )

    @property
    def merge_key(self) -> str:
        return tr("dropout {layer}", layer=self.layer)

    def is_idle(self, spec: NetworkSpec) -> bool:
        return spec.layer(self.layer).dropout == self.share

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return spec.with_layer(self.layer, dropout=self.share)

    def former(self, spec: NetworkSpec) -> "SetDropout":
        return SetDropout(self.layer, spec.layer(self.layer).dropout)


@dataclass(frozen=True, slots=True)
class SetActivation(_SetOfLayer):
    """Give a layer another activation; its numbers stay."""

    layer: int
    activation: str

    @property
    def text(self) -> str:
        return tr("Set layer {layer} to {activation}", layer=self.layer, activation=self.activation)

    def is_idle(self, spec: NetworkSpec) -> bool:
        return spec.layer(self.layer).activation == self.activation

    def on_spec(self, spec: NetworkSpec) -> NetworkSpec:
        return spec.with_layer(self.layer, activation=self.activation)

    def former(self, spec: NetworkSpec) -> "SetActivation":
        return SetActivation(self.layer, spec.layer(self.layer).activation)
