"""Initialisers: how the weights and biases of a layer are drawn before training.

Weights and biases are chosen apart. Choosing other biases never shifts what the weights draw: those that go with the
weights are drawn with them, wanted or not, and all others come from a stream of their own, a child of the weights'.

Each is one class in one file, with all that the program says and does with it; ``INITIALIZERS`` and
``BIAS_INITIALIZERS`` are the tables.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.initializers.base import BiasInitializer, Initializer, Settings
from bpexplorer.core.initializers.constant import Constant
from bpexplorer.core.initializers.glorot_normal import GlorotNormal
from bpexplorer.core.initializers.glorot_uniform import GlorotUniform
from bpexplorer.core.initializers.he_normal import HeNormal
from bpexplorer.core.initializers.he_uniform import HeUniform
from bpexplorer.core.initializers.lecun_normal import LeCunNormal
from bpexplorer.core.initializers.lecun_uniform import LeCunUniform
from bpexplorer.core.initializers.normal import Normal
from bpexplorer.core.initializers.normal_fan_in import NormalFanIn
from bpexplorer.core.initializers.of_biases import BIAS_INITIALIZERS, bias_initializer
from bpexplorer.core.initializers.orthogonal import Orthogonal
from bpexplorer.core.initializers.uniform import Uniform
from bpexplorer.core.initializers.zeros import Zeros
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.setting import filled_in
from bpexplorer.core.vocabularies.vocabulary import named, table

__all__ = [
    "BIAS_INITIALIZERS",
    "INITIALIZERS",
    "BiasInitializer",
    "Initializer",
    "LayerDraw",
    "Settings",
    "bias_initializer",
    "initializer",
]

#: The initialisers of weights by name, in the order of lists.
INITIALIZERS: Final[dict[str, Initializer]] = table(
    Normal(),
    NormalFanIn(),
    GlorotNormal(),
    GlorotUniform(),
    HeNormal(),
    HeUniform(),
    LeCunNormal(),
    LeCunUniform(),
    Uniform(),
    Orthogonal(),
    Zeros(),
    Constant(),
)


def initializer(name: str) -> Initializer:
    """The initialiser called ``name``; raises InvalidConfigError with the names there are."""
    return named(INITIALIZERS, name, "initialiser", InvalidConfigError)


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
        chosen = INITIALIZERS[self.weights]
        weights = chosen.weights(n_in, n_out, rng, self.weight_settings)
        usual = chosen.usual_biases(n_out, rng, self.weight_settings)
        (apart,) = rng.spawn(1)
        return weights, BIAS_INITIALIZERS[self.biases].biases(usual, apart, self.bias_settings)
