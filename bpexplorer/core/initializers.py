"""Initialisers: how the weights and biases of a layer are drawn before training.

Weights and biases are chosen apart. Choosing other biases never shifts what the weights draw: those that go with the
weights are drawn with them, wanted or not, and all others come from a stream of their own, a child of the weights'.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

import numpy as np

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.setting import Setting, filled_in
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabulary import named

Settings = Mapping[str, float]
Draw = Callable[[int, int, np.random.Generator, Settings], tuple[FloatArray, FloatArray]]
BiasDraw = Callable[[FloatArray, np.random.Generator, Settings], FloatArray]

_MAX_SPREAD: Final = 100.0


@dataclass(frozen=True, slots=True)
class Initializer:
    """One way to draw weights. In the formulas σ is a standard deviation and U an even distribution."""

    name: str
    #: The name on screen.
    label: str
    purpose: str
    #: The distribution of a weight.
    formula: str
    #: Takes n_in, n_out, a stream and the settings; gives weights (n_out, n_in) and the biases (n_out,) that go with
    #: them, float64.
    draw: Draw
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class BiasInitializer:
    """One way to draw biases."""

    name: str
    #: The name on screen.
    label: str
    purpose: str
    #: The distribution of a bias.
    formula: str
    #: Takes the biases (n_out,) that go with the weights, a stream of its own and the settings; gives biases.
    draw: BiasDraw
    settings: tuple[Setting, ...] = ()


def _normal(
    n_in: int, n_out: int, rng: np.random.Generator, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    """Nielsen's large initialisation: everything from one normal distribution, the biases too."""
    deviation = settings["standard_deviation"]
    weights = deviation * rng.standard_normal((n_out, n_in))
    return weights, deviation * rng.standard_normal(n_out)


def _normal_by(deviation: Callable[[int, int], float]) -> Draw:
    def draw(
        n_in: int, n_out: int, rng: np.random.Generator, settings: Settings
    ) -> tuple[FloatArray, FloatArray]:
        spread = settings["gain"] * deviation(n_in, n_out)
        return spread * rng.standard_normal((n_out, n_in)), np.zeros(n_out)

    return draw


def _uniform_by(half_width: Callable[[int, int], float]) -> Draw:
    def draw(
        n_in: int, n_out: int, rng: np.random.Generator, settings: Settings
    ) -> tuple[FloatArray, FloatArray]:
        spread = settings["gain"] * half_width(n_in, n_out)
        return spread * rng.uniform(-1.0, 1.0, (n_out, n_in)), np.zeros(n_out)

    return draw


def _uniform(
    n_in: int, n_out: int, rng: np.random.Generator, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    return settings["half_width"] * rng.uniform(-1.0, 1.0, (n_out, n_in)), np.zeros(n_out)


def _orthogonal(
    n_in: int, n_out: int, rng: np.random.Generator, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    """Orthonormal rows, or columns where there are more neurons than inputs; uniform over such matrices."""
    tall, r = np.linalg.qr(rng.standard_normal((max(n_in, n_out), min(n_in, n_out))))
    # QR leaves the signs to the algorithm; a positive diagonal of R makes the draw uniform.
    tall = tall * np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return settings["gain"] * np.ascontiguousarray(tall if n_out >= n_in else tall.T), np.zeros(n_out)


def _zeros(
    n_in: int, n_out: int, _rng: np.random.Generator, _settings: Settings
) -> tuple[FloatArray, FloatArray]:
    return np.zeros((n_out, n_in)), np.zeros(n_out)


def _constant(
    n_in: int, n_out: int, _rng: np.random.Generator, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    return np.full((n_out, n_in), settings["value"]), np.zeros(n_out)


_GAIN = (
    Setting(
        "gain",
        "Gain g",
        1.0,
        0.0,
        _MAX_SPREAD,
        "Makes all weights so many times as large; 1 is the rule as it was published.",
        "w ← g · w",
    ),
)


def _settings(prefix: str, symbol: str, what: str) -> dict[str, tuple[Setting, ...]]:
    """The settings of the plain distributions, for weights or for biases; names differ, so that each has its own."""
    value = Setting(
        f"{prefix}value",
        "Value c",
        0.1,
        -_MAX_SPREAD,
        _MAX_SPREAD,
        f"What every {what} starts at.",
        f"{symbol} = c",
    )
    deviation = Setting(
        f"{prefix}standard_deviation",
        "Deviation σ",
        1.0,
        0.0,
        _MAX_SPREAD,
        f"The standard deviation of a {what}: two in three lie within ±σ.",
        f"{symbol} ~ N(0, σ²)",
    )
    half_width = Setting(
        f"{prefix}half_width",
        "Half-width r",
        0.5,
        0.0,
        _MAX_SPREAD,
        f"How far from 0 a {what} may lie.",
        f"{symbol} ~ U(−r, r)",
    )
    return {"constant": (value,), "normal": (deviation,), "uniform": (half_width,)}


_OF_WEIGHTS, _OF_BIASES = _settings("", "w", "weight"), _settings("bias_", "b", "bias")

INITIALIZERS: Final[dict[str, Initializer]] = {
    one.name: one
    for one in (
        Initializer(
            "normal",
            "Normal",
            "One spread for every layer. With σ = 1 this is the book's large start: with many inputs z is large, and "
            "sigmoid or tanh saturate.",
            "w ~ N(0, σ²)",
            _normal,
            _OF_WEIGHTS["normal"],
        ),
        Initializer(
            "normal_fan_in",
            "Normal 1/√n",
            "The book's better start: with 1/√n the spread of z doesn't grow with the number of inputs.",
            "w ~ N(0, σ²),  σ = g / √n_in",
            _normal_by(lambda n_in, _n_out: 1 / sqrt(n_in)),
            _GAIN,
        ),
        Initializer(
            "glorot_normal",
            "Glorot normal",
            "Holds the spread of a on its way forward and of δ on its way back, as well as one number can; for tanh.",
            "w ~ N(0, σ²),  σ = g √(2 / (n_in + n_out))",
            _normal_by(lambda n_in, n_out: sqrt(2 / (n_in + n_out))),
            _GAIN,
        ),
        Initializer(
            "glorot_uniform",
            "Glorot uniform",
            "Glorot's spread from an even distribution: no weight is far out; for tanh.",
            "w ~ U(−r, r),  r = g √(6 / (n_in + n_out))",
            _uniform_by(lambda n_in, n_out: sqrt(6 / (n_in + n_out))),
            _GAIN,
        ),
        Initializer(
            "he_normal",
            "He normal",
            "Makes up for the half of z that a ReLU cuts off, so that the spread lasts through many layers.",
            "w ~ N(0, σ²),  σ = g √(2 / n_in)",
            _normal_by(lambda n_in, _n_out: sqrt(2 / n_in)),
            _GAIN,
        ),
        Initializer(
            "he_uniform",
            "He uniform",
            "He's spread from an even distribution: no weight is far out; for ReLU.",
            "w ~ U(−r, r),  r = g √(6 / n_in)",
            _uniform_by(lambda n_in, _n_out: sqrt(6 / n_in)),
            _GAIN,
        ),
        Initializer(
            "lecun_normal",
            "LeCun normal",
            "Gives z the spread of the inputs that come in; the same as Normal 1/√n.",
            "w ~ N(0, σ²),  σ = g / √n_in",
            _normal_by(lambda n_in, _n_out: 1 / sqrt(n_in)),
            _GAIN,
        ),
        Initializer(
            "lecun_uniform",
            "LeCun uniform",
            "LeCun's spread from an even distribution: no weight is far out.",
            "w ~ U(−r, r),  r = g √(3 / n_in)",
            _uniform_by(lambda n_in, _n_out: sqrt(3 / n_in)),
            _GAIN,
        ),
        Initializer(
            "uniform",
            "Uniform",
            "Every weight of every layer evenly from one interval around 0, however many inputs there are.",
            "w ~ U(−r, r)",
            _uniform,
            _OF_WEIGHTS["uniform"],
        ),
        Initializer(
            "orthogonal",
            "Orthogonal",
            "Turns what comes in without stretching it, so that neither a nor δ fades in a deep linear network.",
            "W = g Q,  Q Qᵀ = I or Qᵀ Q = I",
            _orthogonal,
            _GAIN,
        ),
        Initializer(
            "zeros",
            "Zeros",
            "No start at all: the neurons of a layer are twins, and no δ comes back through weights of 0.",
            "w = 0",
            _zeros,
        ),
        Initializer(
            "constant",
            "Constant",
            "Every weight the same: the neurons of a layer are twins, learn the same and stay alike.",
            "w = c",
            _constant,
            _OF_WEIGHTS["constant"],
        ),
    )
}

BIAS_INITIALIZERS: Final[dict[str, BiasInitializer]] = {
    one.name: one
    for one in (
        BiasInitializer(
            "usual",
            "As usual",
            "What goes with the choice of weights: with Normal the biases are drawn like them, as in the book; "
            "with any other they are 0.",
            "b ~ N(0, σ²) with Normal, else b = 0",
            lambda usual, _rng, _settings: usual,
        ),
        BiasInitializer(
            "zeros",
            "Zeros",
            "Every neuron starts undecided; it is the weights that tell neurons apart.",
            "b = 0",
            lambda usual, _rng, _settings: np.zeros_like(usual),
        ),
        BiasInitializer(
            "constant",
            "Constant",
            "The same for all. A little above 0, most ReLUs are alive at the start.",
            "b = c",
            lambda usual, _rng, settings: np.full_like(usual, settings["bias_value"]),
            _OF_BIASES["constant"],
        ),
        BiasInitializer(
            "normal",
            "Normal",
            "Spreads the places where neurons change over; with large σ many saturate from the start.",
            "b ~ N(0, σ²)",
            lambda usual, rng, settings: (
                settings["bias_standard_deviation"] * rng.standard_normal(usual.shape)
            ),
            _OF_BIASES["normal"],
        ),
        BiasInitializer(
            "uniform",
            "Uniform",
            "Spreads the places where neurons change over evenly, and none is far out.",
            "b ~ U(−r, r)",
            lambda usual, rng, settings: settings["bias_half_width"] * rng.uniform(-1.0, 1.0, usual.shape),
            _OF_BIASES["uniform"],
        ),
    )
}


def initializer(name: str) -> Initializer:
    """The initialiser called ``name``; raises InvalidConfigError with the names there are."""
    return named(INITIALIZERS, name, "initialiser", InvalidConfigError)


def bias_initializer(name: str) -> BiasInitializer:
    """The initialiser of biases called ``name``; raises InvalidConfigError with the names there are."""
    return named(BIAS_INITIALIZERS, name, "initialiser of biases", InvalidConfigError)


@dataclass(frozen=True, slots=True)
class LayerDraw:
    """How the numbers of a layer are drawn: names of the two initialisers, and their settings by name.

    Settings that are left out are filled in with their defaults. Raises InvalidConfigError if a name is unknown or a
    setting is out of range.
    """

    weights: str = "normal_fan_in"
    weight_settings: Settings = field(default_factory=dict)
    biases: str = "usual"
    bias_settings: Settings = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, kind, given in (
            ("weight_settings", initializer(self.weights), self.weight_settings),
            ("bias_settings", bias_initializer(self.biases), self.bias_settings),
        ):
            object.__setattr__(self, name, filled_in(kind.label, kind.settings, given))

    def __call__(self, n_in: int, n_out: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        """Weights (n_out, n_in) and biases (n_out,) of one layer, float64, from its numbers of inputs and neurons."""
        weights, usual = INITIALIZERS[self.weights].draw(n_in, n_out, rng, self.weight_settings)
        (apart,) = rng.spawn(1)
        return weights, BIAS_INITIALIZERS[self.biases].draw(usual, apart, self.bias_settings)
