"""Which samples a reading is made of where all of them would take too long: as many as its work allows."""

from typing import Final

import numpy as np

from bpexplorer.core.network import Network
from bpexplorer.core.types import IntArray

#: Multiplications and additions that a reading is made of at most: some tens of milliseconds of one processor.
MOST_WORK: Final = 60_000_000


def affordable_rows(samples: int, work: float, *, most: float = MOST_WORK) -> IntArray:
    """The rows of as many of ``samples`` as can be worked on, spread evenly over all, shape (rows,).

    ``work`` is what one sample takes. Where there is a sample at all, one is taken at least.
    """
    count = min(samples, max(1, int(most / max(work, 1.0))))
    return np.arange(count) * samples // max(count, 1)


def forward_work(network: Network, layer: int = 1) -> int:
    """What one sample takes on its way forward from z of a layer on: a multiplication and addition a weight."""
    return sum(weights.size for weights in network.weights[layer:])
