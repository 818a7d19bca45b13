"""He and others (2015), uniform."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class HeUniform(Initializer):
    """He and others (2015), uniform."""

    name, label, formula = "he_uniform", tr("He uniform"), "w ~ U(−r, r),  r = g √(6 / n_in)"
    purpose = tr("He's spread from an even distribution: no weight is far out; for ReLU.")
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * sqrt(6 / n_in)
        return spread * rng.uniform(-1.0, 1.0, (n_out, n_in))
