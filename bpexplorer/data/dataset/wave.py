"""A wave that fades."""

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.translation import tr


class Wave(Generated):
    """A wave that fades: x evenly from 0 to 4, y = e^(−x/2) cos 4x."""

    name, title = "wave", tr("Damped wave")
    description = tr("A number to predict: the height of a wave that fades, from one input.")
    noise = 0.05
    scaling = "standard"
    is_regression = True

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        x = 4.0 * rng.random((samples, 1))
        return x, np.exp(-x / 2) * np.cos(4 * x) + noise * rng.standard_normal((samples, 1))
