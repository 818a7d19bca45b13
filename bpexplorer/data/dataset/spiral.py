"""Two arms of a spiral."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.data.dataset.pieces import polar
from bpexplorer.translation import tr

#: How far an arm turns from its inner to its outer end.
TURNS = 1.5


class Spiral(Generated):
    """Two interleaved arms of an Archimedean spiral, one turned by half a circle against the other."""

    name, title = "spiral", tr("Spiral")
    description = tr("Two spiral arms, one wound into the other.")
    noise = 0.02

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        labels = np.arange(samples) % 2
        along = rng.random(samples)
        angle = 2 * np.pi * TURNS * along + np.pi * labels
        return polar(along, angle) + noise * rng.standard_normal((samples, 2)), labels
