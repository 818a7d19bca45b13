"""A normal distribution that narrows with the number of inputs: Nielsen's better start."""

from math import sqrt

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import GAIN
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class NormalFanIn(Initializer):
    """A normal distribution that narrows with the number of inputs: Nielsen's better start."""

    name, label, formula = "normal_fan_in", tr("Normal 1/√n"), "w ~ N(0, σ²),  σ = g / √n_in"
    purpose = tr("The book's better start: with 1/√n the spread of z doesn't grow with the number of inputs.")
    settings = (GAIN,)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        spread = settings["gain"] * (1 / sqrt(n_in))
        return spread * rng.standard_normal((n_out, n_in))
