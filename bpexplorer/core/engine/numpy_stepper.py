"""The engine in numpy: general, and readable as BP1–BP4. Nearly everything that it works on is allocated once.

A batch that takes long is gone through in slices (``base.is_sliced``): its gradient is the sum of theirs.
"""

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import cost
from bpexplorer.core.engine.base import Steps, Task
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.output import output_error, sample_costs
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.rules.clipping import clip_by_norm
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.types import FloatArray, IntArray

#: Parameters that an optimizer works on at a time: with their gradient and moments they stay in a core's cache.
BLOCK = 16_384


class NumpyStepper:
    """Steps by numpy, for every network and configuration that there is; see ``base.Stepper``."""

    def __init__(self, task: Task, planes: FloatArray) -> None:
        self._task = task
        self._fixed = None if task.fixed is None or not len(task.fixed) else task.fixed
        self._dropout = Dropout(task.spec, task.config.seed) if task.spec.has_dropout else None
        self._step = task.step
        self._functions = tuple(activation(name) for name in task.spec.activations)
        self._output = activation(task.spec.activations[-1])
        self._cost, self._optimizer = cost(task.config.cost), optimizer(task.config.optimizer)
        self._now, self._next = (
            _Buffer(task.spec, planes.copy()),
            _Buffer(task.spec, np.zeros_like(planes)),
        )
        self._full = _Work.allocate(task.spec, task.samples_at_once, planes.dtype)
        #: Of a step in slices: the sum of the gradient, while ``_next`` stays as it was, and that of one slice.
        self._sum: _Buffer | None = None
        self._slice: _Buffer | None = None
        if task.is_sliced:
            self._sum = _Buffer(task.spec, np.zeros_like(planes))
            self._slice = _Buffer(task.spec, np.zeros_like(planes[:1]))
        self._gradient_block = np.empty(min(BLOCK, planes.shape[1]), planes.dtype)

    @property
    def planes(self) -> FloatArray:
        """See ``base.Stepper``."""
        return self._now.planes

    @property
    def tried(self) -> FloatArray:
        """See ``base.Stepper``."""
        return self._next.planes

    @property
    def network(self) -> Network:
        """See ``base.Stepper``."""
        return self._now.network

    def take_back(self) -> None:
        """See ``base.Stepper``."""
        self._now, self._next = self._next, self._now
        self._step -= 1

    def take_again(self) -> None:
        """See ``base.Stepper``."""
        self._now, self._next = self._next, self._now
        self._step += 1

    def make_steps(
        self, order: IntArray, position: int, learning_rates: FloatArray, *, moment_steps: int
    ) -> Steps:
        """See ``base.Stepper``."""
        costs, clipped = np.empty(len(learning_rates)), np.zeros(len(learning_rates), bool)
        for index, learning_rate in enumerate(learning_rates.tolist()):
            rows = order[position : position + self._task.config.batch_size]
            step = self._step_on(rows, learning_rate, moment_steps + index + 1)
            costs[index], clipped[index], taken = without_pauses(step)
            if not taken:
                return Steps(costs[:index], clipped[:index], failed=True)
            position += len(rows)
        return Steps(costs, clipped, failed=False)

    def step_in_slices(
        self, order: IntArray, position: int, learning_rate: float, *, moment_steps: int
    ) -> Generator[None, None, Steps]:
        """See ``base.Stepper``."""
        rows = order[position : position + self._task.config.batch_size]
        cost, clipped, taken = yield from self._step_on(rows, learning_rate, moment_steps + 1)
        return Steps(np.array([cost])[:taken], np.array([clipped])[:taken], failed=not taken)

    def _step_on(
        self, rows: IntArray, learning_rate: float, count: int
    ) -> Generator[None, None, tuple[float, bool, bool]]:
        """Make a step on these samples, with a pause between slices of them: its cost, and whether it was clipped and
        taken."""
        batch_cost, limit = (yield from self._propagate(rows)), self._task.config.clip_norm
        clipped = limit > 0 and clip_by_norm(self._next.planes[0], limit)
        finite = self._update(learning_rate, count)
        if self._fixed is not None:  # decay and velocity move what has no gradient, too
            self._next.planes[:, self._fixed] = self._now.planes[:, self._fixed]
        if not (finite and math.isfinite(batch_cost)):
            return batch_cost, clipped, False
        self._now, self._next = self._next, self._now
        self._step += 1
        return batch_cost, clipped, True

    def _propagate(self, rows: IntArray) -> Generator[None, None, float]:
        """Leave the gradient of mean cost and penalty for these samples in ``_next``, and return the cost."""
        batch_cost, at_once = 0.0, len(self._full.y)
        gradient = self._next if self._sum is None else self._sum
        for begin in range(0, len(rows), at_once):
            into = gradient
            if begin and self._slice is not None:
                yield
                into = self._slice
            some = rows[begin : begin + at_once]
            mean = self._propagate_slice(some, begin, samples=len(rows), into=into)
            batch_cost += mean * (len(some) / len(rows))
            if into is not gradient:
                gradient.planes[0] += into.planes[0]
        if self._sum is not None:
            self._next, self._sum = self._sum, self._next
        if penalty := self._task.config.penalty:
            penalty.add_gradient(self._now.weights, self._next.weights)
        if self._fixed is not None:
            self._next.planes[0, self._fixed] = 0.0
        return batch_cost

    def _propagate_slice(self, rows: IntArray, begin: int, *, samples: int, into: "_Buffer") -> float:
        """Leave there what these samples, from place ``begin`` of the batch on, add to its gradient; return their mean
        cost."""
        work = self._full if len(rows) == len(self._full.y) else self._full.first(len(rows))
        np.take(self._task.x, rows, axis=0, out=work.activations[0], mode="clip")
        np.take(self._task.y, rows, axis=0, out=work.y, mode="clip")
        end = begin + len(rows)
        factors = {} if self._dropout is None else self._dropout.factors(self._step, samples, begin, end)
        passed = self._go_forward(work, factors)
        mean = float(sample_costs(self._cost, self._output, work.zs[-1], work.activations[-1], work.y).mean())
        self._go_backward(work, passed, factors, samples=samples, into=into)
        return mean

    def _go_forward(self, work: "_Work", factors: Mapping[int, FloatArray]) -> list[FloatArray]:
        """Compute all z and a. What comes back is what each layer 0…L passes on: a, but for what dropout leaves out."""
        passed = [work.activations[0]]
        held = self._task.held
        layers = zip(self._now.weights, self._now.biases, self._functions, strict=True)
        for l, (weights, biases, function) in enumerate(layers):  # noqa: E741 (as in the equations)
            z = work.zs[l]
            np.matmul(passed[l], weights.T, out=z)
            z += biases
            if held is not None and held.neuron.layer == l + 1:
                z[:, held.neuron.index] += held.dz
            a = work.activations[l + 1]
            function.value_into(z, a)
            if l + 1 in factors:  # a itself is what the slope is taken at
                a = np.multiply(a, factors[l + 1], out=np.empty_like(a))
            passed.append(a)
        return passed

    def _go_backward(
        self,
        work: "_Work",
        passed: Sequence[FloatArray],
        factors: Mapping[int, FloatArray],
        *,
        samples: int,
        into: "_Buffer",
    ) -> None:
        zs, activations, deltas, weights = work.zs, work.activations, work.deltas, self._now.weights
        depth = len(zs)
        # BP1. δ is divided by the batch's number of samples here, where it is small; all that follows is linear in it.
        error = self._output_error(zs[-1], activations[-1], work.y)
        np.multiply(error, 1 / samples, out=deltas[-1])
        for l in range(depth - 1, -1, -1):  # noqa: E741
            np.sum(deltas[l], axis=0, out=into.biases[l])  # BP3
            np.matmul(deltas[l].T, passed[l], out=into.weights[l])  # BP4
            if l > 0:  # BP2
                np.matmul(deltas[l], weights[l], out=deltas[l - 1])
                if l in factors:
                    np.multiply(deltas[l - 1], factors[l], out=deltas[l - 1])
                self._into_error(l, zs[l - 1], activations[l], deltas[l - 1])

    def _output_error(self, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
        """BP1."""
        return output_error(self._cost, self._output, z, a, y)

    def _into_error(self, layer: int, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        """Turn u = ∂C/∂a of a hidden layer into its δ = Jᵀu (BP2); z may be used as work space."""
        self._functions[layer - 1].vjp_into(z, a, u)

    def _update(self, learning_rate: float, count: int) -> bool:
        """Make the step from the gradient in ``_next``; say whether all numbers there are finite.

        An optimizer treats each parameter alone, so it can go through them by blocks.
        """
        before, after, settings = self._now.planes, self._next.planes, self._task.config.optimizer_settings
        finite = True
        for block in _blocks(before.shape[1]):
            changed = after[:, block]
            gradient = self._gradient_block[: changed.shape[1]]
            np.copyto(gradient, changed[0])
            self._optimizer.step(
                before[:, block],
                gradient,
                changed,
                learning_rate=learning_rate,
                settings=settings,
                count=count,
            )
            finite = finite and _all_finite(changed)
        return finite


class _Buffer:
    """Parameters and moments, shape (1 + moments, parameters), with a view for each layer.

    While a step is made, row 0 of the buffer that it writes holds the gradient: the update reads it from where the
    new parameters then go.
    """

    def __init__(self, spec: NetworkSpec, planes: FloatArray) -> None:
        self.planes = planes
        values = Parameters(spec, planes[0])
        self.weights, self.biases = values.weights, values.biases
        self.network = values.network()


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """What is computed for a batch: ``activations`` begins with the inputs, so entry l is a^l; ``zs`` and ``deltas``
    have entry l-1 for layer l."""

    zs: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]
    deltas: tuple[FloatArray, ...]
    y: FloatArray

    @classmethod
    def allocate(cls, spec: NetworkSpec, samples: int, dtype: "np.dtype[np.floating[Any]]") -> "_Work":
        def arrays(sizes: tuple[int, ...]) -> tuple[FloatArray, ...]:
            return tuple(np.empty((samples, size), dtype) for size in sizes)

        return cls(
            arrays(spec.sizes[1:]),
            arrays(spec.sizes),
            arrays(spec.sizes[1:]),
            np.empty((samples, spec.outputs), dtype),
        )

    def first(self, samples: int) -> "_Work":
        """The same arrays for fewer samples, as views."""

        def some(arrays: tuple[FloatArray, ...]) -> tuple[FloatArray, ...]:
            return tuple(array[:samples] for array in arrays)

        return _Work(some(self.zs), some(self.activations), some(self.deltas), self.y[:samples])


def _all_finite(numbers: FloatArray) -> bool:
    """A sum is finite only if each number is; it may overflow where they are, so then they are asked."""
    return math.isfinite(numbers.sum()) or bool(np.isfinite(numbers).all())


def _blocks(length: int) -> Iterator[slice]:
    for begin in range(0, length, BLOCK):
        yield slice(begin, min(begin + BLOCK, length))
