"""Readings that train a copy of the run: what becomes of it, while the run itself stays where it is."""

import math

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.readings.lesson.reading import LessonReading, Place, cost_of
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.translation import tr

#: What an output passes when it has learned to be more likely right than wrong.
_HALF = 0.5


def _copy(state: TrainerState, place: Place) -> Trainer:
    """A run from the same parameters, made by numpy, under the place's cost."""
    config = state.config.with_changes(cost=cost_of(state, place), engine="numpy")
    return Trainer(start_run(state.spec, config, state.data, parameters=state.parameters, mask=state.mask))


def _output(trainer: Trainer, state: TrainerState, place: Place) -> float:
    one = slice(place.sample, place.sample + 1)
    a = forward(trainer.trained_network, state.data.x_probe[one]).activations[-1]
    return float(a[0, place.neuron.index])


def _epochs_past_half(state: TrainerState, place: Place) -> float:
    """After how many epochs the output is nearer to its target than to the other end; infinite if it never is."""
    trainer = _copy(state, place)
    target = float(state.data.y_probe[place.sample, place.neuron.index])
    for epoch in range(1, place.epochs + 1):
        while trainer.epoch < epoch and trainer.divergence is None:
            trainer.advance(trainer.batches_per_epoch)
        if (_output(trainer, state, place) > _HALF) == (target > _HALF):
            return float(epoch)
    return math.inf


def _bias_after(state: TrainerState, place: Place) -> float:
    """b of the neuron after so many epochs."""
    trainer = _copy(state, place)
    while trainer.epoch < place.epochs and trainer.divergence is None:
        trainer.advance(trainer.batches_per_epoch)
    return float(np.asarray(trainer.network.biases[place.neuron.layer - 1])[place.neuron.index])


READINGS = (
    LessonReading(
        "epochs_past_half",
        tr("after how many epochs the output has come past ½; infinite if it hasn't within so many"),
        _epochs_past_half,
        needs=("sample", "output"),
        trains=True,
    ),
    LessonReading(
        "bias_after",
        tr("the bias of the neuron after so many epochs"),
        _bias_after,
        needs=("neuron",),
        trains=True,
    ),
)
