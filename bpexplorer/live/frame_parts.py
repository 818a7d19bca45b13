"""The parts of a frame: made of a run as it is now, and of arrays that nobody writes to any more."""

import numpy as np

from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.network import Network
from bpexplorer.core.readings.diagnostics.stuck import Stuck, judge_stuck
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, SampleList, TracedSamples
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training_data import TrainingData, frozen_indices
from bpexplorer.core.vocabularies.pairs import pair


def frozen_network(network: Network) -> Network:
    """A copy in float64, whatever training computes in."""
    weights = [w.astype(np.float64) for w in network.weights]
    biases = [b.astype(np.float64) for b in network.biases]
    for array in (*weights, *biases):
        array.setflags(write=False)
    return Network(weights, biases, network.activations)


def probe_trace(network: Network, data: TrainingData, cost: str) -> Trace:
    """Backpropagation of the fixed samples."""
    return _frozen(backpropagate(network, data.x_probe, data.y_probe, cost=cost))


def listed_samples(
    network: Network, trained: Network, trainer: Trainer, wanted: SampleList | None
) -> TracedSamples | None:
    """The samples of a list, through the network as it is trained; None if they are other data's."""
    data = trainer.data
    if wanted is None or not wanted.is_of(data):
        return None
    rows = frozen_indices(np.array(wanted.rows))
    part = data.part(wanted.part)
    trace = backpropagate(trained, part.x[rows], part.y[rows], cost=trainer.config.cost)
    return TracedSamples(rows, _frozen(trace), network, listed=wanted)


def judged_stuck(trainer: Trainer, network: Network, trace: Trace) -> Stuck | None:
    """From the first epoch's end on: before, a network may only look as if it were."""
    if not trainer.epoch or pair(trainer.config.cost, trainer.spec.activations[-1]).kind == "refused":
        return None
    return judge_stuck(network, trace, trainer.data.y_probe, cost=trainer.config.cost)


def frozen_batch(samples: TracedSamples) -> TracedSamples:
    """The first samples of a batch, as many as are shown."""
    samples = samples.first(BATCH_SHOWN)
    _frozen(samples.trace)
    assert samples.batch is not None
    factors = (each for each in samples.batch.factors if each is not None)
    for array in (*samples.network.weights, *samples.network.biases, *factors, samples.rows):
        array.setflags(write=False)
    return samples


def _frozen(trace: Trace) -> Trace:
    gradients = (*trace.grad_weights, *trace.grad_biases)
    for array in (*trace.zs, *trace.activations, *trace.deltas, *gradients, trace.sample_costs):
        array.setflags(write=False)
    return trace
