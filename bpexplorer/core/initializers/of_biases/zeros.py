"""All biases 0."""

import numpy as np

from bpexplorer.core.initializers.base import BiasInitializer, Settings
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class ZeroBiases(BiasInitializer):
    """All biases 0."""

    name, label, formula = "zeros", tr("Zeros"), "b = 0"
    purpose = tr("Every neuron starts undecided; it is the weights that tell neurons apart.")

    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        del rng, settings
        return np.zeros_like(usual)
