"""He and others (2015), normal."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class HeNormal(Initializer):
    """He and others (2015), normal."""

    name, label, formula = "he_normal", tr("He normal"), "w ~ N(0, σ²),  σ = g √(2 / n_in)"
    purpose = tr(
        "Makes up for the half of z that a ReLU cuts off, so that the spread lasts through many layers."
    )
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * sqrt(2 / n_in)
        return spread * rng.standard_normal((n_out, n_in))
