"""Readings of the batch of the next step: what its samples want of one weight, and what the step makes of that."""

from functools import partial
from typing import TYPE_CHECKING

from bpexplorer.core.readings.lesson.reading import LessonReading, Place
from bpexplorer.core.spec import Connection
from bpexplorer.core.training.next_step import make_next_step
from bpexplorer.core.training.state import TrainerState
from bpexplorer.translation import tr

if TYPE_CHECKING:  # no step is taken apart before a lesson asks
    from bpexplorer.core.readings.diagnostics.steps import StepForecast
    from bpexplorer.core.readings.update import ParameterUpdate, UpdateReading


def _step(state: TrainerState, weight: Connection | None = None) -> "UpdateReading":
    from bpexplorer.core.readings.update import read_update

    return read_update(make_next_step(state).shown, state.data, weight, run=state.run)


def _weight(state: TrainerState, place: Place) -> "ParameterUpdate":
    neuron = place.neuron
    update = _step(state, Connection(neuron.layer, neuron.index, place.source)).parameter
    assert update is not None, "a weight was asked for"
    return update


def _over_set(state: TrainerState, place: Place) -> "StepForecast":
    """What the next step predicts and does, for C of the set."""
    from bpexplorer.core.readings.diagnostics.steps import forecast

    x, y, _ = state.data.samples(place.over)
    after = make_next_step(state).network
    return forecast(state.trained_network(), after, x, y, cost=state.config.cost)


def _step_ratio(state: TrainerState, _place: Place) -> float:
    step = _step(state)
    return step.actual / step.predicted


_of_weight = partial(LessonReading, needs=("neuron", "source"))

READINGS = (
    _of_weight(
        "batch_mean",
        tr("∂C/∂w of the next batch: the mean of a·δ"),
        lambda state, place: _weight(state, place).gradient,
    ),
    _of_weight(
        "batch_lower",
        tr("how many samples of the next batch want the weight lower"),
        lambda state, place: float(_weight(state, place).lowers),
    ),
    _of_weight(
        "batch_higher",
        tr("how many samples of the next batch want the weight higher"),
        lambda state, place: float(_weight(state, place).raises),
    ),
    _of_weight(
        "weight_change",
        tr("Δw of the next step"),
        lambda state, place: _weight(state, place).change,
    ),
    LessonReading(
        "step_predicted",
        tr("ΔC that the next step predicts for its batch"),
        lambda state, _: _step(state).predicted,
    ),
    LessonReading(
        "step_actual", tr("ΔC of the next step on its batch"), lambda state, _: _step(state).actual
    ),
    LessonReading(
        "set_predicted",
        tr("ΔC of the set that the next step predicts"),
        lambda state, place: _over_set(state, place).predicted,
    ),
    LessonReading(
        "set_actual",
        tr("ΔC of the set in the next step"),
        lambda state, place: _over_set(state, place).actual,
    ),
    LessonReading("step_ratio", tr("actual over predicted ΔC of the next step on its batch"), _step_ratio),
)
