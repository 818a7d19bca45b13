"""One step of a run to be looked at: what it was made from, and what it made."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.backprop import Factors, Trace
from bpexplorer.core.backprop_slices import MeanOfSlices, TracedSlice, traced_slices
from bpexplorer.core.engine.base import EngineName
from bpexplorer.core.evaluation import in_silence, samples_at_once, without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.training.traced_samples import Batch, BatchFate, TracedSamples
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class ShownStep:
    """The last step of a run, or the one that comes next, or one that failed.

    ``number`` counts from 1, ``rows`` are the samples of its batch, and ``count`` is how many steps the optimizer has
    made with its moments, this one included. ``before`` and ``after`` have shape (1 + moments, parameters), in the
    type of numbers that the run computes in: what the step was made from, and what it made, to the bit. Of a step that
    failed, ``after`` is what it would have left. ``engine`` is who makes the steps.
    """

    number: int
    fate: BatchFate
    spec: NetworkSpec
    config: TrainingConfig
    rows: IntArray
    learning_rate: float
    count: int
    before: FloatArray
    after: FloatArray
    held: HeldDemon | None
    mask: Parameters | None
    engine: EngineName

    def copy(self) -> "ShownStep":
        """The same with read-only arrays of its own: those of a trainer change with its next steps."""
        return replace(
            self, before=self.before.copy(), after=self.after.copy(), rows=self.rows.copy()
        ).frozen()

    def frozen(self) -> "ShownStep":
        """The same, once its arrays are nobody else's: they are read-only from now on."""
        for array in (self.before, self.after, self.rows):
            array.setflags(write=False)
        return self

    @property
    def factors(self) -> Factors:
        """What dropout multiplies the activations by in this step."""
        return self.factors_of(0, len(self.rows))

    def factors_of(self, begin: int, end: int) -> Factors:
        """The same of the samples from one place of the batch to another."""
        return Dropout(self.spec, self.config.seed).factors(self.number - 1, len(self.rows), begin, end)

    def network_before(self) -> Network:
        """The parameters that the step was made from, in float64."""
        return self._network(self.before)

    def network_after(self) -> Network | None:
        """The parameters that it made, in float64; None if they aren't all finite, as of a step that failed."""
        return self._network(self.after) if np.isfinite(self.after[0]).all() else None

    def trained_before(self) -> Network:
        """The network that the step was made from, as it is trained."""
        return self.trained(self.network_before())

    def trained_after(self) -> Network | None:
        """The network that it made, as it is trained; None if its parameters aren't all finite."""
        after = self.network_after()
        return None if after is None else self.trained(after)

    def change_weights(self, layer: int) -> FloatArray:
        """Δw of W^l, what the step added to each weight, in float64."""
        before, after = (
            Parameters(self.spec, each[0]).weights[layer - 1] for each in (self.before, self.after)
        )
        change: FloatArray = after.astype(np.float64) - before
        return change

    def change_biases(self, layer: int) -> FloatArray:
        """Δb of b^l, what the step added to each bias, in float64."""
        before, after = (
            Parameters(self.spec, each[0]).biases[layer - 1] for each in (self.before, self.after)
        )
        change: FloatArray = after.astype(np.float64) - before
        return change

    def trained(self, network: Network) -> Network:
        """A network as it is trained in this step: with the Δz that a demon holds, if there is one."""
        return network if self.held is None else self.held.on(network)

    def trace(self, data: TrainingData) -> TracedSamples:
        """Backpropagation of the batch, with the parameters and the dropout that the step was made with, in float64."""
        return without_pauses(self.trace_in_slices(data))

    @in_silence  # a step that failed is shown as it is
    def trace_in_slices(
        self, data: TrainingData, first: int | None = None
    ) -> Generator[None, None, TracedSamples]:
        """The same, with a pause between slices of the batch; of so many of its first samples, if that is given."""
        network, rows = self.network_before(), self.rows[:first].copy()
        mean, parts = MeanOfSlices(network, len(self.rows)), list[Trace]()
        if len(self.rows) > samples_at_once(network):
            yield
        for some in self.traced_slices(data, self.trained(network)):
            mean.add(some.trace)
            if some.begin < len(rows):
                # Without its means: those of many slices of a large network would fill the memory.
                parts.append(replace(some.trace, grad_weights=(), grad_biases=()))
            if len(some.x) < len(self.rows):
                yield
        return TracedSamples(rows, _joined(parts, mean, len(rows)), network, self.batch(len(rows)))

    def batch(self, first: int) -> Batch:
        """Of which step the samples are the batch, with the factors of so many of its first samples."""
        factors, layers = self.factors_of(0, first), range(1, self.spec.depth + 1)
        return Batch(self.number, self.fate, len(self.rows), tuple(factors.get(layer) for layer in layers))

    def traced_slices(self, data: TrainingData, network: Network) -> Iterator[TracedSlice]:
        """Backpropagate the batch through a network, with the dropout of this step, a slice at a time."""
        x, y, cost = data.x_train, data.y_train, self.config.cost
        return traced_slices(network, x, y, self.rows, cost=cost, factors_of=self.factors_of)

    def _network(self, planes: FloatArray) -> Network:
        return Parameters(self.spec, planes[0].astype(np.float64)).network()


def _joined(parts: Sequence[Trace], mean: MeanOfSlices, count: int) -> Trace:
    """The first samples of these traces, one after the other, with the means over all that there are."""

    def layers(each: Iterable[tuple[FloatArray, ...]]) -> tuple[FloatArray, ...]:
        return tuple(np.concatenate(arrays)[:count] for arrays in zip(*each, strict=True))

    return Trace(
        zs=layers(part.zs for part in parts),
        activations=layers(part.activations for part in parts),
        deltas=layers(part.deltas for part in parts),
        grad_weights=mean.grad_weights,
        grad_biases=mean.grad_biases,
        cost=mean.cost,
        sample_costs=np.concatenate([part.sample_costs for part in parts])[:count],
    )
