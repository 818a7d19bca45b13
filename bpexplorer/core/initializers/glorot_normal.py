"""Glorot and Bengio (2010), normal."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class GlorotNormal(Initializer):
    """Glorot and Bengio (2010), normal."""

    name, label, formula = "glorot_normal", tr("Glorot normal"), "w ~ N(0, σ²),  σ = g √(2 / (n_in + n_out))"
    purpose = tr(
        "Holds the spread of a on its way forward and of δ on its way back, as well as "
        "one number can; for tanh."
    )
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * sqrt(2 / (n_in + n_out))
        return spread * rng.standard_normal((n_out, n_in))
