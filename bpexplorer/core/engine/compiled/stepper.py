"""The compiled engine as a ``base.Stepper``: it prepares the arrays that one compiled function works on."""

from collections.abc import Generator
from itertools import pairwise
from typing import Any

import numpy as np

from bpexplorer.core.engine.base import Steps, Task
from bpexplorer.core.engine.compiled import kernels
from bpexplorer.core.engine.compiled.blas import gemm_address
from bpexplorer.core.engine.compiled.codes import NO_SUM, known
from bpexplorer.core.engine.compiled.factors import Factors
from bpexplorer.core.engine.compiled.work_space import LANES, apart
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: Products of so many multiply-adds are BLAS's; below, calling it takes longer than the loops.
MIN_PRODUCT_FOR_BLAS = 40_000
#: How far below the largest number of a type a bound must be, so that no rounding leads beyond.
MARGIN = 16


class CompiledStepper:
    """Many steps a call, without the interpreter; see ``base.Stepper``."""

    def __init__(self, task: Task, planes: FloatArray) -> None:
        spec, config, held, dtype = task.spec, task.config, task.held, planes.dtype
        sizes = np.array(spec.sizes)
        batch = task.largest_batch
        stride = -(-batch // LANES) * LANES
        products = sizes[1:] * sizes[:-1]
        address = gemm_address(dtype)
        self._task = task
        self._buffers = [np.ascontiguousarray(planes.copy()), np.zeros_like(planes)]
        self._networks = [Parameters(spec, buffer[0]).network() for buffer in self._buffers]
        layers = np.concatenate([[0], np.cumsum(sizes * stride)])
        self._factors = Factors(spec, config.seed, layers, stride, dtype)
        self._step = task.step
        self._work = _work_space(layers, self._factors.length, spec.outputs, stride, dtype)
        rule, codes, fixed = optimizer(config.optimizer), known(), task.fixed
        by_blas = np.where(products * batch >= MIN_PRODUCT_FOR_BLAS, address, 0)
        self._shape = (
            sizes,
            np.concatenate([[0], np.cumsum(products + sizes[1:])]),
            layers,
            self._factors.passed,
            np.array(codes.of_activations(spec.activations)),
            *codes.of_cost(config.cost, spec.activations[-1]),
            by_blas,
            -1 if held is None else int(layers[held.neuron.layer] + held.neuron.index * stride),
            0.0 if held is None else float(held.dz),
            np.empty(0, np.intp) if fixed is None else fixed,
        )
        self._rule = (
            codes.of_optimizer(config),
            np.array([config.optimizer_settings[one.name] for one in rule.settings], np.float64),
            # Where loops multiply, a gradient is small, and holding it is quicker than a copy of all.
            *(codes.of_sum(config) if by_blas.any() else NO_SUM),
        )
        # Before a step has looked at the numbers, nothing bounds them.
        self._bounds = np.full(len(planes), np.inf)
        self._in_place = (
            np.empty(max(sizes[1:] + np.where(by_blas == 0, products, 0)), dtype),
            np.empty((len(planes), 0 if fixed is None else len(fixed)), dtype),
            self._bounds,
            float(np.finfo(dtype).max) / MARGIN,
        )
        self._stride = stride
        # Compiled code is made for arrays that are read-only, or for those that are not.
        self._x, self._y = task.x.view(), task.y.view()
        for array in (self._x, self._y):
            array.setflags(write=False)

    @staticmethod
    def supports(spec: NetworkSpec, config: TrainingConfig) -> bool:
        """Whether it can make the steps of this run.

        All that the run is made of must have a form for it, from before it was loaded. Every product must be one for
        loops, or there must be a BLAS to call.
        """
        if not known().know(spec, config):
            return False
        largest = max(n_in * n for n_in, n in pairwise(spec.sizes)) * config.batch_size
        return largest < MIN_PRODUCT_FOR_BLAS or gemm_address(np.dtype(config.dtype)) != 0

    @property
    def planes(self) -> FloatArray:
        """See ``base.Stepper``."""
        return self._buffers[0]

    @property
    def tried(self) -> FloatArray:
        """See ``base.Stepper``."""
        return self._buffers[1]

    @property
    def network(self) -> Network:
        """See ``base.Stepper``."""
        return self._networks[0]

    def take_back(self) -> None:
        """See ``base.Stepper``."""
        self._swap()
        self._step -= 1
        self._bounds[:] = np.inf

    def take_again(self) -> None:
        """See ``base.Stepper``."""
        self._swap()
        self._step += 1
        self._bounds[:] = np.inf

    def _swap(self) -> None:
        self._buffers.reverse()
        self._networks.reverse()

    def make_steps(
        self, order: IntArray, position: int, learning_rates: FloatArray, *, moment_steps: int
    ) -> Steps:
        """See ``base.Stepper``."""
        costs, clipped = np.empty(len(learning_rates)), np.zeros(len(learning_rates), bool)
        at_once, taken = self._factors.steps_at_once, 0
        for begin in range(0, len(learning_rates), at_once):
            some = slice(begin, begin + at_once)
            at, rates = position + begin * self._task.config.batch_size, learning_rates[some]
            made = self._make_some(order, at, rates, moment_steps + begin, costs[some], clipped[some])
            taken += made
            if made < len(rates):
                break
        return Steps(costs[:taken], clipped[:taken], failed=taken < len(costs))

    def step_in_slices(
        self, order: IntArray, position: int, learning_rate: float, *, moment_steps: int
    ) -> Generator[None, None, Steps]:
        """See ``base.Stepper``. It makes no pause: steps that take long aren't its own (``choice.who_steps``)."""
        yield from ()
        return self.make_steps(order, position, np.array([learning_rate]), moment_steps=moment_steps)

    def _make_some(
        self,
        order: IntArray,
        position: int,
        rates: FloatArray,
        moment_steps: int,
        costs: FloatArray,
        clipped: BoolArray,
    ) -> int:
        """Make a step with each of the rates, or fewer if one fails; say how many."""
        config = self._task.config
        samples = len(order) - position
        factors = self._factors.draw(self._step, len(rates), samples=samples, batch_size=config.batch_size)
        taken: int
        taken, is_swapped = kernels.call(
            "make_steps",
            self._x, self._y, order, position, config.batch_size, self._stride,
            *self._buffers, *self._shape,
            factors, *self._rule, rates, moment_steps, float(config.l1), float(config.l2), float(config.clip_norm),
            *self._work, *self._in_place, costs, clipped,
        )  # fmt: skip
        if is_swapped:
            self._swap()
        self._step += taken
        return taken


def _work_space(
    layers: IntArray, factors: int, outputs: int, stride: int, dtype: "np.dtype[np.floating[Any]]"
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """z, a with room for so many numbers that dropout leaves of it, and δ, where ``layers`` says; and the targets.

    The inputs have no z and no δ: so z and δ begin where their numbers do, and what they never use lies in the one
    before.
    """
    inputs, numbers = layers[1], layers[-1]
    z = numbers + factors - inputs
    delta = z + numbers - inputs
    space, targets = apart((delta + numbers, outputs * stride), stride, dtype)
    return space[z : z + numbers], space[: numbers + factors], space[delta : delta + numbers], targets
