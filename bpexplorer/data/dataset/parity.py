"""Whether the number of ones is odd."""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.dataset.base import Parted, Parts
from bpexplorer.translation import tr


class Parity(Parted):
    """The corners of a cube, each coordinate a bit, with normal noise; class 1 has an odd number of ones.

    With two bits it is XOR.
    """

    name, title = "parity", tr("Parity")
    description = tr(
        "Bits with noise: class 1 has an odd number of ones. Every bit counts, and none alone says anything."
    )
    noise = 0.1
    scaling = "standard"
    parts = Parts(tr("Bits"), 2, 8, usual=4, purpose=tr("How many inputs there are, each a bit."))

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        turn = np.arange(samples)
        # Neighbours in Gray's code differ in one bit, so the classes take turns; each corner has its turn.
        code = turn ^ (turn >> 1)
        bits = (code[:, np.newaxis] >> np.arange(self.count)) & 1
        return bits + noise * rng.standard_normal((samples, self.count)), bits.sum(axis=1) % 2
