"""What the update panel shows: what a step predicted and what it did, and how one weight or bias came by its change."""

import math
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.backprop import passed_on
from bpexplorer.core.norms import length
from bpexplorer.core.optimizers import OPTIMIZERS, StepTerm, optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.diagnostics.steps import StepForecast, forecast
from bpexplorer.core.readings.update_verdict import UpdateVerdict, judge_update
from bpexplorer.core.rounding import rounding_of_change
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.mask import fixed_places, is_frozen, is_removed
from bpexplorer.core.training.rules.clipping import Clip, clip_for
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.traced_samples import Batch, BatchFate, TracedSamples
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


def read_update(
    shown: ShownStep,
    data: TrainingData,
    place: Place | None,
    *,
    run: int,
    samples: TracedSamples | None = None,
) -> UpdateReading:
    """Compare a step's first order with what it did, and take the change of one parameter apart. In float64.

    Whoever has the trace of the step's batch (``ShownStep.trace``) can give it.
    """
    config = shown.config
    # A step that has failed, or is about to, is read as it is.
    with np.errstate(all="ignore"):
        samples = samples or shown.trace(data)
        x, y = data.x_train[shown.rows], data.y_train[shown.rows]
        before, after = samples.network, shown.network_after()
        trained = shown.trained(before)
        trace, cost, factors = samples.trace, config.cost, shown.factors
        ahead = (
            StepForecast(math.nan, math.nan, ())
            if after is None
            else forecast(trained, shown.trained(after), x, y, cost=cost, trace=trace, factors=factors)
        )
        rounding = rounding_of_change(trained, trace, y, cost=cost, x=x, factors=factors).mean().item()
        penalty = config.penalty
        change = None
        if penalty and after is not None:
            change = penalty.value(after.weights) - penalty.value(before.weights)
        assert samples.batch is not None
        return UpdateReading(
            run=run,
            batch=samples.batch,
            rows=samples.rows,
            learning_rate=shown.learning_rate,
            cost_before=trace.cost,
            cost_after=trace.cost + ahead.actual,
            predicted=ahead.predicted,
            actual=ahead.actual,
            rounding=rounding,
            gradient_norm=_norm_of_gradient(shown, samples),
            is_plain=optimizer(config.optimizer).is_plain and not penalty and not config.clip_norm,
            penalty_change=None if change is None else float(change.real),
            verdict=judge_update(
                predicted=ahead.predicted,
                actual=ahead.actual,
                rounding=rounding,
                moved=bool((shown.before[0] != shown.after[0]).any()),
            ),
            optimizer=OPTIMIZERS[config.optimizer].label,
            is_float64=shown.engine == "numpy" and config.dtype == "float64",
            parameter=None if place is None else _parameter(shown, samples, data, place),
        )


def of_parameter(
    reading: UpdateReading, shown: ShownStep, samples: TracedSamples, data: TrainingData, place: Place | None
) -> UpdateReading:
    """The same reading of a step with the change of another parameter; ``samples`` are the trace of its batch."""
    with np.errstate(all="ignore"):
        parameter = None if place is None else _parameter(shown, samples, data, place)
    return replace(reading, parameter=parameter)


def _at(parameters: Parameters, place: Place) -> FloatArray:
    """The number that a weight or bias has, of each plane."""
    if isinstance(place, Connection):
        return parameters.weights[place.layer - 1][..., place.target, place.source]
    return parameters.biases[place.layer - 1][..., place.index]


def gradient_of(shown: ShownStep, samples: TracedSamples, *, with_penalty: bool = False) -> FloatArray:
    """∂C of all that is trained, flat, or that of C and penalty; 0 where nothing is."""
    trace = samples.trace
    whole = Parameters.join(shown.spec, trace.grad_weights, trace.grad_biases)
    if with_penalty and (penalty := shown.config.penalty):
        penalty.add_gradient(samples.network.weights, whole.weights)
    whole.flat[fixed_places(shown.mask)] = 0.0
    return whole.flat


def _norm_of_gradient(shown: ShownStep, samples: TracedSamples) -> float:
    if shown.mask is not None:
        return length(gradient_of(shown, samples))
    gradients = (*samples.trace.grad_weights, *samples.trace.grad_biases)
    return math.hypot(*(length(each.ravel()) for each in gradients))


def clip_of(shown: ShownStep, samples: TracedSamples) -> Clip | None:
    """What shortened the gradient of C and penalty, if anything did."""
    limit = shown.config.clip_norm
    return clip_for(gradient_of(shown, samples, with_penalty=True), limit) if limit else None


def _parameter(shown: ShownStep, samples: TracedSamples, data: TrainingData, place: Place) -> ParameterUpdate:
    trace, layer = samples.trace, place.layer
    target = place.target if isinstance(place, Connection) else place.index
    deltas = trace.deltas[layer - 1][:, target]
    dropped = _is_dropped(samples, layer, target)
    signals = None
    if isinstance(place, Connection):
        given = data.x_train[shown.rows] if layer == 1 else trace.activations[layer - 2]
        signals = passed_on(given, samples.factors(layer - 1))[:, place.source]
        dropped |= _is_dropped(samples, layer - 1, place.source)
    shares = deltas.copy() if signals is None else signals * deltas
    before, after = (_at(Parameters(shown.spec, planes), place) for planes in (shown.before, shown.after))
    code = np.zeros(()) if shown.mask is None else _at(shown.mask, place)
    gradient, old = float(shares.mean()), float(before[0])
    penalty, clip = _penalty_gradient(shown, place, old), clip_of(shown, samples)
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
        dropped=dropped,
    )


def _penalty_gradient(shown: ShownStep, place: Place, weight: float) -> float | None:
    penalty = shown.config.penalty
    if not penalty or not isinstance(place, Connection):
        return None
    gradient = np.zeros(1)
    penalty.add_gradient([np.array([weight])], [gradient])
    return float(gradient[0])


def _is_dropped(samples: TracedSamples, layer: int, neuron: int) -> BoolArray:
    dropped = samples.dropped(layer)
    return np.zeros(len(samples.rows), dtype=np.bool_) if dropped is None else dropped[:, neuron].copy()
