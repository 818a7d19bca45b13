"""What the update panel shows: what a step predicted and what it did, and how one weight or bias came by its change."""

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.backprop import Factors, Trace, passed_on
from bpexplorer.core.backprop_slices import CostAndGradient
from bpexplorer.core.evaluation import in_silence, samples_at_once, without_pauses
from bpexplorer.core.norms import length
from bpexplorer.core.optimizers import OPTIMIZERS, StepTerm, optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.diagnostics.steps import StepForecast
from bpexplorer.core.readings.step_change import StepChange
from bpexplorer.core.readings.update_verdict import UpdateVerdict, judge_update
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.mask import fixed_places, is_frozen, is_removed
from bpexplorer.core.training.rules.clipping import Clip, clip_for
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, Batch, BatchFate, TracedSamples
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: A weight, or the bias of a neuron of layer l ≥ 1.
Place = Connection | Neuron


@dataclass(frozen=True, slots=True, eq=False)
class ParameterUpdate:
    """How one weight or bias came by its change; arrays have one entry for each sample of the batch.

    ``gradient`` is ∂C/∂w, the mean of ``shares``, which are a·δ for a weight (BP4) and δ for a bias (BP3). ``old`` and
    ``new`` are the run's own numbers. ``terms`` say what the optimizer makes of ``followed``: the gradient, once
    ``penalty`` is added to it and ``clip`` has shortened it. They are empty where the parameter isn't trained.
    """

    place: Place
    old: float
    new: float
    #: What comes in, with dropout's factor; None for a bias.
    signals: FloatArray | None
    deltas: FloatArray
    shares: FloatArray
    gradient: float
    #: What the penalty adds to the gradient; None where there is none, as for a bias.
    penalty: float | None
    clip: Clip | None
    followed: float
    terms: tuple[StepTerm, ...]
    is_frozen: bool
    is_removed: bool
    #: The samples in which dropout leaves out a neuron at either end.
    dropped: BoolArray

    @property
    def change(self) -> float:
        """Δw."""
        return self.new - self.old

    @property
    def lowers(self) -> int:
        """How many samples want it lower: raising it would raise their cost."""
        return int(np.count_nonzero(self.shares > 0.0))

    @property
    def raises(self) -> int:
        """How many samples want it higher."""
        return int(np.count_nonzero(self.shares < 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class UpdateReading:
    """One step, on the batch that it was made from, with the dropout that it was made with.

    ``predicted`` is the change of C to first order, Σ ∂C/∂w Δw over all parameters; for plain descent that is −η‖∂C‖².
    ``actual`` is C after − C before. The penalty is no part of C: its own change is ``penalty_change``.
    """

    run: int
    batch: Batch
    #: Of the samples, in the training set.
    rows: IntArray
    learning_rate: float
    cost_before: float
    cost_after: float
    predicted: float
    actual: float
    #: About how much of ``actual`` may be rounding.
    rounding: float
    #: ‖∂C‖ over all that is trained.
    gradient_norm: float
    #: Whether predicted is −η‖∂C‖² for every step of this configuration.
    is_plain: bool
    #: None where there is no penalty, and where the step left no finite parameters.
    penalty_change: float | None
    verdict: UpdateVerdict
    optimizer: str
    #: Whether the run computes as the reading does: by numpy, in float64.
    is_float64: bool
    #: Of the weight or bias that is selected, if there is one.
    parameter: ParameterUpdate | None

    @property
    def ratio(self) -> float | None:
        """actual / predicted; None where either is nothing but rounding, or isn't finite."""
        if abs(self.predicted) <= self.rounding or not math.isfinite(self.predicted + self.actual):
            return None
        return self.actual / self.predicted

    @property
    def is_last(self) -> bool:
        """Whether the step is one that was taken."""
        return self.batch.fate is BatchFate.TAKEN


def read_update(shown: ShownStep, data: TrainingData, place: Place | None, *, run: int) -> UpdateReading:
    """What ``read_update_in_slices`` reads, without a pause."""
    return without_pauses(read_update_in_slices(shown, data, place, run=run))


@in_silence  # a step that has failed, or is about to, is read as it is
def read_update_in_slices(
    shown: ShownStep, data: TrainingData, place: Place | None, *, run: int
) -> Generator[None, None, UpdateReading]:
    """Compare a step's first order with what it did, and take the change of one parameter apart, with a pause between
    slices of the batch. In float64."""
    config, size = shown.config, len(shown.rows)
    before, after = shown.network_before(), shown.network_after()
    trained = shown.trained(before)
    change = StepChange(trained, shown.trained_after(), size, cost=config.cost)
    shares: list[_Shares] = []
    if size > samples_at_once(trained):
        yield
    for some in shown.traced_slices(data, trained):
        if len(some.x) < size:
            yield
        change.add(some)
        if place is not None:
            shares.append(_shares(some.trace, some.x, some.factors, place))
        if len(some.x) < size:
            yield
    ahead = change.forecast or StepForecast(math.nan, math.nan, ())
    penalty, penalty_change = config.penalty, None
    if penalty and after is not None:
        penalty_change = float((penalty.value(after.weights) - penalty.value(before.weights)).real)
    return UpdateReading(
        run=run,
        batch=shown.batch(min(size, BATCH_SHOWN)),
        rows=shown.rows,
        learning_rate=shown.learning_rate,
        cost_before=change.mean.cost,
        cost_after=change.mean.cost + ahead.actual,
        predicted=ahead.predicted,
        actual=ahead.actual,
        rounding=change.rounding,
        gradient_norm=_norm_of_gradient(shown, change.mean),
        is_plain=optimizer(config.optimizer).is_plain and not penalty and not config.clip_norm,
        penalty_change=penalty_change,
        verdict=judge_update(
            predicted=ahead.predicted,
            actual=ahead.actual,
            cost=change.mean.cost,
            rounding=change.rounding,
            moved=bool((shown.before[0] != shown.after[0]).any()),
        ),
        optimizer=OPTIMIZERS[config.optimizer].label,
        is_float64=shown.engine == "numpy" and config.dtype == "float64",
        parameter=None if place is None else _parameter(shown, change.mean, _Shares.joined(shares), place),
    )


def of_parameter(
    reading: UpdateReading, shown: ShownStep, samples: TracedSamples, data: TrainingData, place: Place | None
) -> UpdateReading:
    """The same reading of a step with the change of another parameter; ``samples`` are the trace of its batch."""
    if place is None:
        return replace(reading, parameter=None)
    with np.errstate(all="ignore"):
        shares = _shares(samples.trace, data.x_train[shown.rows], shown.factors, place)
        return replace(reading, parameter=_parameter(shown, samples.trace, shares, place))


@dataclass(frozen=True, slots=True, eq=False)
class _Shares:
    """What makes the gradient of one parameter in each sample of a batch, as `ParameterUpdate` has it."""

    signals: FloatArray | None
    deltas: FloatArray
    dropped: BoolArray

    @classmethod
    def joined(cls, parts: Sequence["_Shares"]) -> "_Shares":
        signals = [each.signals for each in parts if each.signals is not None]
        return cls(
            np.concatenate(signals) if signals else None,
            np.concatenate([each.deltas for each in parts]),
            np.concatenate([each.dropped for each in parts]),
        )


def _shares(trace: Trace, x: FloatArray, factors: Factors, place: Place) -> _Shares:
    layer = place.layer
    target = place.target if isinstance(place, Connection) else place.index
    deltas = trace.deltas[layer - 1][:, target].copy()
    dropped = _is_dropped(factors, layer, target, len(deltas))
    if not isinstance(place, Connection):
        return _Shares(None, deltas, dropped)
    given = x if layer == 1 else trace.activations[layer - 2]
    signals = passed_on(given, factors.get(layer - 1))[:, place.source].copy()
    return _Shares(signals, deltas, dropped | _is_dropped(factors, layer - 1, place.source, len(deltas)))


def _at(parameters: Parameters, place: Place) -> FloatArray:
    """The number that a weight or bias has, of each plane."""
    if isinstance(place, Connection):
        return parameters.weights[place.layer - 1][..., place.target, place.source]
    return parameters.biases[place.layer - 1][..., place.index]


def gradient_of(shown: ShownStep, mean: CostAndGradient, *, with_penalty: bool = False) -> FloatArray:
    """∂C over the batch of all that is trained, flat, or that of C and penalty; 0 where nothing is."""
    whole = Parameters.join(shown.spec, mean.grad_weights, mean.grad_biases)
    if with_penalty and (penalty := shown.config.penalty):
        penalty.add_gradient(shown.network_before().weights, whole.weights)
    whole.flat[fixed_places(shown.mask)] = 0.0
    return whole.flat


def _norm_of_gradient(shown: ShownStep, mean: CostAndGradient) -> float:
    if shown.mask is not None:
        return length(gradient_of(shown, mean))
    gradients = (*mean.grad_weights, *mean.grad_biases)
    return math.hypot(*(length(each.ravel()) for each in gradients))


def clip_of(shown: ShownStep, mean: CostAndGradient) -> Clip | None:
    """What shortened the gradient of C and penalty, if anything did."""
    limit = shown.config.clip_norm
    return clip_for(gradient_of(shown, mean, with_penalty=True), limit) if limit else None


def _parameter(shown: ShownStep, mean: CostAndGradient, of: _Shares, place: Place) -> ParameterUpdate:
    signals, deltas = of.signals, of.deltas
    shares = deltas.copy() if signals is None else signals * deltas
    before, after = (_at(Parameters(shown.spec, planes), place) for planes in (shown.before, shown.after))
    code = np.zeros(()) if shown.mask is None else _at(shown.mask, place)
    gradient, old = float(shares.mean()), float(before[0])
    penalty, clip = _penalty_gradient(shown, place, old), clip_of(shown, mean)
    followed = (gradient + (penalty or 0.0)) * (1.0 if clip is None else clip.factor)
    config, is_free = shown.config, not code.any()
    return ParameterUpdate(
        place=place,
        old=old,
        new=float(after[0]),
        signals=signals,
        deltas=deltas,
        shares=shares,
        gradient=gradient,
        penalty=penalty if is_free else None,
        clip=clip if is_free else None,
        followed=followed,
        terms=optimizer(config.optimizer).terms(
            before.astype(np.float64),
            followed,
            learning_rate=shown.learning_rate,
            settings=config.optimizer_settings,
            count=shown.count,
        )
        if is_free
        else (),
        is_frozen=bool(is_frozen(code)),
        is_removed=bool(is_removed(code)),
        dropped=of.dropped,
    )


def _penalty_gradient(shown: ShownStep, place: Place, weight: float) -> float | None:
    penalty = shown.config.penalty
    if not penalty or not isinstance(place, Connection):
        return None
    gradient = np.zeros(1)
    penalty.add_gradient([np.array([weight])], [gradient])
    return float(gradient[0])


def _is_dropped(factors: Factors, layer: int, neuron: int, samples: int) -> BoolArray:
    of_layer = factors.get(layer)
    if of_layer is None:
        return np.zeros(samples, dtype=np.bool_)
    dropped: BoolArray = of_layer[:, neuron] == 0.0
    return dropped
