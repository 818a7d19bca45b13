"""Initialisers: how the weights and biases of a layer are drawn before training.

Each takes the numbers of neurons before and in the layer and a random stream, and returns weights of shape
(n_out, n_in) and biases of shape (n_out,), float64. Biases are 0 unless the initialiser says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabulary import named

Draw = Callable[[int, int, np.random.Generator], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class Initializer:
    """One way to start; call it as ``initializer(n_in, n_out, rng)``."""

    name: str
    #: The name on screen.
    label: str
    #: The distribution of a weight.
    formula: str
    draw: Draw

    def __call__(self, n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Weights (n_out, n_in) and biases (n_out,) of one layer."""
        return self.draw(n_in, n_out, rng)


def _normal(n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Nielsen's large initialisation: everything from N(0, 1), the biases too."""
    weights = rng.standard_normal((n_out, n_in))
    return weights, rng.standard_normal(n_out)


def _normal_by(deviation: Callable[[int, int], float]) -> Draw:
    def draw(n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        return deviation(n_in, n_out) * rng.standard_normal((n_out, n_in)), np.zeros(n_out)

    return draw


def _uniform_by(half_width: Callable[[int, int], float]) -> Draw:
    def draw(n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        return half_width(n_in, n_out) * rng.uniform(-1.0, 1.0, (n_out, n_in)), np.zeros(n_out)

    return draw


def _orthogonal(n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Orthonormal rows, or columns where there are more neurons than inputs; uniform over such matrices."""
    tall, r = np.linalg.qr(rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
    # QR leaves the signs to the algorithm; a positive diagonal of R makes the draw uniform.
    tall = tall * np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return np.ascontiguousarray(tall if n_out >= n_in else tall.T), np.zeros(n_out)


def _filled(value: float) -> Draw:
    def draw(n_in: int, n_out: int, _rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        return np.full((n_out, n_in), value), np.zeros(n_out)

    return draw


INITIALIZERS: Final[dict[str, Initializer]] = {
    one.name: one
    for one in (
        Initializer("normal", "Normal, large", "N(0, 1), biases too", _normal),
        Initializer(
            "normal_fan_in", "Normal 1/√n", "σ = 1/√n_in", _normal_by(lambda n_in, _n_out: 1 / sqrt(n_in))
        ),
        Initializer(
            "glorot_normal",
            "Glorot, normal",
            "σ = √(2/(n_in + n_out))",
            _normal_by(lambda n_in, n_out: sqrt(2 / (n_in + n_out))),
        ),
        Initializer(
            "glorot_uniform",
            "Glorot, uniform",
            "|w| < √(6/(n_in + n_out))",
            _uniform_by(lambda n_in, n_out: sqrt(6 / (n_in + n_out))),
        ),
        Initializer(
            "he_normal", "He, normal", "σ = √(2/n_in)", _normal_by(lambda n_in, _n_out: sqrt(2 / n_in))
        ),
        Initializer(
            "he_uniform", "He, uniform", "|w| < √(6/n_in)", _uniform_by(lambda n_in, _n_out: sqrt(6 / n_in))
        ),
        Initializer(
            "lecun_normal", "LeCun, normal", "σ = 1/√n_in", _normal_by(lambda n_in, _n_out: 1 / sqrt(n_in))
        ),
        Initializer(
            "lecun_uniform",
            "LeCun, uniform",
            "|w| < √(3/n_in)",
            _uniform_by(lambda n_in, _n_out: sqrt(3 / n_in)),
        ),
        Initializer("orthogonal", "Orthogonal", "W Wᵀ = I or Wᵀ W = I", _orthogonal),
        Initializer("zeros", "Zeros", "w = 0", _filled(0.0)),
        Initializer("constant", "Constant", "w = 0.1", _filled(0.1)),
    )
}


def initializer(name: str) -> Initializer:
    """The initialiser called ``name``; raises InvalidConfigError with the names there are."""
    return named(INITIALIZERS, name, "initialiser", InvalidConfigError)
