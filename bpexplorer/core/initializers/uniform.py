"""Every weight evenly from one interval."""

import numpy as np

from bpexplorer.core.initializers.base import Initializer, Settings
from bpexplorer.core.initializers.pieces import half_width
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr


class Uniform(Initializer):
    """Every weight evenly from one interval."""

    name, label, formula = "uniform", tr("Uniform"), "w ~ U(−r, r)"
    purpose = tr(
        "Every weight of every layer evenly from one interval around 0, however many inputs there are."
    )
    settings = (half_width("", "w", "weight"),)

    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        return settings["half_width"] * rng.uniform(-1.0, 1.0, (n_out, n_in))
