"""A generated data set that the program doesn't have."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset import Generated


class Moons(Generated):
    """Two half circles that reach into each other."""

    name, title = "moons", "Two moons"
    description = "Two half circles, one reaching into the other."
    noise = 0.1

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        angle = np.pi * rng.random(samples)
        upper = np.column_stack((np.cos(angle), np.sin(angle)))
        x = np.where(labels[:, np.newaxis] == 0, upper, [1.0, 0.5] - upper)
        return x + noise * rng.standard_normal((samples, 2)), labels
