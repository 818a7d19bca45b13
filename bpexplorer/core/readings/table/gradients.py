"""The gradients of single samples, without making them: ∂C_x/∂W^l is the outer product of δ^l and a^{l-1}.

So its square norm is ‖δ^l‖² ‖a^{l-1}‖², and what it has of another gradient G is δ^l · (G a^{l-1}). Biases are weights
of an activation that is 1. A parameter that training leaves alone has no part in either.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.backprop import Trace
from bpexplorer.core.backprop_slices import MeanOfSlices, traced_slices
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.mask import FREE
from bpexplorer.core.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class MeanGradient:
    """∇C over some samples, entry l-1 for layer l = 1…L; 0 where training changes nothing."""

    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    @property
    def square_norm(self) -> float:
        """‖∇C‖²."""
        return float(sum(np.square(each).sum() for each in (*self.weights, *self.biases)))


@dataclass(frozen=True, slots=True, eq=False)
class Free:
    """Which parameters training changes; None in place of arrays: all of them."""

    weights: tuple[BoolArray, ...] | None = None
    biases: tuple[BoolArray, ...] | None = None

    @classmethod
    def under(cls, mask: Parameters | None) -> "Free":
        """As a mask has it; None is none."""
        if mask is None:
            return cls()
        return cls(
            tuple(codes == FREE for codes in mask.weights), tuple(codes == FREE for codes in mask.biases)
        )

    def of(self, gradient: MeanGradient) -> MeanGradient:
        """The same gradient with 0 where training changes nothing."""
        if self.weights is None or self.biases is None:
            return gradient
        return MeanGradient(
            tuple(
                np.where(free, each, 0.0) for free, each in zip(self.weights, gradient.weights, strict=True)
            ),
            tuple(np.where(free, each, 0.0) for free, each in zip(self.biases, gradient.biases, strict=True)),
        )


def mean_gradient(
    network: Network, x: FloatArray, y: FloatArray, rows: IntArray, *, cost: str, free: Free
) -> Generator[None, None, MeanGradient]:
    """∇C of the mean cost over these rows, of which there is one at least, with a pause after each slice."""
    mean = MeanOfSlices(network, len(rows))
    for some in traced_slices(network, x, y, rows, cost=cost):
        mean.add(some.trace)
        yield
    return free.of(MeanGradient(mean.grad_weights, mean.grad_biases))


def square_norms(x: FloatArray, trace: Trace, free: Free) -> FloatArray:
    """‖∇C_x‖² of each sample of a trace, shape (samples,)."""
    total = np.zeros(len(x))
    for l, (delta, a) in enumerate(zip(trace.deltas, _befores(x, trace), strict=True)):  # noqa: E741
        squares = np.square(delta)
        if free.weights is None or free.biases is None:
            total += squares.sum(axis=1) * (np.square(a).sum(axis=1) + 1.0)
        else:
            total += ((squares @ free.weights[l]) * np.square(a)).sum(axis=1) + squares @ free.biases[l]
    return total


def beside(x: FloatArray, trace: Trace, gradient: MeanGradient) -> FloatArray:
    """∇C_x · G of each sample of a trace, shape (samples,)."""
    total = np.zeros(len(x))
    layers = zip(trace.deltas, _befores(x, trace), gradient.weights, gradient.biases, strict=True)
    for delta, a, weights, biases in layers:
        total += ((delta @ weights) * a).sum(axis=1) + delta @ biases
    return total


def _befores(x: FloatArray, trace: Trace) -> tuple[FloatArray, ...]:
    """a^{l-1} for each layer l = 1…L."""
    return (x, *trace.activations[:-1])
