"""Readings of the error at the outputs, beside δ there: where the two are the same, and where they part."""

import numpy as np

from bpexplorer.core.readings.lesson.reading import LessonReading, Place, trace_of_probe
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: |δ| and |a − y| are the same if they differ by no more.
_SAME = 1e-9


def _errors(state: TrainerState, place: Place) -> FloatArray:
    """|a − y| of each fixed sample and output."""
    trace = trace_of_probe(state, place)
    return np.abs(trace.activations[-1] - state.data.y_probe)


def _error(state: TrainerState, place: Place) -> float:
    return float(_errors(state, place)[place.sample, place.neuron.index])


def _ratio(state: TrainerState, place: Place) -> float:
    """How many times larger the largest error is than the smallest."""
    errors = _errors(state, place)
    return float(errors.max() / errors.min())


def _on_diagonal(state: TrainerState, place: Place) -> float:
    """How many outputs of fixed samples have |δ| = |a − y|."""
    sizes = np.abs(trace_of_probe(state, place).deltas[-1])
    return float(np.count_nonzero(np.abs(sizes - _errors(state, place)) <= _SAME))


def _dots(state: TrainerState, _place: Place) -> float:
    return float(state.data.y_probe.size)


READINGS = (
    LessonReading("error", tr("|a − y| of the output, for the sample"), _error, needs=("sample", "output")),
    LessonReading("error_ratio", tr("the largest |a − y| of the fixed samples over the smallest"), _ratio),
    LessonReading(
        "on_diagonal", tr("how many outputs of the fixed samples have |δ| = |a − y|"), _on_diagonal
    ),
    LessonReading("dots", tr("how many outputs the fixed samples have in all"), _dots),
)
