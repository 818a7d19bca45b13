"""∂C/∂w by moving w: no equation of backpropagation is in it, only the forward pass.

- Complex step: Im C(w + ih) / h. Nothing is subtracted, so it is exact to rounding, and because pieces are chosen by
  the real part it stays on its side of a kink.
- Central differences: (C(w + h) − C(w − h)) / 2h, whose error falls as h² until rounding, which grows as 1/h, has it.

Many parameters are moved at once, each in a copy of all samples that is its own. What lies before the layer of a
moved parameter isn't changed by it, so that is computed once; the weighted input of its neuron is added up anew from
the moved weights.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.backprop import ForwardPass, forward, forward_from
from bpexplorer.core.costs import Cost
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: How far a parameter goes into the imaginary: no rounding grows with a step that nothing is subtracted from.
COMPLEX_STEP: Final = 1e-20
#: In place of the neuron that a weight leads from, where the parameter is the bias.
BIAS: Final = -1
#: Numbers of one layer that are worked on at a time: some milliseconds of work.
AT_ONCE: Final = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Some parameters of layer ``index`` + 1: those into ``neurons``, from ``sources`` or BIAS, both of shape (n,)."""

    index: int
    neurons: IntArray
    sources: IntArray

    def __len__(self) -> int:
        return len(self.neurons)

    def blocks(self, size: int) -> Iterator[tuple[slice, "Entries"]]:
        """The same in pieces of at most ``size``, and where each lies among them."""
        for begin in range(0, len(self), size):
            some = slice(begin, begin + size)
            yield some, Entries(self.index, self.neurons[some], self.sources[some])


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """What moving some parameters gives, and where that isn't the slope; arrays have one entry for each of them."""

    values: FloatArray
    #: Which are left out: the evaluations lie on different sides of a kink, or the step has left one.
    at_kink: BoolArray
    #: By whose kinks: of layer l = 1…L, or of the cost, under L + 1.
    by_kink: dict[int, BoolArray]


class NumericGradient:
    """Moves parameters of a network under a cost, for the mean cost of samples x, y. In double precision."""

    def __init__(self, net: Network, x: FloatArray, y: FloatArray, cost: Cost) -> None:
        self._net, self._y, self._cost = net, y, cost
        passed = forward(net, x)
        self._zs = passed.zs
        self._befores = (x, *passed.activations[:-1])
        self._has_kinks = bool(cost.kinks) or any(function.kinks for function in net.functions)

    @property
    def block(self) -> int:
        """How many parameters are moved at once."""
        return max(1, AT_ONCE // (len(self._y) * max(self._net.sizes)))

    def complex_step(self, entries: Entries) -> Slopes:
        """∂C/∂w by complex step. Left out is what leaves, by the square of its step, a kink that the network is on."""
        costs, sides = self._moved(entries, 1j * COMPLEX_STEP)
        # Added up in the same order as where they are moved: what is on a kink is on it here, too.
        _, sides_here = self._moved(entries, 0j) if self._has_kinks else (costs, sides)
        return _slopes(costs.imag / COMPLEX_STEP, _differing(sides, sides_here))

    def central(self, entries: Entries, step: float) -> Slopes:
        """∂C/∂w by central differences. NaN where the step is lost in the rounding of a large number."""
        above, sides_above = self._moved(entries, step)
        below, sides_below = self._moved(entries, -step)
        start = self._start(entries)
        is_moved = (start - step < start) & (start < start + step)
        slopes = np.where(is_moved, (above.real - below.real) / (2 * step), math.nan)
        return _slopes(slopes, _differing(sides_above, sides_below))

    def _start(self, entries: Entries) -> FloatArray:
        weights, biases = self._net.weights[entries.index], self._net.biases[entries.index]
        return np.where(
            entries.sources == BIAS, biases[entries.neurons], weights[entries.neurons, entries.sources]
        )

    def _moved(self, entries: Entries, step: complex) -> tuple[NDArray[Any], dict[int, FloatArray]]:
        """C with each of the parameters moved, shape (n,), and on which sides of kinks all is then."""
        net, index, count, samples = self._net, entries.index, len(entries), len(self._y)
        is_bias, each = entries.sources == BIAS, np.arange(count)
        kind = np.result_type(step, np.float64)
        weights = net.weights[index][entries.neurons].astype(kind)
        biases = net.biases[index][entries.neurons].astype(kind)
        weights[each[~is_bias], entries.sources[~is_bias]] += step
        biases[is_bias] += step
        z = np.repeat(self._zs[index][np.newaxis].astype(kind), count, axis=0)
        z[each, :, entries.neurons] = weights @ self._befores[index].T + biases[:, np.newaxis]
        passed = forward_from(net, index + 1, z.reshape(count * samples, -1))
        y = np.tile(self._y, (count, 1))
        costs = sample_costs(self._cost, net.functions[-1], passed.zs[-1], passed.activations[-1], y)
        return costs.reshape(count, samples).mean(axis=1), self._sides(passed, index + 1, y, copies=count)

    def _sides(self, passed: ForwardPass, layer: int, y: FloatArray, *, copies: int) -> dict[int, FloatArray]:
        """On which side of each kink, or on it, every neuron and every residual is; (copies, samples, …) by place."""
        depth = self._net.depth
        placed = [
            (place, z.real, self._net.functions[place - 1].kinks)
            for place, z in zip(range(layer, depth + 1), passed.zs, strict=True)
        ]
        placed.append((depth + 1, (passed.activations[-1] - y).real, self._cost.kinks))
        return {
            place: np.concatenate(
                [np.sign(values - kink).reshape(copies, -1, values.shape[1]) for kink in kinks], axis=2
            )
            for place, values, kinks in placed
            if kinks
        }


def _differing(sides: dict[int, FloatArray], others: dict[int, FloatArray]) -> dict[int, BoolArray]:
    """For which of the moved parameters they differ anywhere, by place."""
    return {place: (side != others[place]).any(axis=(1, 2)) for place, side in sides.items()}


def _slopes(values: FloatArray, by_kink: dict[int, BoolArray]) -> Slopes:
    at_kink = np.zeros(len(values), dtype=np.bool_)
    for each in by_kink.values():
        at_kink |= each
    return Slopes(values, at_kink, by_kink)
