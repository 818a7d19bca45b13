"""What one step predicted for C and what it did, on its own batch and over the training set.

The prediction is first order, Σ ∂C/∂w Δw over all parameters. On the batch that made the step it is −η‖g‖² for plain
gradient descent; over the training set its own gradient takes the place of g, so the step needn't even lead downhill.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.readings.diagnostics.steps import forecast
from bpexplorer.core.rounding import rounding_of_change
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray

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
    """Compare prediction and fact of one step, in float64."""
    config, size = shown.config, len(data.x_train)
    count = max(1, min(size, MOST_NUMBERS // max(shown.spec.sizes)))
    some = np.arange(size) if count == size else np.linspace(0, size - 1, count).round().astype(np.intp)
    return ForecastReading(
        run=run,
        step=shown.number,
        fate=shown.fate,
        learning_rate=shown.learning_rate,
        is_plain=optimizer(config.optimizer).is_plain and not config.penalty and not config.clip_norm,
        batch=_change(shown, data.x_train[shown.rows], data.y_train[shown.rows], of_batch=True),
        training=_change(shown, data.x_train[some], data.y_train[some], of_batch=False),
        training_size=size,
    )


def change_on_batch(shown: ShownStep, data: TrainingData) -> Change:
    """The change on the step's own batch alone."""
    return _change(shown, data.x_train[shown.rows], data.y_train[shown.rows], of_batch=True)


def _change(shown: ShownStep, x: FloatArray, y: FloatArray, *, of_batch: bool) -> Change:
    """Over these samples; those of the batch with what dropout leaves out in the step."""
    cost, factors = shown.config.cost, shown.factors if of_batch else {}
    after = shown.network_after()
    # A step that has failed, or is about to, is read as it is.
    with np.errstate(all="ignore"):
        before = shown.trained(shown.network_before())
        trace = backpropagate(before, x, y, cost=cost, factors=factors)
        rounding = rounding_of_change(before, trace, y, cost=cost, x=x, factors=factors).mean().item()
        if after is None:
            return Change(math.nan, math.nan, rounding, len(x))
        ahead = forecast(before, shown.trained(after), x, y, cost=cost, trace=trace, factors=factors)
    return Change(ahead.predicted, ahead.actual, rounding, len(x))
