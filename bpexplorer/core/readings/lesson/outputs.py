"""Readings of BP1: what one output's z changes, and the sum over k."""

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.costs.pieces import unit_change
from bpexplorer.core.gradients.without_sum import output_error_without_sum
from bpexplorer.core.output import output_error_terms
from bpexplorer.core.readings.jacobian import WithoutSum, compare_without_sum
from bpexplorer.core.readings.lesson.reading import LessonReading, Place, cost_of, trace_of_probe
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: A term or a change that is no larger is none: rounding of numbers of about 1.
_NOTHING = 1e-15


def _outputs(state: TrainerState, place: Place) -> tuple[FloatArray, FloatArray]:
    """The outputs of the sample before Δz and with it, shape (n_L,)."""
    z = trace_of_probe(state, place).zs[-1][place.sample : place.sample + 1]
    moved = z.copy()
    moved[0, place.neuron.index] += place.dz
    function = activation(state.spec.activations[-1])
    return function.value(z)[0], function.value(moved)[0]


def _changed(state: TrainerState, place: Place) -> float:
    before, after = _outputs(state, place)
    return float(np.count_nonzero(np.abs(after - before) > _NOTHING))


def _total(state: TrainerState, place: Place) -> float:
    return float(_outputs(state, place)[1].sum())


def _cost_slope(state: TrainerState, place: Place) -> float:
    """∂C/∂aₖ of the output ``source``."""
    a = trace_of_probe(state, place).activations[-1]
    with np.errstate(all="ignore"):
        return float(
            cost_named(cost_of(state, place)).gradient(a, state.data.y_probe)[place.sample, place.source]
        )


def _path(state: TrainerState, place: Place) -> float:
    """∂aₖ/∂zⱼ of the output ``source`` and the neuron j."""
    trace, function = trace_of_probe(state, place), activation(state.spec.activations[-1])
    z, a = trace.zs[-1], trace.activations[-1]
    return float(function.jvp(z, a, unit_change(z, place.neuron.index))[place.sample, place.source])


def _terms(state: TrainerState, place: Place, neuron: int) -> FloatArray:
    """(∂C/∂aₖ)(∂aₖ/∂zⱼ) of every fixed sample and k."""
    trace, function = trace_of_probe(state, place), activation(state.spec.activations[-1])
    z, a, chosen = trace.zs[-1], trace.activations[-1], cost_named(cost_of(state, place))
    with np.errstate(all="ignore"):
        return output_error_terms(chosen, function, z, a, state.data.y_probe, neuron)


def _terms_left(state: TrainerState, place: Place) -> float:
    terms = _terms(state, place, place.neuron.index)[place.sample]
    return float(np.count_nonzero(np.abs(terms) > _NOTHING))


def without_sum(state: TrainerState, place: Place) -> float:
    """δⱼ with the term k = j alone."""
    j = place.neuron.index
    return float(_terms(state, place, j)[place.sample, j])


def _all_without_sum(state: TrainerState, place: Place) -> WithoutSum:
    trace, function = trace_of_probe(state, place), activation(state.spec.activations[-1])
    chosen, z, a = cost_named(cost_of(state, place)), trace.zs[-1], trace.activations[-1]
    wrong = output_error_without_sum(chosen, function, z, a, state.data.y_probe)
    return compare_without_sum(trace.deltas[-1], wrong)


def _zeros_without_sum(state: TrainerState, place: Place) -> float:
    return float(_all_without_sum(state, place).zeros)


def _error_without_sum(state: TrainerState, place: Place) -> float:
    """How far δ of a sample is off without the sum, as a part of its length: the median over the fixed samples."""
    return _all_without_sum(state, place).median_error


READINGS = (
    LessonReading("outputs", tr("how many outputs there are"), lambda state, _: float(state.spec.outputs)),
    LessonReading(
        "outputs_changed", tr("how many outputs Δz changes"), _changed, needs=("sample", "output", "dz")
    ),
    LessonReading(
        "outputs_total", tr("what the outputs add up to under Δz"), _total, needs=("sample", "output", "dz")
    ),
    LessonReading(
        "cost_slope", tr("∂C/∂aₖ of the output k = source"), _cost_slope, needs=("sample", "output", "source")
    ),
    LessonReading(
        "path", tr("∂aₖ/∂zⱼ of the output k = source"), _path, needs=("sample", "output", "source")
    ),
    LessonReading(
        "terms_left", tr("how many terms of BP1's sum aren't 0"), _terms_left, needs=("sample", "output")
    ),
    LessonReading("without_sum", tr("δ with the term k = j alone"), without_sum, needs=("sample", "output")),
    LessonReading(
        "zeros_without_sum", tr("how many δ of the fixed samples are 0 without the sum"), _zeros_without_sum
    ),
    LessonReading(
        "error_without_sum",
        tr("how far δ is off without the sum: the median over the fixed samples"),
        _error_without_sum,
    ),
)
