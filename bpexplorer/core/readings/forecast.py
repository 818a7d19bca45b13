"""What one step predicted for C and what it did, on its own batch and over the training set.

The prediction is first order, Σ ∂C/∂w Δw over all parameters. On the batch that made the step it is −η‖g‖² for plain
gradient descent; over the training set its own gradient takes the place of g, so the step needn't even lead downhill.
"""

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop_slices import TracedSlice, traced_slices
from bpexplorer.core.evaluation import in_silence, samples_at_once, without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.readings.step_change import StepChange
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import IntArray

#: Of the training set so many numbers of one layer are gone through at most; of a larger one some samples are taken.
MOST_NUMBERS: Final = 400_000


@dataclass(frozen=True, slots=True)
class Change:
    """A change of mean C over some samples: to first order, and as it is. NaN where the step left no finite number."""

    predicted: float
    actual: float
    #: About how much of ``actual`` may be rounding.
    rounding: float
    samples: int

    @property
    def ratio(self) -> float:
        """actual / predicted; NaN where either is nothing but rounding, or isn't finite."""
        if abs(self.predicted) <= self.rounding or not math.isfinite(self.predicted + self.actual):
            return math.nan
        return self.actual / self.predicted


@dataclass(frozen=True, slots=True, eq=False)
class ForecastReading:
    """One step, on the batch that it was made from and over the training set, or some samples of that."""

    run: int
    step: int
    fate: BatchFate
    learning_rate: float
    #: Whether predicted is −η‖g‖² on the batch for every step of this configuration.
    is_plain: bool
    batch: Change
    training: Change
    #: How many samples the training set has.
    training_size: int

    @property
    def is_estimated(self) -> bool:
        """Whether the change over the training set is that of some of its samples."""
        return self.training.samples < self.training_size


def read_forecast(shown: ShownStep, data: TrainingData, *, run: int) -> ForecastReading:
    """What ``read_forecast_in_slices`` reads, without a pause."""
    return without_pauses(read_forecast_in_slices(shown, data, run=run))


@in_silence  # a step that has failed, or is about to, is read as it is
def read_forecast_in_slices(
    shown: ShownStep, data: TrainingData, *, run: int
) -> Generator[None, None, ForecastReading]:
    """Compare prediction and fact of one step, in float64, with a pause between slices of the samples."""
    config, size = shown.config, len(data.x_train)
    count = max(1, min(size, MOST_NUMBERS // max(shown.spec.sizes)))
    some = np.arange(size) if count == size else np.linspace(0, size - 1, count).round().astype(np.intp)
    return ForecastReading(
        run=run,
        step=shown.number,
        fate=shown.fate,
        learning_rate=shown.learning_rate,
        is_plain=optimizer(config.optimizer).is_plain and not config.penalty and not config.clip_norm,
        batch=(yield from change_on_batch(shown, data)),
        training=(yield from _change_over(shown, data, some)),
        training_size=size,
    )


def change_on_batch(shown: ShownStep, data: TrainingData) -> Generator[None, None, Change]:
    """The change on the step's own batch alone, with what dropout leaves out in it."""
    before = shown.trained_before()
    return (yield from _change(shown, before, shown.traced_slices(data, before), len(shown.rows)))


def _change_over(shown: ShownStep, data: TrainingData, rows: IntArray) -> Generator[None, None, Change]:
    """The change over these samples of the training set, where nothing is left out."""
    before = shown.trained_before()
    slices = traced_slices(before, data.x_train, data.y_train, rows, cost=shown.config.cost)
    return (yield from _change(shown, before, slices, len(rows)))


def _change(
    shown: ShownStep, before: Network, slices: Iterator[TracedSlice], samples: int
) -> Generator[None, None, Change]:
    change = StepChange(before, shown.trained_after(), samples, cost=shown.config.cost)
    if samples > samples_at_once(before):
        yield
    for some in slices:
        if len(some.x) < samples:
            yield
        change.add(some)
        if len(some.x) < samples:
            yield
    ahead = change.forecast
    if ahead is None:
        return Change(math.nan, math.nan, change.rounding, samples)
    return Change(ahead.predicted, ahead.actual, change.rounding, samples)
