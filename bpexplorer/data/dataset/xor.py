"""Exclusive or, with noise."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.translation import tr


class Xor(Generated):
    """The four corners of the unit square with normal noise; the class is x0 xor x1 of the corner."""

    name, title = "xor", "XOR"
    description = tr("Points about the corners of a square; corners opposite each other are of one class.")
    noise = 0.15
    scaling = "standard"

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        corner = np.arange(samples) % 4
        # Corners in the order (0,0) (1,0) (1,1) (0,1): the classes take turns, 0 1 0 1.
        bits = np.column_stack(((corner == 1) | (corner == 2), corner >= 2))
        x = bits + noise * rng.standard_normal((samples, 2))
        return x, corner % 2
