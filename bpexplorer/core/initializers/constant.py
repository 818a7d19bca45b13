"""All weights the same."""

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import value
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Constant(Initializer):
    """All weights the same."""

    name, label, formula = "constant", tr("Constant"), "w = c"
    purpose = tr("Every weight the same: the neurons of a layer are twins, which only dropout tells apart.")
    settings = (value("", "w", "weight"),)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        del rng
        return np.full((n_out, n_in), settings["value"])
