"""How well the samples agree on where to go: their mean gradient against its scatter."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace
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

    ``x`` are the inputs that the trace was made from, shape (samples, n_0). No gradient of a single sample is formed:
    Σ over jk of (δ_j a_k)² is Σ_j δ_j² · Σ_k a_k², sample by sample.
    """
    befores = (np.asarray(x), *trace.activations[:-1])
    return tuple(_layer_noise(trace, befores[layer], layer) for layer in range(len(trace.deltas)))


def _layer_noise(trace: Trace, a_before: FloatArray, layer: int) -> LayerNoise:
    # A bias is a weight from a neuron that is always 1, hence 1 + Σ a_k².
    squares = np.square(trace.deltas[layer]).sum(axis=1) * (1 + np.square(a_before).sum(axis=1))
    signal = float(np.square(trace.grad_weights[layer]).sum() + np.square(trace.grad_biases[layer]).sum())
    # Where all samples agree, the difference is nothing but rounding, and may be below 0.
    scatter = float(squares.mean()) - signal
    scatter = scatter if scatter > 1e-14 * signal else 0.0
    return LayerNoise(layer + 1, math.sqrt(signal), math.sqrt(scatter))
