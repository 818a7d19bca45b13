"""Readings that train a copy of the run: what becomes of it, while the run itself stays where it is.

They are made in slices, an epoch each, so that others have their turn between two of them.
"""

import math
from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.readings.lesson.outputs import without_sum
from bpexplorer.core.readings.lesson.reading import LessonReading, Place, Slices, cost_of, trace_of_probe
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training.without_sum import train_without_sum
from bpexplorer.translation import tr

#: What an output passes when it has learned to be more likely right than wrong.
_HALF = 0.5
#: So near its target an output has learned it.
_NEAR = 0.2


def _start(state: TrainerState, place: Place) -> TrainerState:
    """A run that begins with the parameters of now, made by numpy, under the place's cost."""
    config = state.config.with_changes(cost=cost_of(state, place), engine="numpy")
    return start_run(state.spec, config, state.data, parameters=state.parameters, mask=state.mask)


def _epochs(trainer: Trainer, epochs: int) -> Iterator[int]:
    """Train for so many epochs, or until it diverges; gives the number of each as it ends."""
    while trainer.epoch < epochs and trainer.divergence is None:
        if trainer.advance(trainer.batches_per_epoch).epoch_ended:
            yield trainer.epoch


def _epochs_past_half(state: TrainerState, place: Place) -> Slices:
    trainer, one = Trainer(_start(state, place)), slice(place.sample, place.sample + 1)
    x, target = state.data.x_probe[one], float(state.data.y_probe[place.sample, place.neuron.index])
    for epoch in _epochs(trainer, place.epochs):
        a = float(forward(trainer.trained_network, x).activations[-1][0, place.neuron.index])
        if (a > _HALF) == (target > _HALF):
            return float(epoch)
        yield None
    return math.inf


def _epochs_near(state: TrainerState, place: Place) -> Slices:
    trainer, one = Trainer(_start(state, place)), slice(place.sample, place.sample + 1)
    x, target = state.data.x_probe[one], float(state.data.y_probe[place.sample, place.neuron.index])
    for epoch in _epochs(trainer, place.epochs):
        if (
            abs(float(forward(trainer.trained_network, x).activations[-1][0, place.neuron.index]) - target)
            <= _NEAR
        ):
            return float(epoch)
        yield None
    return math.inf


def _bias_after(state: TrainerState, place: Place) -> Slices:
    trainer = Trainer(_start(state, place))
    for _ in _epochs(trainer, place.epochs):
        yield None
    return float(trainer.network.biases[place.neuron.layer - 1][place.neuron.index])


def _test_accuracy_after(state: TrainerState, place: Place) -> Slices:
    trainer = Trainer(_start(state, place))
    for _ in _epochs(trainer, place.epochs):
        yield None
    latest = trainer.recorder.latest
    return math.nan if latest is None else float(latest.test_accuracy)


def _test_accuracy_without_sum(state: TrainerState, place: Place) -> Slices:
    accuracy = math.nan
    with np.errstate(all="ignore"):
        for record in train_without_sum(_start(state, place), place.epochs):
            accuracy = float(record.test_accuracy)
            yield None
    return accuracy


def _trained(state: TrainerState, place: Place) -> Generator[None, None, TrainerState]:
    """The run after so many epochs under its own cost."""
    trainer = Trainer(_start(state, replace(place, cost="")))
    for _ in _epochs(trainer, place.epochs):
        yield None
    return trainer.state()


def _delta_after(state: TrainerState, place: Place) -> Slices:
    later = yield from _trained(state, place)
    return float(
        trace_of_probe(later, place).deltas[place.neuron.layer - 1][place.sample, place.neuron.index]
    )


def _without_sum_after(state: TrainerState, place: Place) -> Slices:
    later = yield from _trained(state, place)
    return without_sum(later, place)


READINGS = (
    LessonReading(
        "epochs_past_half",
        tr("after how many epochs the output has come past ½; infinite if it hasn't within so many"),
        _epochs_past_half,
        needs=("sample", "output"),
    ),
    LessonReading(
        "epochs_near",
        tr(
            "after how many epochs the output is within 0.2 of its target; infinite if it isn't within so many"
        ),
        _epochs_near,
        needs=("sample", "output"),
    ),
    LessonReading(
        "bias_after", tr("the bias of the neuron after so many epochs"), _bias_after, needs=("neuron",)
    ),
    LessonReading(
        "test_accuracy_after",
        tr("the share of the test set that is right after so many epochs"),
        _test_accuracy_after,
        needs=("classes",),
    ),
    LessonReading(
        "test_accuracy_without_sum",
        tr("the same, trained without the sum over k"),
        _test_accuracy_without_sum,
        needs=("classes",),
    ),
    LessonReading(
        "delta_after",
        tr("δ after so many epochs under the run's own cost; cost: under which δ is read"),
        _delta_after,
        needs=("sample", "neuron"),
    ),
    LessonReading(
        "without_sum_after",
        tr("the same with the term k = j alone"),
        _without_sum_after,
        needs=("sample", "output"),
    ),
)
