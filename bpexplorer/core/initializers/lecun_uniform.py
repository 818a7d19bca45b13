"""LeCun and others (1998), uniform."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class LeCunUniform(Initializer):
    """LeCun and others (1998), uniform."""

    name, label, formula = "lecun_uniform", tr("LeCun uniform"), "w ~ U(−r, r),  r = g √(3 / n_in)"
    purpose = tr("LeCun's spread from an even distribution: no weight is far out.")
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * sqrt(3 / n_in)
        return spread * rng.uniform(-1.0, 1.0, (n_out, n_in))
