"""Everything from one normal distribution, the biases too: Nielsen's large start."""

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import deviation
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Normal(Initializer):
    """Everything from one normal distribution, the biases too: Nielsen's large start."""

    name, label, formula = "normal", tr("Normal"), "w ~ N(0, σ²)"
    purpose = tr(
        "One spread for every layer. With σ = 1 this is the book's large start: with "
        "many inputs z is large, and sigmoid or tanh saturate."
    )
    settings = (deviation("", "w", "weight"),)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["standard_deviation"] * rng.standard_normal((n_out, n_in))

    def usual_biases(self, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["standard_deviation"] * rng.standard_normal(n_out)
