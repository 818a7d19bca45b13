"""A network: the weights, biases and activations of its layers, checked once and then trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from bpexplorer.core.activations import ACTIVATIONS, Activation, activation
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.initializers import LayerDraw
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

_KEPT_DTYPES = (np.dtype(np.float64), np.dtype(np.float32), np.dtype(np.complex128))


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A feedforward network. ``weights[l-1]``, ``biases[l-1]`` and ``activations[l-1]`` belong to layer l.

    Parameters
    ----------
    weights : sequence of ndarray, shapes (n_l, n_{l-1})
    biases : sequence of ndarray, shapes (n_l,)
    activations : sequence of str
        Names in ``activations.ACTIVATIONS``.

    Arrays of float64, float32 or complex128 (for checks by complex step) are taken as they are and not
    copied: whoever owns them may go on writing to them. Anything else becomes float64, and mixed arrays the
    widest of their dtypes.

    Raises InvalidNetworkError, naming the layer, if shapes don't fit, a number isn't finite or an activation
    is unknown.
    """

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]
    activations: tuple[str, ...]

    def __init__(
        self, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike], activations: Sequence[str]
    ) -> None:
        if isinstance(activations, str):
            raise InvalidNetworkError(
                tr(
                    "Activations are a list of names, one a layer, not {activations}.",
                    activations=repr(activations),
                )
            )
        if not len(weights) == len(biases) == len(activations):
            raise InvalidNetworkError(
                tr(
                    "A network needs one weight matrix, one bias vector and one activation a "
                    "layer, but there are {count}, {biases_len} and {activations_len}.",
                    count=len(weights),
                    biases_len=len(biases),
                    activations_len=len(activations),
                )
            )
        if not len(weights):
            raise InvalidNetworkError(tr("A network needs at least one layer after its input."))
        numbered = range(1, len(weights) + 1)
        arrays = [
            *map(_weights_of_layer, numbered, weights),
            *map(_biases_of_layer, numbered, biases),
        ]
        if len({array.dtype for array in arrays}) > 1:
            widest = np.result_type(*arrays)
            arrays = [array.astype(widest, copy=False) for array in arrays]
        object.__setattr__(self, "weights", tuple(arrays[: len(weights)]))
        object.__setattr__(self, "biases", tuple(arrays[len(weights) :]))
        object.__setattr__(self, "activations", tuple(activations))
        self._check_shapes()
        for name in self.activations:
            activation(name)

    @classmethod
    def create(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        *,
        initializer: str = "normal_fan_in",
        rng: np.random.Generator,
        initializer_settings: Mapping[str, float] | None = None,
        bias_initializer: str = "usual",
        bias_initializer_settings: Mapping[str, float] | None = None,
    ) -> Self:
        """A new network with layers of ``sizes`` neurons (the input first), parameters drawn from ``rng``.

        ``activations`` has one name for each layer after the input. ``initializer`` and ``bias_initializer`` are names
        in ``initializers.INITIALIZERS`` and ``BIAS_INITIALIZERS``, and their settings are by name, with defaults for
        those that are left out. Raises InvalidNetworkError or InvalidConfigError.
        """
        for layer, size in enumerate(sizes):
            if size < 1:
                raise InvalidNetworkError(tr("Layer {layer} needs at least one neuron.", layer=layer))
        draw = LayerDraw(
            initializer, initializer_settings or {}, bias_initializer, bias_initializer_settings or {}
        )
        layers = [draw(n_in, n_out, rng) for n_in, n_out in pairwise(sizes)]
        return cls([weights for weights, _ in layers], [biases for _, biases in layers], activations)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of neurons n_0, …, n_L."""
        return (self.weights[0].shape[1], *(len(biases) for biases in self.biases))

    @property
    def depth(self) -> int:
        """L, the number of the last layer."""
        return len(self.weights)

    @property
    def functions(self) -> tuple[Activation, ...]:
        """The activation objects of layers 1…L."""
        return tuple(ACTIVATIONS[name] for name in self.activations)

    def astype(self, dtype: DTypeLike) -> "Network":
        """The same network in another dtype, with arrays of its own."""
        return Network(
            [weights.astype(dtype) for weights in self.weights],
            [biases.astype(dtype) for biases in self.biases],
            self.activations,
        )

    def for_inspection(self) -> "Network":
        """The same network with no float32 in it: questions are answered in double precision."""
        return self.astype(np.float64) if self.weights[0].dtype == np.float32 else self

    def _check_shapes(self) -> None:
        n_before = self.weights[0].shape[1]
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            if weights.shape[1] != n_before:
                raise InvalidNetworkError(
                    tr(
                        "The weights of layer {layer} have shape {shape} and expect {inputs} "
                        "inputs, but layer {before} has {neurons} neurons.",
                        layer=layer,
                        shape=weights.shape,
                        inputs=weights.shape[1],
                        before=layer - 1,
                        neurons=n_before,
                    )
                )
            if biases.shape[0] != weights.shape[0]:
                raise InvalidNetworkError(
                    tr(
                        "Layer {layer} has weights of shape {shape} but biases of shape "
                        "{biases_shape}; it needs {neurons} biases.",
                        layer=layer,
                        shape=weights.shape,
                        biases_shape=biases.shape,
                        neurons=weights.shape[0],
                    )
                )
            n_before = weights.shape[0]


def _weights_of_layer(layer: int, given: ArrayLike) -> FloatArray:
    weights = _numbers(given, tr("The weights of layer {layer}", layer=layer))
    if weights.ndim != 2 or not weights.size:
        raise InvalidNetworkError(
            tr(
                "The weights of layer {layer} have shape {shape}; they need a row for each "
                "neuron and a column for each neuron before, at least one of both.",
                layer=layer,
                shape=weights.shape,
            )
        )
    return weights


def _biases_of_layer(layer: int, given: ArrayLike) -> FloatArray:
    biases = _numbers(given, tr("The biases of layer {layer}", layer=layer))
    if biases.ndim != 1:
        raise InvalidNetworkError(
            tr(
                "The biases of layer {layer} have shape {shape}; they need one number for each neuron.",
                layer=layer,
                shape=biases.shape,
            )
        )
    return biases


def _numbers(given: ArrayLike, what: str) -> FloatArray:
    try:
        array: np.ndarray[tuple[int, ...], np.dtype[Any]] = np.asarray(given)
        if array.dtype not in _KEPT_DTYPES:
            array = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidNetworkError(tr("{what} are not an array of numbers.", what=what)) from error
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise InvalidNetworkError(
            tr(
                "{what} are not all finite: entry {place} is {array}.",
                what=what,
                place=list(place),
                array=array[place],
            )
        )
    return array
