"""All biases the same."""

import numpy as np

from bpexplorer.core.initializers.base import BiasInitializer, Settings
from bpexplorer.core.initializers.pieces import value
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class ConstantBiases(BiasInitializer):
    """All biases the same."""

    name, label, formula = "constant", tr("Constant"), "b = c"
    purpose = tr("The same for all. A little above 0, most ReLUs are alive at the start.")
    settings = (value("bias_", "b", "bias"),)

    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        del rng
        return np.full_like(usual, settings["bias_value"])
