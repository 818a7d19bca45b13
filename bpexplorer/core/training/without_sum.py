"""Training whose gradients are made without the sum over k: to see what becomes of a network that follows them.

Everything else is the trainer's own: order, optimizer, schedule, penalty, dropout. The engine is numpy's.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from typing_extensions import override

from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.choice import Engine
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.gradients.without_sum import output_error_without_sum
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.state import START, TrainerState, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.types import FloatArray

#: As many epochs as the claims about it speak of.
EPOCHS = 20


class WithoutSumStepper(NumpyStepper):
    """Makes steps along what BP1 and BP2 leave of the gradient with the term k = j alone."""

    @override
    def _output_error(self, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
        return output_error_without_sum(self._cost, self._output, z, a, y)

    @override
    def _into_error(self, layer: int, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        np.multiply(u, self._functions[layer - 1].derivative(z, a), out=u)


def at_start(state: TrainerState) -> TrainerState:
    """A run like this one before its first step: the same start, data, settings and mask."""
    config = replace(state.config, engine="numpy")
    start = Parameters(state.spec, state.planes.flat[START].astype(np.float64))
    return start_run(state.spec, config, state.data, parameters=start, mask=state.mask)


def train_without_sum(state: TrainerState, epochs: int) -> Iterator[EpochRecord]:
    """Train from the state on for so many epochs; gives the record of the start, and of each epoch's end.

    It ends early where training diverges.
    """
    trainer = Trainer(state, make_stepper=_make_stepper)
    last = state.epoch + epochs
    trainer.settle()
    assert trainer.recorder.latest is not None
    yield trainer.recorder.latest
    while trainer.epoch < last and trainer.divergence is None:
        if trainer.advance(trainer.batches_per_epoch).epoch_ended:
            yield trainer.recorder.latest


def _make_stepper(_engine: Engine, task: Task, planes: FloatArray) -> NumpyStepper:
    return WithoutSumStepper(task, planes)
