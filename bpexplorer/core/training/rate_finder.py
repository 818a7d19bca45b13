"""How large may η be? Training goes on apart from the run with a rate that grows from step to step.

That is a range test (Smith, Cyclical learning rates for training neural networks, 2017), and beside the loss stands the
ratio actual / predicted of each step on its own batch. If C is a parabola along the step, the ratio is 1 − ½ η / η*,
with η* the rate that leads to its lowest point: 1 on the tangent, ½ in the lowest point. Where it falls below ¾, half
way there, a step of this rate is no longer in the linear regime. Steps are the run's own, so with momentum Δw counts
past gradients too, and so does what it predicts; a step that is to lead uphill is judged by how far above its
prediction C comes out, as one downhill is.

Each rate is tried once, and training goes on meanwhile. So a step or two beyond the stable rate needn't show yet, and a
sweep that trained the network before its rates became too large tells nothing of those. What is proposed is therefore
half of the rate where trouble shows first (Bengio, Practical recommendations for gradient-based training of deep
architectures, 2012: the best rate is mostly within a factor of two of the largest that doesn't diverge).
"""

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.evaluation import costs_and_outputs_in_slices, in_silence
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.forecast import change_on_batch
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.streams import epoch_order
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import START, TrainerState
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.types import FloatArray, IntArray

T = TypeVar("T")

#: The first and the last rate, and how many steps lead from one to the other.
LOWEST, HIGHEST, STEPS = 1e-3, 10.0, 120
#: From this ratio of actual and predicted down, a step isn't in the linear regime.
LINEAR: Final = 0.75
#: The loss is that of a batch, and batches differ: each is averaged with those before it, of which a step back counts
#: for so much; ratios are the medians of so many.
_SMOOTHING: Final = 0.8
_MEDIAN_OF: Final = 9
#: A run whose C is below this part of what it was at the start is trained already; it is read of so many samples.
_TRAINED: Final = 0.5
_SAMPLES: Final = 512
#: Training is over when the loss is so many times the lowest, and at least this part of what it began from: where it is
#: nearly 0, a few times it is nothing yet.
_TOO_HIGH: Final = 4.0
_BACK_UP: Final = 0.5
#: Where less than this part of the loss is left, it says nothing of a rate for the start: the sweep has trained.
_GONE: Final = 0.1
#: What is proposed is this part of where trouble begins.
SAFE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RateFinding:
    """What growing rates did; arrays have one entry for each step that was made, shape (steps,)."""

    #: The run, its structure, and the step that it began from.
    run: int
    spec: NetworkSpec
    step: int
    rates: FloatArray
    #: C of each batch before its step, and smoothed.
    costs: FloatArray
    smoothed: FloatArray
    #: actual / predicted on the batch, the median of some neighbours; NaN where nothing can be told. Of a step that is
    #: to lead uphill, 2 − that: 1 is the tangent, and less is above it.
    ratios: FloatArray
    #: The name of the optimizer that made the steps: the run's.
    optimizer: str
    #: C where it began, as a part of what it was at the start of the run: of some samples of the training set.
    left: float
    #: Whether it ended before the last rate: C rose too high, or wasn't finite any more.
    has_diverged: bool

    @property
    def linear_until(self) -> float | None:
        """The largest rate before the ratio first falls below ``LINEAR``; None if it does so at once, or never does."""
        below = np.flatnonzero(self.ratios < LINEAR)
        return None if not len(below) or not below[0] else float(self.rates[below[0] - 1])

    def is_of(self, *, run: int, spec: NetworkSpec, step: int) -> bool:
        """Whether it may be of the past of this step: not if the run began anew or went back, nor if a layer came."""
        return (self.run, self.spec) == (run, spec) and self.step <= step

    @property
    def starts_beyond(self) -> bool:
        """Whether the smallest rate is beyond the linear regime already."""
        return bool(len(self.ratios)) and bool(self.ratios[0] < LINEAR)

    @property
    def trouble_at(self) -> float | None:
        """Where the linear regime ends or, if C went up, where it was lowest: the smaller one.

        None if there is no such rate, or if so little of C was left there that it is only one for what the sweep made.
        """
        places = [self.linear_until, self.lowest_at if self.has_diverged and not self.starts_beyond else None]
        known = [rate for rate in places if rate is not None]
        if not known:
            return None
        place = int(np.searchsorted(self.rates, min(known)))
        return None if self.smoothed[place] < _GONE * self.smoothed[0] else min(known)

    @property
    def halfway_at(self) -> float | None:
        """The rate at which the smoothed loss had first lost half of what it lost; None if it lost nothing."""
        start, low = float(self.smoothed[0]), float(self.smoothed.min())
        return float(self.rates[int(np.argmax(self.smoothed <= (start + low) / 2))]) if low < start else None

    @property
    def proposal(self) -> float | None:
        """Half of ``trouble_at`` or, without one, ``halfway_at``, to two digits; None if nothing can be told."""
        if self.says_little or self.starts_beyond or not np.isfinite(self.ratios).any():
            return None
        limit = self.trouble_at
        rate = self.halfway_at if limit is None else SAFE * limit
        return None if rate is None else float(f"{rate:.1e}")

    @property
    def says_little(self) -> bool:
        """Whether it began from a network that is trained already: little of C is left that a rate could bring down."""
        return self.left < _TRAINED

    @property
    def lowest_at(self) -> float:
        """The rate at which the smoothed loss is lowest."""
        return float(self.rates[int(np.argmin(self.smoothed))])


@in_silence  # numbers that overflow are looked for
def find_rate(
    state: TrainerState, *, low: float = LOWEST, high: float = HIGHEST, steps: int = STEPS
) -> Generator[float, None, RateFinding]:
    """Make steps with growing rates from a state on, in arrays of its own; yields what share of them is done.

    The optimizer and its moments, penalty, clipping and dropout are the run's; its schedule isn't asked. numpy makes
    the steps. The run that ``state`` is of goes on as if nobody had tried.
    """
    rates = np.geomspace(low, high, steps)
    left = yield from _left(state)
    walk = _Walk(state)
    costs, ratios = [], []
    smoothed: list[float] = []
    average = weight = 0.0
    has_diverged = False
    for place, rate in enumerate(rates.tolist()):
        made = yield from walk.step(rate, place / steps)
        if made is None:
            has_diverged = True
            break
        cost, ratio = made
        average = _SMOOTHING * average + (1 - _SMOOTHING) * cost
        weight = _SMOOTHING * weight + (1 - _SMOOTHING)
        costs.append(cost)
        ratios.append(ratio)
        smoothed.append(average / weight)
        if smoothed[-1] > max(_TOO_HIGH * min(smoothed), _BACK_UP * smoothed[0]):
            has_diverged = True
            break
        yield (place + 1) / steps
    return RateFinding(
        run=state.run,
        spec=state.spec,
        step=state.step,
        rates=rates[: len(costs)],
        costs=np.array(costs),
        smoothed=np.array(smoothed),
        ratios=_medians(np.array(ratios)),
        optimizer=state.config.optimizer,
        left=left,
        has_diverged=has_diverged,
    )


def _left(state: TrainerState) -> Generator[float, None, float]:
    """C now, as a part of what it was at the start of the run; NaN where that can't be told."""
    start = Parameters(state.spec, state.planes.flat[START]).network()
    x, y, _ = state.data.part("train")
    means = []
    for network in (state.network(), start):
        slices = costs_and_outputs_in_slices(network, x[:_SAMPLES], y[:_SAMPLES], cost=state.config.cost)
        costs, _ = yield from _saying(0.0, slices)
        means.append(float(costs.mean()))
    now, then = means
    return now / then if then > 0.0 else math.nan


class _Walk:
    """Steps of a run with given rates, apart from it."""

    def __init__(self, state: TrainerState) -> None:
        self._state = state
        data, dtype = state.data, state.config.dtype
        x, y = (part.astype(dtype, copy=False) for part in (data.x_train, data.y_train))
        task = Task(state.spec, state.config, x, y, state.held, fixed_places(state.mask), state.step)
        self._stepper = NumpyStepper(task, np.delete(state.planes.flat, START, axis=0))
        self._epoch, self._position, self._made = state.epoch, state.position, 0
        self._order = state.epoch_rows

    def _draw_order(self) -> IntArray:
        return epoch_order(self._state.config.seed, self._epoch, samples=len(self._state.data.x_train))

    def step(self, rate: float, done: float) -> Generator[float, None, tuple[float, float] | None]:
        """Make a step; gives C of its batch before it and actual / predicted, or None if it can't be taken.

        Between slices of a large batch it yields what share is ``done`` before it.
        """
        state, stepper = self._state, self._stepper
        rows = self._order[self._position : self._position + state.config.batch_size]
        before = stepper.planes.copy()
        moment_steps = state.moment_steps + self._made
        slices = stepper.step_in_slices(self._order, self._position, rate, moment_steps=moment_steps)
        made = yield from _saying(done, slices)
        if made.failed:
            return None
        shown = ShownStep(
            number=state.step + self._made + 1,
            fate=BatchFate.TAKEN,
            spec=state.spec,
            config=state.config,
            rows=rows,
            learning_rate=rate,
            count=moment_steps + 1,
            before=before,
            after=stepper.planes,
            held=state.held,
            mask=state.mask,
            engine="numpy",
        )
        change = yield from _saying(done, change_on_batch(shown, state.data))
        self._made += 1
        self._position += len(rows)
        if self._position >= len(self._order):
            self._epoch, self._position = self._epoch + 1, 0
            self._order = self._draw_order()
        cost = float(made.costs[0])
        ratio = 2.0 - change.ratio if change.predicted > 0.0 else change.ratio
        return (cost, ratio) if math.isfinite(cost) else None


def _saying(done: float, slices: Generator[None, None, T]) -> Generator[float, None, T]:
    """The same slices, with this to tell between them."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            found: T = end.value
            return found
        yield done


def _medians(values: FloatArray) -> FloatArray:
    """The median of each value and its neighbours, fewer at the ends; NaNs among them are left out."""
    half = _MEDIAN_OF // 2
    windows = [values[max(0, place - half) : place + half + 1] for place in range(len(values))]
    kept = [window[np.isfinite(window)] for window in windows]
    return np.array([np.median(window) if len(window) else math.nan for window in kept])
