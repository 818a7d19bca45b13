"""A disc inside a ring."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.data.dataset.pieces import polar
from bpexplorer.translation import tr


class Circle(Generated):
    """A disc of radius 0.5 (class 0) inside a ring of radii 0.7…1 (class 1), each evenly filled."""

    name, title = "circle", tr("Circle")
    description = tr("A disc of one class inside a ring of the other.")
    noise = 0.05

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        inner, outer = np.where(labels == 0, 0.0, 0.7), np.where(labels == 0, 0.5, 1.0)
        # Evenly in area means evenly in the square of the radius.
        radius = np.sqrt(inner**2 + (outer**2 - inner**2) * rng.random(samples))
        return polar(radius, 2 * np.pi * rng.random(samples)) + noise * rng.standard_normal(
            (samples, 2)
        ), labels
