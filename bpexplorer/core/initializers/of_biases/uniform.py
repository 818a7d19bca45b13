"""Biases evenly from one interval."""

import numpy as np

from bpexplorer.core.initializers.base import BiasInitializer, Settings
from bpexplorer.core.initializers.pieces import half_width
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class UniformBiases(BiasInitializer):
    """Biases evenly from one interval."""

    name, label, formula = "uniform", tr("Uniform"), "b ~ U(−r, r)"
    purpose = tr("Spreads the places where neurons change over evenly, and none is far out.")
    settings = (half_width("bias_", "b", "bias"),)

    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["bias_half_width"] * rng.uniform(-1.0, 1.0, usual.shape)
