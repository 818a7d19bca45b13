"""Samples and what backpropagation makes of them: those of the probe, of one step's batch, or of a list.

A step sends its batch through the network with its own factors of dropout (``core.dropout``), so they belong to what is
shown of it.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from bpexplorer.core.backprop import Trace
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import DataPart, PartName, TrainingData
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: Views show so many samples of a batch, its first ones; averages are over all of it.
BATCH_SHOWN = 64


class SampleSource(Enum):
    """Which samples are looked at."""

    #: The fixed ones of ``TrainingData.probe``, through the whole network as it is now.
    PROBE = "probe"
    #: Those of the last step, with what dropout left out in that step.
    BATCH = "batch"
    #: Those of a `SampleList`, through the whole network as it is now.
    HARDEST = "hardest"


@dataclass(frozen=True, slots=True)
class SampleList:
    """Some samples of a part, each by its row there: the hardest ones, or one and those that lie around it, or stand
    around it in a table.

    ``step`` is that of the network to which they are the hardest.
    """

    part: PartName
    rows: tuple[int, ...]
    kind: Literal["hardest", "around", "table"] = "hardest"
    step: int | None = None

    def is_of(self, data: TrainingData) -> bool:
        """Whether these data have all of them, and there is one."""
        return bool(self.rows) and 0 <= min(self.rows) <= max(self.rows) < len(data.part(self.part).x)


class BatchFate(Enum):
    """What has become of a batch."""

    #: Its step is the last one that was taken.
    TAKEN = "taken"
    #: Its step comes next: nothing has been made yet, or since the last edit.
    NEXT = "next"
    #: Its step would have left a number that isn't finite, so it wasn't taken.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Of which step samples are the batch. Steps count from 1; ``size`` counts all its samples, shown or not.

    ``factors`` has entry l-1 for layer l = 1…L: shape (samples, n_l), or None for a layer without dropout.
    """

    step: int
    fate: BatchFate
    size: int
    factors: tuple[FloatArray | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TracedSamples:
    """Samples of one part of the data, and backpropagation of them.

    ``rows`` are their indices in that part, in the order of the trace's rows: in the training set, unless they are
    ``listed``. ``network`` has the parameters
    that the trace was made with, but for the Δz of a held demon, which is in the trace alone. The gradients are means
    over the whole probe or batch, also where only the first samples of a batch are here. ``batch`` is None for others.
    """

    rows: IntArray
    trace: Trace
    network: Network
    batch: Batch | None = None
    listed: SampleList | None = None

    @property
    def source(self) -> SampleSource:
        """Which samples these are."""
        if self.listed is not None:
            return SampleSource.HARDEST
        return SampleSource.PROBE if self.batch is None else SampleSource.BATCH

    @property
    def part(self) -> PartName:
        """The part that ``rows`` count in."""
        return "train" if self.listed is None else self.listed.part

    def of(self, data: TrainingData) -> DataPart:
        """Their inputs, targets and classes, row by row."""
        part, rows = data.part(self.part), self.rows
        return DataPart(part.x[rows], part.y[rows], None if part.labels is None else part.labels[rows])

    def factors(self, layer: int) -> FloatArray | None:
        """What layer l = 0…L passes on is multiplied by this, shape (samples, n_l); None for 1."""
        return None if self.batch is None or layer == 0 else self.batch.factors[layer - 1]

    def dropped(self, layer: int) -> BoolArray | None:
        """Which neurons of layer l = 0…L are left out of which samples, shape (samples, n_l); None if none can be."""
        factors = self.factors(layer)
        return None if factors is None else factors == 0.0

    @property
    def count(self) -> int:
        """How many samples the averages are over."""
        return len(self.rows) if self.batch is None else self.batch.size

    def first(self, count: int) -> "TracedSamples":
        """The same with the rows of the first samples only; averages stay those over all."""
        return self if count >= len(self.rows) else self._some(slice(count))

    def only(self, row: int) -> "TracedSamples":
        """The same with one row only; averages stay those over all."""
        return self._some(slice(row, row + 1))

    def _some(self, rows: slice) -> "TracedSamples":
        trace, batch = self.trace, self.batch
        if batch is not None:
            factors = tuple(each if each is None else each[rows].copy() for each in batch.factors)
            batch = replace(batch, factors=factors)
        some = replace(
            trace,
            zs=_some(trace.zs, rows),
            activations=_some(trace.activations, rows),
            deltas=_some(trace.deltas, rows),
            sample_costs=trace.sample_costs[rows].copy(),
        )
        return TracedSamples(self.rows[rows], some, self.network, batch, self.listed)


def _some(arrays: tuple[FloatArray, ...], rows: slice) -> tuple[FloatArray, ...]:
    return tuple(array[rows].copy() for array in arrays)
