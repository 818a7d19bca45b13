"""The structure of a network, apart from its numbers: which layers there are, how large, with which activation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from numbers import Integral
from typing import NamedTuple

from bpexplorer.core.activations import activation
from bpexplorer.core.errors import InvalidNetworkError, about
from bpexplorer.core.numerals import count, limit
from bpexplorer.translation import tr

#: A layer larger than this is refused: nothing on the screen could show it.
MAX_LAYER_SIZE = 4096
MAX_LAYERS = 64
MAX_DROPOUT = 0.95


@dataclass(frozen=True, slots=True, order=True)
class Neuron:
    """Where a neuron is: layer l = 0…L and its place in that layer, both counted from 0."""

    layer: int
    index: int

    def __str__(self) -> str:
        return tr("layer {layer}, neuron {index}", layer=self.layer, index=self.index)


class Connection(NamedTuple):
    """The connection whose weight is ``weights[layer-1][target][source]``: from a neuron of layer l-1 into one of l."""

    layer: int
    target: int
    source: int

    @property
    def ends(self) -> tuple[Neuron, Neuron]:
        """The neuron that it comes from, and the one that it leads into."""
        return Neuron(self.layer - 1, self.source), Neuron(self.layer, self.target)

    def __str__(self) -> str:
        source, target = self.ends
        return f"{source} → {target}"


def connection_between(first: Neuron, second: Neuron) -> Connection | None:
    """The connection of two neurons, in whichever order; None unless their layers are neighbours."""
    source, target = sorted((first, second))
    return Connection(target.layer, target.index, source.index) if target.layer == source.layer + 1 else None


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer l ≥ 1: how many neurons, the name of their activation, and the share of them that a training step
    leaves out (see ``core.dropout``)"""

    size: int
    activation: str
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A network's structure: the number of inputs, and the layers l = 1…L.

    Raises
    ------
    InvalidNetworkError
        If there is no layer, a layer has no neuron or too many, an activation has no such name, or a dropout can't be.
    """

    inputs: int
    layers: tuple[LayerSpec, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.layers) <= MAX_LAYERS:
            raise InvalidNetworkError(
                tr(
                    "A network has 1 to {max_layers} layers behind its input; this one has {count}.",
                    max_layers=MAX_LAYERS,
                    count=len(self.layers),
                )
            )
        _check_size(0, self.inputs, "inputs")
        for number, layer in enumerate(self.layers, start=1):
            key = f"layers[{number - 1}]"
            _check_size(number, layer.size, f"{key}.size")
            with about(f"{key}.activation"):
                activation(layer.activation)
            with about(f"{key}.dropout"):
                _check_dropout(number, layer.dropout, is_output=number == self.depth)

    @classmethod
    def create(cls, sizes: Iterable[int], activations: Iterable[str]) -> "NetworkSpec":
        """Build a spec from ``sizes`` n_0…n_L and one activation name for each layer 1…L."""
        inputs, *others = sizes
        names = list(activations)
        if len(names) != len(others):
            raise InvalidNetworkError(
                tr(
                    "{count} layers behind the input need as many activations; {names_len} were given.",
                    count=len(others),
                    names_len=len(names),
                )
            )
        return cls(inputs, tuple(LayerSpec(size, name) for size, name in zip(others, names, strict=True)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """n_0…n_L."""
        return (self.inputs, *(layer.size for layer in self.layers))

    @property
    def activations(self) -> tuple[str, ...]:
        """The name of each layer's activation; entry l-1 belongs to layer l."""
        return tuple(layer.activation for layer in self.layers)

    @property
    def depth(self) -> int:
        """L, the number of the output layer."""
        return len(self.layers)

    @property
    def outputs(self) -> int:
        """n_L."""
        return self.layers[-1].size

    @property
    def hidden(self) -> range:
        """The numbers of the hidden layers."""
        return range(1, self.depth)

    @property
    def parameter_count(self) -> int:
        """How many weights and biases there are in all."""
        sizes = self.sizes
        return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))

    def layer(self, layer: int) -> LayerSpec:
        """Layer l, for l = 1…L."""
        if not 1 <= layer <= self.depth:
            raise InvalidNetworkError(
                tr(
                    "There is no layer {layer}: layers behind the input are 1 to {depth}.",
                    layer=layer,
                    depth=self.depth,
                )
            )
        return self.layers[layer - 1]

    def has(self, neuron: Neuron) -> bool:
        """Whether the network has this neuron (inputs are layer 0)."""
        return 0 <= neuron.layer <= self.depth and 0 <= neuron.index < self.sizes[neuron.layer]

    @property
    def has_dropout(self) -> bool:
        """Whether any layer leaves neurons out in training."""
        return any(layer.dropout > 0 for layer in self.layers)

    def with_layer(self, layer: int, **changes: int | float | str) -> "NetworkSpec":
        """The same structure with layer l changed: ``size=…``, ``activation=…`` or ``dropout=…``."""
        changed = replace(self.layer(layer), **changes)  # type: ignore[arg-type]
        return replace(self, layers=(*self.layers[: layer - 1], changed, *self.layers[layer:]))

    def __str__(self) -> str:
        return "-".join(map(str, self.sizes)) + " " + " ".join(self.activations)


def is_count(value: object) -> bool:
    """Whether a value is a whole number; neither 4.0 nor True is."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def _check_size(layer: int, size: int, key: str) -> None:
    with about(key):
        if not (is_count(size) and 1 <= size <= MAX_LAYER_SIZE):
            raise InvalidNetworkError(
                tr(
                    "Layer {layer} needs 1 to {max_layer_size} neurons; {size} were asked for.",
                    layer=layer,
                    max_layer_size=count(MAX_LAYER_SIZE),
                    size=size,
                )
            )


def _check_dropout(layer: int, share: float, *, is_output: bool) -> None:
    if not 0 <= share <= MAX_DROPOUT:
        raise InvalidNetworkError(
            tr(
                "The dropout of layer {layer} is {limit}; it must lie between 0 and {max_dropout_limit}.",
                layer=layer,
                limit=limit(share),
                max_dropout_limit=limit(MAX_DROPOUT),
            )
        )
    if is_output and share:
        raise InvalidNetworkError(
            tr("The output layer, layer {layer}, has no dropout: its neurons are the answer.", layer=layer)
        )


def check_neurons(spec: NetworkSpec, layer: int, indices: tuple[int, ...]) -> NetworkSpec:
    """Raise InvalidNetworkError unless the layer l ≥ 1 has these neurons, at least one."""
    size = spec.layer(layer).size
    if not indices:
        raise InvalidNetworkError(tr("No neuron of layer {layer} was chosen.", layer=layer))
    for index in indices:
        if not 0 <= index < size:
            raise InvalidNetworkError(
                tr(
                    "Layer {layer} has no neuron {index}; it has neurons 0 to {size}.",
                    layer=layer,
                    index=index,
                    size=size - 1,
                )
            )
    return spec


def usual_neuron(spec: NetworkSpec) -> Neuron:
    """What stands for a chosen neuron where none is: the first of the last hidden layer, or of the output."""
    return Neuron(max(spec.depth - 1, 1), 0)
