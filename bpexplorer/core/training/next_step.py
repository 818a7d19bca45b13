"""The step that a run makes next, as a function of its state: nothing is recorded, and the run stays as it is."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.network import Network
from bpexplorer.core.streams import epoch_order
from bpexplorer.core.training.divergence import find_divergence
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.state import START, Divergence, TrainerState


@dataclass(frozen=True, slots=True, eq=False)
class NextStep:
    """The network as it is trained (see ``TrainerState.trained_network``) after one more step.

    If that step can't be taken, ``divergence`` says why, and the network is the one from before it.
    """

    network: Network
    divergence: Divergence | None


def make_next_step(state: TrainerState) -> NextStep:
    """Make one step from a state, in arrays of its own.

    numpy makes it, whatever engine the run has: engines agree but for rounding. The number of BLAS threads, which
    belongs to the whole process, is left as it is.
    """
    if state.divergence is not None:
        return NextStep(state.trained_network(), state.divergence)
    config, data = state.config, state.data
    samples = len(data.x_train)
    x, y = (part.astype(config.dtype, copy=False) for part in (data.x_train, data.y_train))
    task = Task(state.spec, config, x, y, state.held, fixed_places(state.mask), state.step)
    stepper = NumpyStepper(task, np.delete(state.planes.flat, START, axis=0))
    order = epoch_order(config.seed, state.epoch, samples=samples)
    batch, batches_per_epoch = (-(-count // config.batch_size) for count in (state.position, samples))
    learning_rate = config.learning_rate_after(state.epoch + batch / batches_per_epoch)
    # Numbers that overflow are looked for; numpy's word on them would only go to a terminal.
    with np.errstate(all="ignore"):
        made = stepper.make_steps(
            order, state.position, np.array([learning_rate]), moment_steps=state.moment_steps
        )
    divergence = None
    if made.failed:
        rows = order[state.position : state.position + config.batch_size]
        divergence = find_divergence(task, stepper, rows, step=state.step + 1)
    after = stepper.network if state.held is None else state.held.on(stepper.network)
    return NextStep(after, divergence)
