"""All weights 0."""

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Zeros(Initializer):
    """All weights 0."""

    name, label, formula = "zeros", tr("Zeros"), "w = 0"
    purpose = tr(
        "No start at all: the neurons of a layer are twins, and no δ comes back through weights of 0."
    )

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        del rng, settings
        return np.zeros((n_out, n_in))
