"""Which samples a network does worst on: those of a part with the largest C, as a value."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.evaluation import costs_and_outputs_in_slices, in_silence
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import DataPart, PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray

#: So many are read at most.
MOST_SAMPLES = 64


@dataclass(frozen=True, slots=True, eq=False)
class HardestReading:
    """The samples of a part with the largest C_x at one step, the largest first; equal ones in the part's order.

    ``rows``, ``costs`` and ``predicted`` have shape (listed,), ``outputs`` (listed, n_L); the classes predicted are
    None for regression. What isn't finite comes first.
    """

    data: TrainingData
    part: PartName
    step: int
    #: The cell of the confusion matrix whose samples alone were looked at, (class, predicted class); None for all.
    cell: tuple[int, int] | None
    #: Whether only those were looked at that are taken for another class.
    wrong: bool
    #: How many samples the part has, and how many of them were looked at.
    samples: int
    found: int
    rows: IntArray
    costs: FloatArray
    outputs: FloatArray
    predicted: IntArray | None
    #: The number of the last edit that the network had.
    edit: int = 0

    @property
    def given(self) -> DataPart:
        """Inputs, targets and classes of those that are listed."""
        part = self.data.part(self.part)
        labels = None if part.labels is None else part.labels[self.rows]
        return DataPart(part.x[self.rows], part.y[self.rows], labels)

    def telling_output(self, index: int) -> int:
        """The output that tells most of a listed sample: that of the class predicted, be it wrong or right.

        Of a regression that which is furthest from its target.
        """
        if self.predicted is None:
            return int(np.argmax(np.abs(self.outputs[index] - self.given.y[index])))
        return 0 if self.data.threshold is not None else int(self.predicted[index])


@in_silence
def read_hardest(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    part: PartName,
    step: int,
    edit: int = 0,
    cell: tuple[int, int] | None = None,
    wrong: bool = False,
    most: int = MOST_SAMPLES,
) -> Generator[None, None, HardestReading]:
    """Find the hardest samples of a part, in float64, with a pause between slices of it.

    Parameters
    ----------
    cell : (int, int), optional
        Only among samples of this class that are taken for that one. Of a regression there are none such: all count.
    wrong : bool
        Only among samples that are taken for another class. Of a regression all count.
    most : int
        How many are listed at most.
    """
    x, y, labels = data.part(part)
    costs, outputs = yield from costs_and_outputs_in_slices(network, x, y, cost=cost)
    predicted = None if labels is None or not len(x) else data.predicted_classes(outputs)
    among = np.arange(len(x))
    if cell is not None and labels is not None and predicted is not None:
        among = np.flatnonzero((labels == cell[0]) & (predicted == cell[1]))
    elif wrong and labels is not None and predicted is not None:
        among = np.flatnonzero(labels != predicted)
    rows = among[_largest(costs[among], most)]
    return HardestReading(
        data=data,
        part=part,
        step=step,
        cell=cell,
        wrong=wrong,
        samples=len(x),
        found=len(among),
        rows=rows,
        costs=costs[rows],
        outputs=outputs[rows],
        predicted=None if predicted is None else predicted[rows],
        edit=edit,
    )


def _largest(costs: FloatArray, most: int) -> IntArray:
    """Where the largest are, the largest first, of equal ones the first; what is no number is beyond all."""
    sizes = np.where(np.isnan(costs), np.inf, costs)
    candidates = np.arange(len(sizes))
    if len(sizes) > most:
        least = np.partition(sizes, len(sizes) - most)[len(sizes) - most]
        candidates = np.flatnonzero(sizes >= least)
    return candidates[np.argsort(-sizes[candidates], kind="stable")][:most]
