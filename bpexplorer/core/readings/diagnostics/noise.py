"""How well the samples agree on where to go: their mean gradient against its scatter."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace
from bpexplorer.core.backprop_slices import CostAndGradient
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class LayerNoise:
    """The gradients of single samples by all weights and biases of one layer.

    ``signal`` is the length of their mean, ∂C/∂w, and ``noise`` the root of the mean squared distance from it.
    """

    layer: int
    signal: float
    noise: float

    @property
    def ratio(self) -> float:
        """Signal over noise of one sample; a batch of B has √B times as much. Infinite if all samples agree."""
        if self.noise:
            return self.signal / self.noise
        return math.inf if self.signal else math.nan

    @property
    def balanced_batch(self) -> float:
        """The batch size at which signal and noise are equal, the simple noise scale of McCandlish and others (2018):
        much smaller batches mostly wander, much larger ones add little."""
        if self.signal:
            ratio = self.noise / self.signal
            return ratio * ratio  # ** would raise where this overflows
        return math.inf if self.noise else math.nan


def gradient_noise(trace: Trace, x: ArrayLike) -> tuple[LayerNoise, ...]:
    """Signal and noise of each layer, entry l-1 for layer l, over the samples of the trace.

    ``x`` are the inputs that the trace was made from, shape (samples, n_0).
    """
    summed = NoiseOfSlices(len(trace.deltas))
    summed.add(trace, np.asarray(x))
    return summed.noise(trace)


class NoiseOfSlices:
    """Signal and noise over all samples, once each slice of them was added.

    No gradient of a single sample is formed: Σ over jk of (δ_j a_k)² is Σ_j δ_j² · Σ_k a_k², sample by sample.
    """

    def __init__(self, depth: int) -> None:
        self._squares = [0.0] * depth
        self._samples = 0

    def add(self, trace: Trace, x: FloatArray) -> None:
        """Add a slice, with its inputs."""
        self._samples += len(x)
        for layer, a_before in enumerate((x, *trace.activations[:-1])):
            # A bias is a weight from a neuron that is always 1, hence 1 + Σ a_k².
            squares = np.square(trace.deltas[layer]).sum(axis=1) * (1 + np.square(a_before).sum(axis=1))
            self._squares[layer] += float(squares.sum())

    def noise(self, gradient: CostAndGradient) -> tuple[LayerNoise, ...]:
        """Entry l-1 for layer l; the gradient is that over all samples."""
        return tuple(
            _layer_noise(squares / self._samples, gradient, layer)
            for layer, squares in enumerate(self._squares)
        )


def _layer_noise(mean_square: float, gradient: CostAndGradient, layer: int) -> LayerNoise:
    parts = gradient.grad_weights[layer], gradient.grad_biases[layer]
    signal = float(sum(np.square(each).sum() for each in parts))
    # Where all samples agree, the difference is nothing but rounding, and may be below 0.
    scatter = mean_square - signal
    scatter = scatter if scatter > 1e-14 * signal else 0.0
    return LayerNoise(layer + 1, math.sqrt(signal), math.sqrt(scatter))
