"""Glorot and Bengio (2010), uniform."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class GlorotUniform(Initializer):
    """Glorot and Bengio (2010), uniform."""

    name, label, formula = (
        "glorot_uniform",
        tr("Glorot uniform"),
        "w ~ U(−r, r),  r = g √(6 / (n_in + n_out))",
    )
    purpose = tr("Glorot's spread from an even distribution: no weight is far out; for tanh.")
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * sqrt(6 / (n_in + n_out))
        return spread * rng.uniform(-1.0, 1.0, (n_out, n_in))
