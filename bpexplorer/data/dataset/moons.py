"""Two half circles that reach into each other."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.data.dataset.pieces import polar
from bpexplorer.translation import tr


class Moons(Generated):
    """The upper half of the unit circle (class 0), and the same turned by half a circle about (½, ¼) (class 1)."""

    name, title = "moons", tr("Two moons")
    description = tr("Two half circles, each reaching into the other.")
    noise = 0.1
    scaling = "standard"

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        upper = polar(np.ones(samples), np.pi * rng.random(samples))
        x = np.where(labels[:, np.newaxis] == 0, upper, [1.0, 0.5] - upper)
        return x + noise * rng.standard_normal((samples, 2)), labels
