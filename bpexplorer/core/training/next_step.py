"""The step that a run makes next, as a function of its state: nothing is recorded, and the run stays as it is."""

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.choice import Engine, who_steps
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.evaluation import (
    by_numpy,
    evaluated_in_slices,
    in_silence,
    samples_at_once,
    without_pauses,
)
from bpexplorer.core.network import Network
from bpexplorer.core.training.divergence import find_divergence, find_divergence_after
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.shown_step import ShownStep
from bpexplorer.core.training.state import START, Divergence, TrainerState
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.core.training_data import PartName


@dataclass(frozen=True, slots=True, eq=False)
class NextStep:
    """The network as it is trained (see ``TrainerState.trained_network``) after one more step.

    If that step can't be taken, ``divergence`` says why, and the network is the one from before it. ``shown`` is the
    step itself, also then. ``ends_epoch`` says whether it is the last one of its epoch.
    """

    network: Network
    divergence: Divergence | None
    shown: ShownStep
    ends_epoch: bool


def make_next_step(state: TrainerState) -> NextStep:
    """What ``next_step_in_slices`` makes, without a pause."""
    return without_pauses(next_step_in_slices(state))


@in_silence  # numbers that overflow are looked for; numpy's word on them would only go to a terminal
def next_step_in_slices(state: TrainerState) -> Generator[None, None, NextStep]:
    """Make one step from a state, in arrays of its own, with a pause between slices of what takes long.

    numpy makes it, whatever engine the run has: engines agree but for rounding. The number of BLAS threads, which
    belongs to the whole process, is left as it is.
    """
    config, data, before = state.config, state.data, np.delete(state.planes.flat, START, axis=0)
    order = state.epoch_rows
    batch, batches_per_epoch = (-(-count // config.batch_size) for count in (state.position, len(order)))
    learning_rate = config.learning_rate_after(state.epoch + batch / batches_per_epoch)
    rows = order[state.position : state.position + config.batch_size].copy()
    # The batch alone: a copy of a large set for one step would take long.
    x, y = (part[rows].astype(config.dtype, copy=False) for part in (data.x_train, data.y_train))
    task = Task(state.spec, config, x, y, state.held, fixed_places(state.mask), state.step)
    stepper = NumpyStepper(task, before)
    if task.is_sliced:
        yield
    made = yield from stepper.step_in_slices(
        np.arange(len(rows)), 0, learning_rate, moment_steps=state.moment_steps
    )
    divergence, ends_epoch = state.divergence, state.position + len(rows) == len(order)
    if divergence is None:
        divergence = yield from _divergence(task, stepper, state, failed=made.failed, ends_epoch=ends_epoch)
    after = stepper.network if state.held is None else state.held.on(stepper.network)
    shown = ShownStep(
        number=state.step + 1,
        fate=BatchFate.NEXT if divergence is None else BatchFate.FAILED,
        spec=state.spec,
        config=config,
        rows=rows,
        learning_rate=learning_rate,
        count=state.moment_steps + 1,
        before=before,
        after=stepper.tried if made.failed else stepper.planes,
        held=state.held,
        mask=state.mask,
        engine=who_steps(Engine(state.engine, state.threads), state.spec, config, samples=len(data.x_train)),
    ).frozen()
    return NextStep(after if divergence is None else state.trained_network(), divergence, shown, ends_epoch)


def _divergence(
    task: Task, stepper: NumpyStepper, state: TrainerState, *, failed: bool, ends_epoch: bool
) -> Generator[None, None, Divergence | None]:
    """Why the step that was made, or tried, can't be taken; as the trainer looks for it."""
    step, cost, data = state.step + 1, state.config.cost, state.data
    if failed:
        return find_divergence(task, stepper, np.arange(len(task.x)), step=step)
    if not ends_epoch:
        return None
    after = stepper.network if state.held is None else state.held.on(stepper.network)
    at_once = samples_at_once(after)
    parts: tuple[PartName, ...] = ("train",)
    found = yield from evaluated_in_slices(by_numpy(after, data, cost=cost), data, at_once, parts)
    if math.isfinite(found["train"][0]):
        return None
    x = data.x_train.astype(state.config.dtype, copy=False)
    return find_divergence_after(after, x, data.y_train, cost=cost, step=step, at_once=at_once)
