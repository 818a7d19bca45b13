"""Readings of the work of one gradient, counted, and of where δ grows small on its way back."""

import numpy as np

from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.readings.lesson.reading import LessonReading, Place, trace_of_set
from bpexplorer.core.reuse.counts import count_gradient
from bpexplorer.core.training.state import TrainerState
from bpexplorer.translation import tr


def _shared(state: TrainerState, _place: Place) -> float:
    return float(count_gradient(state.spec).backpropagation)


def _times_nudging(state: TrainerState, _place: Place) -> float:
    counts = count_gradient(state.spec)
    return counts.differences / counts.backpropagation


def _times_unshared(state: TrainerState, _place: Place) -> float:
    counts = count_gradient(state.spec)
    return counts.own_chains / counts.backpropagation


def _parameters(state: TrainerState, _place: Place) -> float:
    return float(state.spec.parameter_count)


def _rms_delta(state: TrainerState, place: Place) -> float:
    """RMS of δ in the layer of the neuron."""
    return root_mean_square(trace_of_set(state, place).deltas[place.neuron.layer - 1])


def _rms_ratio(state: TrainerState, place: Place) -> float:
    """How many times larger δ of the output layer is than δ of the neuron's layer."""
    deltas = trace_of_set(state, place).deltas
    return root_mean_square(deltas[-1]) / root_mean_square(deltas[place.neuron.layer - 1])


def _slowest_layer(state: TrainerState, place: Place) -> float:
    """The layer whose δ is smallest."""
    sizes = [root_mean_square(deltas) for deltas in trace_of_set(state, place).deltas]
    return float(np.argmin(sizes) + 1)


READINGS = (
    LessonReading("work_shared", tr("multiply–adds of one gradient by backpropagation"), _shared),
    LessonReading("times_nudging", tr("times as many if each parameter is nudged"), _times_nudging),
    LessonReading("times_unshared", tr("times as many if each weight has its own chain"), _times_unshared),
    LessonReading("parameters", tr("how many weights and biases there are"), _parameters),
    LessonReading(
        "rms_delta", tr("RMS of δ in the neuron's layer, over the set"), _rms_delta, needs=("neuron",)
    ),
    LessonReading(
        "rms_ratio",
        tr("RMS of δ at the output over that in the neuron's layer"),
        _rms_ratio,
        needs=("neuron",),
    ),
    LessonReading("slowest_layer", tr("the layer in which RMS of δ is smallest"), _slowest_layer),
)
