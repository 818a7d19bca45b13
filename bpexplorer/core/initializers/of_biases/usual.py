"""The biases that go with the weights."""

import numpy as np

from bpexplorer.core.initializers.base import BiasInitializer, Settings
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Usual(BiasInitializer):
    """The biases that go with the weights."""

    name, label, formula = (
        "usual",
        tr("Default for these weights"),
        tr("b ~ N(0, σ²) with Normal, else b = 0"),
    )
    purpose = tr(
        "What goes with the choice of weights: with Normal the biases are drawn like "
        "them, as in the book; with any other they are 0."
    )

    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        del rng, settings
        return usual
