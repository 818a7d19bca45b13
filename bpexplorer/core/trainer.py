"""Training, step by step. It knows no thread: the caller decides when to look and when to stop."""

import math
import time
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import Trace, backpropagate, forward
from bpexplorer.core.clipping import clip_by_norm
from bpexplorer.core.costs import cost
from bpexplorer.core.edits.base import Context, Edit
from bpexplorer.core.engine import blas_threads, set_blas_threads
from bpexplorer.core.frame import Divergence
from bpexplorer.core.history import EpochRecord, Recorder
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.output import sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.state import START, Refuge, TrainerState
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Progress:
    """What a call of ``Trainer.advance`` did."""

    steps: int
    epoch_ended: bool
    divergence: Divergence | None


class Trainer:
    """Takes a run forward by mini-batch gradient descent.

    Each epoch goes through the training part once, in an order drawn from the seed and the epoch's number; the last
    batch of an epoch may be smaller and is divided by its own size. An update is looked at before it is taken: a
    step that would leave a number that isn't finite isn't made, and the parameters stay what they were.
    """

    def __init__(self, state: TrainerState) -> None:
        self._load(state)

    def _load(self, state: TrainerState) -> None:
        self.spec, self.config, self.data = state.spec, state.config, state.data
        self.run, self.step, self.epoch = state.run, state.step, state.epoch
        self.divergence = state.divergence
        begun = state.step > 0
        self._threads = state.threads if begun else blas_threads(self.spec, self.config.batch_size)
        set_blas_threads(self._threads)
        self._position, self._moment_steps = state.position, state.moment_steps
        self._clipped_steps = state.clipped_steps
        self._optimizer = optimizer(state.config.optimizer)
        self._start = state.planes.flat[START].copy()
        # Rows: the parameters, then the moments. A step reads one buffer and writes the other; taking the step swaps
        # them, so that the parameters from before a step that fails are still there.
        self._now = np.delete(state.planes.flat, START, axis=0)
        self._next = np.zeros_like(self._now)
        self._network, self._next_network = self._network_on(self._now), self._network_on(self._next)
        self._gradient = Parameters(self.spec, np.empty_like(self._start))
        self._order = self._draw_order()
        self._recorder = Recorder(state.history)
        if self._recorder.latest is None:
            self._recorder.add_epoch(self._evaluate())
        self._refuge = state.refuge or self._make_refuge(self._evaluate().train_cost)

    def _network_on(self, buffer: FloatArray) -> Network:
        return Parameters(self.spec, buffer[0]).network()

    @property
    def network(self) -> Network:
        """The network now. Its arrays change with the next step: copy what is to be kept."""
        return self._network

    @property
    def batches_per_epoch(self) -> int:
        """Steps that a whole epoch takes."""
        return -(-len(self.data.x_train) // self.config.batch_size)

    @property
    def batch(self) -> int:
        """Batches made of the epoch that is under way."""
        return -(-self._position // self.config.batch_size)

    @property
    def learning_rate(self) -> float:
        """What the schedule makes of the learning rate for the next step."""
        return self.config.learning_rate_after(self.epoch + self.batch / self.batches_per_epoch)

    @property
    def clipped_steps(self) -> int:
        """How many steps of this run had their gradient shortened."""
        return self._clipped_steps

    @property
    def recorder(self) -> Recorder:
        """Keeps the history."""
        return self._recorder

    def advance(self, max_steps: int, deadline: float = math.inf) -> Progress:
        """Make steps until there are ``max_steps``, the clock passes ``deadline``, an epoch ends, or training diverges.

        ``deadline`` is a time of ``time.perf_counter``. At least one step is made unless the run has diverged.
        """
        first, epoch_ended = self.step, False
        # Numbers that overflow are looked for below; numpy's word on them would only go to a terminal.
        with np.errstate(all="ignore"):
            while self.step < first + max_steps and not epoch_ended and self.divergence is None:
                epoch_ended = self._make_step()
                if time.perf_counter() >= deadline:
                    break
        return Progress(self.step - first, epoch_ended, self.divergence)

    def _make_step(self) -> bool:
        """Make one step; say whether it ended an epoch."""
        end = min(self._position + self.config.batch_size, len(self._order))
        rows = self._order[self._position : end]
        trace = backpropagate(
            self._network, self.data.x_train[rows], self.data.y_train[rows], cost=self.config.cost
        )
        self._write_gradient(trace)
        was_clipped = self.config.clip_norm > 0 and clip_by_norm(self._gradient.flat, self.config.clip_norm)
        self._optimizer.step(
            self._now,
            self._gradient.flat,
            self._next,
            learning_rate=self.learning_rate,
            settings=self.config.optimizer_settings,
            count=self._moment_steps + 1,
        )
        # A sum is finite only if each number is, or it overflows: then the search below finds nothing.
        if not (math.isfinite(self._next.sum()) and math.isfinite(trace.cost)):
            self.divergence = self._find_divergence(trace)
            if self.divergence is not None:
                return False
        self._clipped_steps += was_clipped
        self._take_step(trace.cost, end)
        return self._position == 0

    def _write_gradient(self, trace: Trace) -> None:
        """The gradient of C + penalty."""
        for target, source in zip(self._gradient.weights, trace.grad_weights, strict=True):
            target[...] = source
        for target, source in zip(self._gradient.biases, trace.grad_biases, strict=True):
            target[...] = source
        if penalty := self.config.penalty:
            penalty.add_gradient(self._network.weights, self._gradient.weights)

    def _take_step(self, batch_cost: float, end: int) -> None:
        self._now, self._next = self._next, self._now
        self._network, self._next_network = self._next_network, self._network
        self.step += 1
        self._moment_steps += 1
        self._position = end
        self._recorder.add_batch(self.step, batch_cost)
        if end == len(self._order):
            self._end_epoch()

    def _end_epoch(self) -> None:
        self.epoch += 1
        self._position = 0
        self._order = self._draw_order()
        record = self._evaluate()
        if not math.isfinite(record.train_cost):
            self.divergence = Divergence(self.step, self.spec.depth, "the cost C")
            return
        self._recorder.add_epoch(record)
        if record.train_cost < self._refuge.train_cost:
            self._refuge = self._make_refuge(record.train_cost)

    def _draw_order(self) -> IntArray:
        return stream(self.config.seed, Purpose.SHUFFLE, self.epoch).permutation(len(self.data.x_train))

    def _find_divergence(self, trace: Trace) -> Divergence | None:
        """The first quantity, in the order in which a step computes them, that isn't finite."""
        updated = Parameters(self.spec, self._next)
        layers = range(1, self.spec.depth + 1)
        backwards = tuple(reversed(layers))
        found = (
            [(layer, "the weighted input z", trace.zs) for layer in layers]
            + [(layer, "the activation a", trace.activations) for layer in layers]
            + [(self.spec.depth, "the cost C", (trace.sample_costs,) * self.spec.depth)]
            + [(layer, "the error δ", trace.deltas) for layer in backwards]
            + [(layer, "∂C/∂w", trace.grad_weights) for layer in backwards]
            + [(layer, "∂C/∂b", trace.grad_biases) for layer in backwards]
            + [(layer, "the update of the weights", updated.weights) for layer in layers]
            + [(layer, "the update of the biases", updated.biases) for layer in layers]
        )
        for layer, quantity, arrays in found:
            if not np.isfinite(arrays[layer - 1]).all():
                return Divergence(self.step + 1, layer, quantity)
        return None

    def _evaluate(self) -> EpochRecord:
        with np.errstate(all="ignore"):
            train = self._cost_and_accuracy(self.data.x_train, self.data.y_train, self.data.labels_train)
            test = self._cost_and_accuracy(self.data.x_test, self.data.y_test, self.data.labels_test)
        return EpochRecord(self.epoch, self.step, train[0], test[0], train[1], test[1])

    def _cost_and_accuracy(
        self, x: FloatArray, y: FloatArray, labels: IntArray | None
    ) -> tuple[float, float]:
        if len(x) == 0:
            return math.nan, math.nan
        passed = forward(self._network, x)
        z, a = passed.zs[-1], passed.activations[-1]
        costs = sample_costs(cost(self.config.cost), activation(self.spec.activations[-1]), z, a, y)
        return float(costs.mean()), math.nan if labels is None else self.data.accuracy(a, labels)

    def _planes(self) -> FloatArray:
        return np.insert(self._now, START, self._start, axis=0)

    def _make_refuge(self, train_cost: float) -> Refuge:
        cost = train_cost if math.isfinite(train_cost) else math.inf
        return Refuge(self._planes(), self.step, self.epoch, self._position, self._moment_steps, cost)

    def state(self) -> TrainerState:
        """A copy of everything that decides how this run goes on."""
        return TrainerState(
            spec=self.spec,
            config=self.config,
            data=self.data,
            planes=Parameters(self.spec, self._planes()),
            run=self.run,
            step=self.step,
            epoch=self.epoch,
            position=self._position,
            moment_steps=self._moment_steps,
            clipped_steps=self._clipped_steps,
            history=self._recorder.history(),
            refuge=self._refuge,
            divergence=self.divergence,
            threads=self._threads,
        )

    def apply(self, edit: Edit, context: Context) -> Edit:
        """Take an edit over between two steps; what comes back undoes it."""
        state, inverse = edit.on_state(self.state(), context)
        self._load(state)
        return inverse
