"""What the colours of neurons and edges can show: the numbers, and what they are called. No Qt widgets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.frame import Frame
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import EdgeQuantity, NeuronQuantity

#: One entry for each layer l = 0…L; None where a layer has no such number.
LayerValues = tuple[FloatArray | None, ...]


@dataclass(frozen=True, slots=True)
class NeuronView:
    """A quantity of neurons: its names, and how a frame is asked for it."""

    #: In the list of choices.
    label: str
    #: In front of "= −0.0774".
    name: str
    symbol: str
    #: (frame, row of the probe) → values of that sample; a row of None asks for the whole probe.
    values: Callable[[Frame, int | None], LayerValues]


@dataclass(frozen=True, slots=True)
class EdgeView:
    """A quantity of edges: its names, and how a frame is asked for it."""

    label: str
    name: str
    symbol: str
    #: (frame, layer l, row of the probe) → values in the shape of W^l, or None if the frame doesn't hold them.
    values: Callable[[Frame, int, int], FloatArray | None]
    #: (frame) → the largest magnitude in all layers, over the probe where samples differ.
    largest: Callable[[Frame], float]


def _row(array: FloatArray, sample: int | None) -> FloatArray:
    return array if sample is None else array[min(sample, len(array) - 1)]


def _activations(frame: Frame, sample: int | None) -> LayerValues:
    # Pixels are shown as ink, which has a scale of its own.
    inputs = None if frame.data.image_shape is not None else _row(frame.data.x_probe, sample)
    if frame.trace is None:
        return (inputs, *[None] * frame.spec.depth)
    return (inputs, *(_row(a, sample) for a in frame.trace.activations))


def _weighted_inputs(frame: Frame, sample: int | None) -> LayerValues:
    if frame.trace is None:
        return (None,) * (frame.spec.depth + 1)
    return (None, *(_row(z, sample) for z in frame.trace.zs))


def _deltas(frame: Frame, sample: int | None) -> LayerValues:
    if frame.trace is None:
        return (None,) * (frame.spec.depth + 1)
    return (None, *(_row(delta, sample) for delta in frame.trace.deltas))


def _biases(frame: Frame, _sample: int | None) -> LayerValues:
    return (None, *frame.network.biases)


def _weights(frame: Frame, layer: int, _sample: int) -> FloatArray | None:
    return frame.network.weights[layer - 1]


def _gradients(frame: Frame, layer: int, _sample: int) -> FloatArray | None:
    return None if frame.trace is None else frame.trace.grad_weights[layer - 1]


def _blame(frame: Frame, layer: int, sample: int) -> FloatArray | None:
    if frame.trace is None:
        return None
    delta = _row(frame.trace.deltas[layer - 1], sample)
    blame: FloatArray = frame.network.weights[layer - 1] * delta[:, np.newaxis]
    return blame


def _largest_weight(frame: Frame) -> float:
    return largest(frame.network.weights)


def _largest_gradient(frame: Frame) -> float:
    return 0.0 if frame.trace is None else largest(frame.trace.grad_weights)


def _largest_blame(frame: Frame) -> float:
    if frame.trace is None:
        return 0.0
    # |w_kj δ_k| is largest where both factors of its row k are.
    return largest(
        np.abs(weights).max(axis=1) * np.abs(delta).max(axis=0)
        for weights, delta in zip(frame.network.weights, frame.trace.deltas, strict=True)
    )


def largest(arrays: Iterable[FloatArray | None]) -> float:
    """The largest finite magnitude in some arrays (None among them is left out), 0 if there is none."""
    top = 0.0
    for array in arrays:
        if array is not None and array.size:
            magnitudes = np.abs(array)
            finite = magnitudes[np.isfinite(magnitudes)]
            top = max(top, float(finite.max())) if finite.size else top
    return top


NEURON_VIEWS: Mapping[NeuronQuantity, NeuronView] = {
    NeuronQuantity.ACTIVATION: NeuronView("a, activation", "a, this sample", "a", _activations),
    NeuronQuantity.WEIGHTED_INPUT: NeuronView("z = w·a + b", "z, this sample", "z", _weighted_inputs),
    NeuronQuantity.DELTA: NeuronView("δ = ∂C/∂z", "δ, this sample", "δ", _deltas),
    NeuronQuantity.BIAS: NeuronView("b, bias", "bias b", "b", _biases),
}

EDGE_VIEWS: Mapping[EdgeQuantity, EdgeView] = {
    EdgeQuantity.WEIGHT: EdgeView("w, weight", "w", "w", _weights, _largest_weight),
    EdgeQuantity.GRADIENT: EdgeView(
        "∂C/∂w", "∂C/∂w, mean over the probe", "∂C/∂w", _gradients, _largest_gradient
    ),
    EdgeQuantity.BLAME: EdgeView("w·δ blame", "w·δ, this sample", "w·δ", _blame, _largest_blame),
}
