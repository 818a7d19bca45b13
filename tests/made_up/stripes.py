"""A generated data set that the program doesn't have."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset import Generated


class Stripes(Generated):
    """Stripes across a square, of two classes in turn."""

    name, title = "stripes", "Stripes"
    description = "Stripes across a square, of two classes in turn."
    noise = 0.1

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        stripe = 2 * rng.integers(0, 2, samples) + labels
        x = np.column_stack((stripe + rng.random(samples), 4.0 * rng.random(samples)))
        return x + noise * rng.standard_normal((samples, 2)), labels
