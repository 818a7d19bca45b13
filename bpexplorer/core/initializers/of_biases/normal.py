"""Biases from one normal distribution."""

import numpy as np

from bpexplorer.core.initializers.base import BiasInitializer, Settings
from bpexplorer.core.initializers.pieces import deviation
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class NormalBiases(BiasInitializer):
    """Biases from one normal distribution."""

    name, label, formula = "normal", tr("Normal"), "b ~ N(0, σ²)"
    purpose = tr("Spreads the places where neurons change over; with large σ many saturate from the start.")
    settings = (deviation("bias_", "b", "bias"),)

    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["bias_standard_deviation"] * rng.standard_normal(usual.shape)
