"""Round clouds of points around a circle, as many as are wanted."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Limits, Parted, Parts
from bpexplorer.data.dataset.pieces import polar
from bpexplorer.translation import tr

#: How far from the middle the clouds lie.
RADIUS = 2.0


class Blobs(Parted):
    """Round normal clouds, one a class, their middles evenly around a circle of radius 2, the first at its top; the
    noise is their deviation."""

    name, title = "blobs", tr("Blobs")
    description = tr("Round clouds around a circle, each a class of its own.")
    noise = 0.4
    limits = Limits(20, 5000, 2.0)
    parts = Parts(tr("Classes"), 2, 8, usual=4, purpose=tr("How many clouds there are, each a class."))

    @property
    def class_names(self) -> tuple[str, ...]:
        """The classes, counted from 0."""
        return tuple(str(label) for label in range(self.count))

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % self.count
        middles = polar(np.full(samples, RADIUS), np.pi / 2 + 2 * np.pi * labels / self.count)
        return middles + noise * rng.standard_normal((samples, 2)), labels
