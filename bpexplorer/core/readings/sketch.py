"""What a network makes of a picture that somebody draws, and δ if it is said what it should be."""

from dataclasses import dataclass

from bpexplorer.core.network import Network
from bpexplorer.core.readings.table.one import Judged, judged
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SketchReading:
    """A drawn sample at one step, and what the network makes of it."""

    step: int
    data: TrainingData
    judged: Judged


def read_sketch(
    network: Network, data: TrainingData, x: FloatArray, y: FloatArray | None, *, cost: str, step: int
) -> SketchReading:
    """Let a network see a sample, scaled as its own are: x of shape (n_0,), and its target y, shape (n_L,), or None."""
    return SketchReading(step, data, judged(network, data, x, y, cost=cost))
