"""The step that a run makes next, as a function of its state: nothing is recorded, and the run stays as it is."""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.numpy_stepper import NumpyStepper
from bpexplorer.core.frame import Divergence
from bpexplorer.core.mask import fixed_places
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.state import START, TrainerState
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class NextStep:
    """The network as it is trained (see ``TrainerState.trained_network``) after one more step.

    If that step can't be taken, ``divergence`` says why, and the network is the one from before it.
    """

    network: Network
    divergence: Divergence | None


def epoch_order(seed: int, epoch: int, *, samples: int) -> IntArray:
    """In which order an epoch goes through the samples of the training part."""
    return stream(seed, Purpose.SHUFFLE, epoch).permutation(samples)


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
        divergence = find_divergence(
            state.trained_network(),
            Parameters(state.spec, stepper.tried),
            data.x_train[rows],
            data.y_train[rows],
            cost=config.cost,
            step=state.step + 1,
        )
    after = stepper.network if state.held is None else state.held.on(stepper.network)
    return NextStep(after, divergence)


def find_divergence(
    network: Network, tried: Parameters, x: FloatArray, y: FloatArray, *, cost: str, step: int
) -> Divergence:
    """The first quantity of a step that failed, in the order in which a step computes them, that isn't finite.

    ``network`` is the one that was trained, ``tried`` what the step would have made of its parameters, and x, y are
    the step's batch.
    """
    depth = network.depth
    with np.errstate(all="ignore"):
        trace = backpropagate(network, x, y, cost=cost)
    layers = range(1, depth + 1)
    backwards = layers[::-1]
    found = chain(
        ((layer, "the weighted input z", trace.zs) for layer in layers),
        ((layer, "the activation a", trace.activations) for layer in layers),
        ((depth, "the cost C", (trace.sample_costs,) * depth),),
        ((layer, "the error δ", trace.deltas) for layer in backwards),
        ((layer, "∂C/∂w", trace.grad_weights) for layer in backwards),
        ((layer, "∂C/∂b", trace.grad_biases) for layer in backwards),
        ((layer, "the update of the weights", tried.weights) for layer in layers),
        ((layer, "the update of the biases", tried.biases) for layer in layers),
    )
    for layer, quantity, arrays in found:
        if not np.isfinite(arrays[layer - 1]).all():
            return Divergence(step, layer, quantity)
    # Every cost is finite, and their sum isn't.
    return Divergence(step, depth, "the cost C")
