"""Two normal clouds."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Generated, Limits
from bpexplorer.translation import tr


class Gaussians(Generated):
    """Two round normal clouds about (−1, −1) (class 0) and (1, 1) (class 1); the noise is their deviation."""

    name, title = "gaussians", tr("Two Gaussians")
    description = tr("Two round clouds; one straight line almost separates them.")
    noise = 0.6
    limits = Limits(20, 5000, 2.0)

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        centres = np.array([[-1.0, -1.0], [1.0, 1.0]])
        return centres[labels] + noise * rng.standard_normal((samples, 2)), labels
