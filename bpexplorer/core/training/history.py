"""What training has made so far: the cost of the batches, and cost and accuracy at the end of each epoch.

History belongs to the trainer, not to the screen. It is bounded by a fixed rule: when a curve is full, every second
point goes, and from then on only every second step is kept. A point is always a number that training made, never an
average of several. What is marked about steps, that their gradient was clipped or that a demon held, is kept as a
count up to each point: so the difference of two points tells it exactly of all steps between them, however many points
the rule has dropped.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.core.types import BoolArray, FloatArray

#: Points that a curve keeps at most. It lies between half of it and all of it once training is long.
CAPACITY = 4096


class BatchRecord(NamedTuple):
    """The batch of one step (counted from 1): its mean cost before its update, and how many steps of the run until
    then, itself included, had their gradient clipped and were made under a held demon.

    The counts are NaN where they come from a file of a version that didn't keep them.
    """

    step: int
    cost: float
    clipped_steps: float
    held_steps: float


class EpochRecord(NamedTuple):
    """The whole parts of the data at the end of an epoch (epoch 0: before the first step).

    Costs are means over the samples. Those of a part without samples are NaN; accuracies (0…1) also for regression. A
    cost may be NaN, too, where it doesn't exist for the outputs, or infinite where it overflows: at the end of an epoch
    that is a divergence, but a run may be reset, or changed, to where it is so.
    """

    epoch: int
    step: int
    train_cost: float
    test_cost: float
    train_accuracy: float
    test_accuracy: float
    validation_cost: float = math.nan
    validation_accuracy: float = math.nan

    @classmethod
    def of_row(cls, row: Iterable[float]) -> "EpochRecord":
        """The record that a row of ``History.epochs`` holds."""
        epoch, step, *rest = (float(number) for number in row)
        return cls(int(epoch), int(step), *rest)

    def cost_of(self, part: PartName) -> float:
        """The cost over one part."""
        costs = (self.train_cost, self.validation_cost, self.test_cost)
        return dict(zip(PARTS, costs, strict=True))[part]

    def accuracy_of(self, part: PartName) -> float:
        """The accuracy over one part."""
        accuracies = (self.train_accuracy, self.validation_accuracy, self.test_accuracy)
        return dict(zip(PARTS, accuracies, strict=True))[part]


#: What a history takes of memory at most.
BYTES = CAPACITY * (len(BatchRecord._fields) + len(EpochRecord._fields)) * np.dtype(np.float64).itemsize


@dataclass(frozen=True, slots=True)
class Era:
    """From step ``step`` on, all points of a history are of one cost function and one structure.

    ``optimizer`` and ``learning_rate`` are those with which the era began.
    """

    step: int
    cost: str
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    optimizer: str
    learning_rate: float

    def is_comparable(self, other: "Era") -> bool:
        """Whether a cost of this era and one of the other can be compared."""
        return (self.cost, self.sizes, self.activations) == (other.cost, other.sizes, other.activations)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A read-only copy of the curves.

    ``batches`` has shape (points, 4) with the columns of BatchRecord. ``epochs`` has shape (points, 8) with the
    columns of EpochRecord; ``latest`` is its newest record, also where the rule has dropped it from the curve.
    ``eras`` say under which cost function and structure they were made; none for a file that doesn't tell.
    """

    batches: FloatArray = field(default_factory=lambda: np.empty((0, len(BatchRecord._fields))))
    epochs: FloatArray = field(default_factory=lambda: np.empty((0, len(EpochRecord._fields))))
    latest: EpochRecord | None = None
    batch_stride: int = 1
    epoch_stride: int = 1
    eras: tuple[Era, ...] = ()

    @property
    def has_validation(self) -> bool:
        """Whether any epoch's end was measured on a validation set."""
        # Its cost may be NaN: there are outputs for which a cost doesn't exist.
        columns = (self.column(name) for name in ("validation_cost", "validation_accuracy"))
        return any(not np.isnan(column).all() for column in columns)

    def batch_column(self, name: str) -> FloatArray:
        """One column of ``batches``."""
        return self.batches[:, BatchRecord._fields.index(name)]

    def column(self, name: str) -> FloatArray:
        """One column of ``epochs``, with the newest record at its end."""
        index = EpochRecord._fields.index(name)
        values = self.epochs[:, index]
        if self.latest is not None and (not len(self.epochs) or self.epochs[-1, 0] != self.latest.epoch):
            values = np.append(values, self.latest[index])
        return values


class BoundedCurve:
    """A bounded curve whose first column counts up; keeps points whose count is a multiple of the stride."""

    def __init__(self, points: FloatArray, *, stride: int = 1) -> None:
        self._buffer = np.empty((CAPACITY, points.shape[1]))
        self._buffer[: len(points)] = points
        self._length = len(points)
        self.stride = stride

    def append(self, *point: float) -> None:
        """Keep the point if its count is one that the stride keeps."""
        if point[0] % self.stride:
            return
        if self._length == CAPACITY:
            self._thin_out()
            if point[0] % self.stride:
                return
        self._buffer[self._length] = point
        self._length += 1

    def extend(self, points: FloatArray) -> None:
        """Append points, shape (points, columns), one after the other."""
        while len(points):
            points = points[points[:, 0] % self.stride == 0]
            room = CAPACITY - self._length
            fitting, points = points[:room], points[room:]
            self._buffer[self._length : self._length + len(fitting)] = fitting
            self._length += len(fitting)
            if len(points):
                self._thin_out()

    def _thin_out(self) -> None:
        self.stride *= 2
        kept = self._buffer[self._buffer[:, 0] % self.stride == 0]
        self._length = len(kept)
        self._buffer[: self._length] = kept

    def copy(self) -> FloatArray:
        """The points so far, read-only."""
        points = self._buffer[: self._length].copy()
        points.setflags(write=False)
        return points


class Recorder:
    """Grows a History step by step, and counts the steps that are marked."""

    def __init__(
        self, history: History | None = None, *, clipped_steps: int = 0, held_steps: int = 0
    ) -> None:
        history = history or History()
        self.clipped_steps, self.held_steps = clipped_steps, held_steps
        self._batches = BoundedCurve(history.batches, stride=history.batch_stride)
        self._epochs = BoundedCurve(history.epochs, stride=history.epoch_stride)
        self._eras = history.eras
        self.latest = history.latest

    def add_batches(
        self, first_step: int, costs: FloatArray, *, clipped: BoolArray | None = None, held: bool = False
    ) -> None:
        """Note the batches of this step and those after it: their costs, which of them were clipped, shape (steps,)
        (None: none), and whether a demon held in all of them."""
        stride = self._batches.stride
        skipped = -first_step % stride
        steps = np.arange(first_step + skipped, first_step + len(costs), stride)
        points = np.empty((len(steps), len(BatchRecord._fields)))
        points[:, 0] = steps
        points[:, 1] = costs[skipped::stride]
        points[:, 2] = self.clipped_steps
        points[:, 3] = self.held_steps
        if clipped is not None and (marked := int(np.count_nonzero(clipped))):
            points[:, 2] += np.cumsum(clipped)[skipped::stride]
            self.clipped_steps += marked
        if held:
            points[:, 3] += steps - (first_step - 1)
            self.held_steps += len(costs)
        self._batches.extend(points)

    def note_era(self, era: Era) -> None:
        """Say under what the points are made that are noted from now on."""
        if not self._eras or not self._eras[-1].is_comparable(era):
            self._eras = (*self._eras, era)

    def add_epoch(self, record: EpochRecord) -> None:
        """Note the end of an epoch."""
        self._epochs.append(*record)
        self.latest = record

    def history(self) -> History:
        """A read-only copy of what there is."""
        return History(
            self._batches.copy(),
            self._epochs.copy(),
            self.latest,
            self._batches.stride,
            self._epochs.stride,
            self._eras,
        )
