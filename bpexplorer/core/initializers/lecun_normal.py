"""LeCun and others (1998), normal."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class LeCunNormal(Initializer):
    """LeCun and others (1998), normal."""

    name, label, formula = "lecun_normal", tr("LeCun normal"), "w ~ N(0, σ²),  σ = g / √n_in"
    purpose = tr("Gives z the spread of the inputs that come in; the same as Normal 1/√n.")
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * (1 / sqrt(n_in))
        return spread * rng.standard_normal((n_out, n_in))
