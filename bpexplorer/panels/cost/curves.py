"""What the cost panel draws, prepared without Qt: runs as series of points, and the ranges of the axes.

Every point comes from a `History`: training made it, and nothing here averages or makes up another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from bpexplorer.core.costs import COSTS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.history import Era, History
from bpexplorer.core.training_data import PartName
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers
from bpexplorer.panels.cost.beginnings import Beginning, differences
from bpexplorer.translation import tr

#: Costs beyond this are off the axis: it couldn't be drawn.
LARGEST = 1e300


class Measure(Enum):
    """What the curves are of."""

    COST = "cost"
    ACCURACY = "accuracy"


class Axis(Enum):
    """What the curves run along."""

    EPOCH = "epoch"
    STEP = "step"


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A run as of one step. ``key`` tells runs apart; ``number`` is what it is called on screen.

    ``began`` is what it began with, and ``data`` what it is trained on is called, as far as that is known.
    """

    key: int
    number: int
    spec: NetworkSpec
    config: TrainingConfig
    history: History
    batches_per_epoch: int
    train_samples: int
    test_samples: int
    validation_samples: int = 0
    step: int = 0
    began: Beginning | None = None
    data: str = ""

    @classmethod
    def of_frame(
        cls,
        frame: Frame,
        history: History,
        *,
        number: int,
        began: Beginning | None = None,
        data: str = "",
    ) -> "Run":
        """Take from a frame what outlives it."""
        return cls(
            key=frame.run,
            number=number,
            spec=frame.spec,
            config=frame.config,
            history=history,
            batches_per_epoch=frame.batches_per_epoch,
            train_samples=len(frame.data.x_train),
            test_samples=len(frame.data.x_test),
            validation_samples=len(frame.data.x_validation),
            step=frame.step,
            began=began,
            data=data,
        )

    def is_of(self, frame: Frame) -> bool:
        """Whether a frame has nothing newer to say of the curves."""
        mine = self.key, self.history, self.config, self.spec
        return mine == (frame.run, frame.history, frame.config, frame.spec)

    @property
    def epochs(self) -> int:
        """Whole epochs trained."""
        latest = self.history.latest
        return latest.epoch if latest is not None else 0

    def name(self, among: "Run | None" = None) -> str:
        """Say what this run was when it began: number, hidden activations, optimizer and rate.

        Where it began otherwise than the run ``among`` whose curves it is drawn, that is added.
        """
        era = self._first_era
        optimizer = f"{OPTIMIZERS[era.optimizer].label} {numbers.significant(era.learning_rate, digits=6)}"
        parts = [tr("run {number}", number=numbers.count(self.number)), " ".join(self._hidden), optimizer]
        if among is not None and self.data and among.data and self.data != among.data:
            parts.insert(1, self.data)  # first of all: its costs are of something else
        return " · ".join([*parts, *(self._differences(among) if among is not None else ())])

    @property
    def _first_era(self) -> Era:
        """What the run began with; what it is now, where a file doesn't tell."""
        eras, config = self.history.eras, self.config
        if eras and eras[0].step == 0:
            return eras[0]
        return Era(
            0, config.cost, self.spec.sizes, self.spec.activations, config.optimizer, config.learning_rate
        )

    @property
    def _hidden(self) -> Iterable[str]:
        """The activations of the hidden layers, each once; without any, that of the output."""
        activations = self._first_era.activations
        return dict.fromkeys(activations[:-1] or activations)

    def _differences(self, among: "Run") -> Iterator[str]:
        mine, its = self._first_era, among._first_era
        if mine.sizes != its.sizes:
            yield "-".join(map(str, mine.sizes))
        if mine.cost != its.cost:
            yield COSTS[mine.cost].label
        if tuple(self._hidden) == tuple(among._hidden) and mine.activations != its.activations:
            yield " ".join(mine.activations)
        if self.began is not None and among.began is not None:
            yield from differences(self.began, among.began)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """FloatArray of one curve, shape (points,) each. ``y`` is NaN where there is nothing to draw."""

    x: FloatArray
    y: FloatArray
    epochs: FloatArray
    steps: FloatArray

    def __len__(self) -> int:
        return len(self.x)

    @property
    def is_drawn(self) -> bool:
        """Whether there is any point to draw."""
        return bool(np.isfinite(self.y).any())

    def nearest(self, x: float) -> int | None:
        """The index of the point nearest to x that is drawn; None if none is."""
        drawn = np.flatnonzero(np.isfinite(self.y))
        if not len(drawn):
            return None
        return int(drawn[np.argmin(np.abs(self.x[drawn] - x))])


def part_series(run: Run, part: PartName, measure: Measure, axis: Axis) -> Series:
    """Cost or accuracy of one part at the end of each epoch (and before the first step)."""
    history = run.history
    epochs, steps = history.column("epoch"), history.column("step")
    return Series(
        x=epochs if axis is Axis.EPOCH else steps,
        y=_finite(history.column(f"{part}_{measure.value}")),
        epochs=epochs,
        steps=steps,
    )


def batch_series(run: Run, axis: Axis) -> Series:
    """The cost of each batch before its update, as it was."""
    steps, costs = run.history.batches[:, 0], run.history.batches[:, 1]
    epochs = epoch_of_step(run, steps)
    return Series(x=epochs if axis is Axis.EPOCH else steps, y=_finite(costs), epochs=epochs, steps=steps)


def epoch_of_step(run: Run, steps: FloatArray) -> FloatArray:
    """Where steps lie on the axis of epochs: between the ends of two epochs by their share of the way."""
    known_steps, known_epochs = run.history.column("step"), run.history.column("epoch")
    if not len(known_steps):
        return steps / run.batches_per_epoch
    past = np.interp(steps, known_steps, known_epochs)
    beyond = known_epochs[-1] + (steps - known_steps[-1]) / run.batches_per_epoch
    return np.where(steps > known_steps[-1], beyond, past)


def _finite(values: FloatArray) -> FloatArray:
    """The values with NaN for what has no place on an axis."""
    return np.where(np.isfinite(values), values, np.nan)


def positive(series: Series) -> Series:
    """The points that a logarithmic axis has a place for; the others become NaN."""
    y = series.y
    return Series(series.x, np.where(y > 0, y, np.nan), series.epochs, series.steps)


def undrawable(series: Series) -> int:
    """How many points a logarithmic axis has no place for."""
    return int(np.count_nonzero(series.y <= 0))


def x_range(series: list[Series], axis: Axis) -> tuple[float, float]:
    """From the start to behind the last point of any curve.

    The end is a multiple of whole epochs or of ten steps, of as many as are at most an eighth of what there is, so that
    the axis rests while points come: to draw it anew takes longer than the points.
    """
    unit = 1.0 if axis is Axis.EPOCH else 10.0
    end = max([unit, *(float(each.x[-1]) for each in series if len(each))])
    unit *= 2.0 ** max(0, int(np.log2(end / unit / 8.0)))
    return 0.0, float(np.ceil(end / unit)) * unit


def cost_range(series: list[Series], *, log: bool) -> tuple[float, float]:
    """The range of costs that shows every point of these curves.

    Linear: from 0 (or the least value, if a cost is negative) to the largest. Logarithmic: the exponents,
    ``(log10 low, log10 high)``, to the next tenth, so that the axis rests while the cost falls.
    """
    drawn = [each.y[np.isfinite(each.y) & ((each.y > 0) | (not log))] for each in series]
    values = np.concatenate(drawn) if drawn else np.empty(0)
    if not len(values):
        return (-1.0, 0.0) if log else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if log:
        low, high = (
            float(each(10.0 * np.log10(end))) / 10.0 for each, end in ((np.floor, low), (np.ceil, high))
        )
        return (low - 0.05, high + 0.05) if low == high else (low, high)
    low = min(0.0, low)
    # Kept narrow enough that an axis can be a little wider than what it shows.
    low, high = max(low, -LARGEST), min(high, LARGEST)
    return (low, high) if high - low > 1e-12 else (low, low + 1e-12)
