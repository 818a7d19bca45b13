"""A sine wave."""

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.translation import tr

#: How far x goes to either side: one period of the wave on each.
REACH = 2 * np.pi


class Sine(Generated):
    """Two periods of a sine: x evenly from −2π to 2π, y = sin x."""

    name, title = "sine", tr("Sine")
    description = tr("A number to predict: two periods of a sine, from one input.")
    noise = 0.1
    scaling = "standard"
    is_regression = True

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        x = REACH * (2.0 * rng.random((samples, 1)) - 1.0)
        return x, np.sin(x) + noise * rng.standard_normal((samples, 1))
