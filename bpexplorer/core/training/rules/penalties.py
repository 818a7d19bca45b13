"""Penalties on large weights. They aren't part of C: training follows the gradient of C + penalty.

Biases are not penalised (Nielsen, chapter 3, "Overfitting and regularization").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class Penalty:
    """l1 · Σ|w| + l2 / 2 · Σw², over all weights.

    The derivative of |w| at 0 is taken as 0: nothing holds a weight there, and one that crosses 0 can come back.
    """

    l1: float
    l2: float

    def __bool__(self) -> bool:
        return self.l1 != 0 or self.l2 != 0

    def value(self, weights: Iterable[FloatArray]) -> float | complex:
        """What is added to C. Complex weights are accepted for checks by complex step."""
        total: float | complex = 0.0
        for w in weights:
            if self.l1:
                total += self.l1 * (np.sign(w.real) * w).sum().item()
            if self.l2:
                total += 0.5 * self.l2 * np.square(w).sum().item()
        return total

    def add_gradient(self, weights: Iterable[FloatArray], gradients: Iterable[FloatArray]) -> None:
        """Add l1 · sign(w) + l2 · w to the gradient by each layer's weights, in place."""
        for w, gradient in zip(weights, gradients, strict=True):
            if self.l1:
                gradient += self.l1 * np.sign(w)
            if self.l2:
                gradient += self.l2 * w
