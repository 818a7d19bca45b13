"""Check the gradients of backpropagation against two numerical ones that share no equation with it.

- Complex step: ∂C/∂w = Im C(w + ih) / h. Nothing is subtracted, so it is exact to rounding, and because
  pieces are chosen by the real part it stays on its side of a kink. It decides whether the check is passed.
- Central differences: (C(w + h) − C(w − h)) / 2h, the textbook check. It is right to about 1e-8 where the
  cost is smooth. Entries for which the two evaluations lie on different sides of a kink (of a ReLU, say) are
  counted and left out.

A point that lies on a kink has no gradient there, only a convention (relu'(0) = 0). Where a complex step
leaves such a point, by its square, the entry is counted and left out too.

The error of an array is max|g − g'| / max|g'|, with g' the numerical gradient. Gradients smaller than
``SMALLEST_SCALE`` are compared with that instead: an error a − y is itself rounded to about 1e-16.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import backpropagate, checked_inputs, checked_targets, forward
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.network import Network
from bpexplorer.core.output import sample_costs
from bpexplorer.core.types import FloatArray

#: The largest error with which an array passes, by complex step and by central differences.
COMPLEX_STEP_TOLERANCE: Final = 1e-10
CENTRAL_TOLERANCE: Final = 1e-5
SMALLEST_SCALE: Final = 1e-6

_COMPLEX_STEP: Final = 1e-20
_CENTRAL_STEP: Final = 1e-5


@dataclass(frozen=True, slots=True)
class ArrayCheck:
    """The check of one array of parameters."""

    #: "W1", "b1", …
    name: str
    shape: tuple[int, ...]
    #: How many of its entries were checked, how many of these the central differences leave out because of a
    #: kink, and how many the complex steps.
    checked: int
    crossed_kinks: int
    left_kinks: int
    #: Over the entries that are not left out; 0 if all are.
    complex_step_error: float
    central_error: float
    #: Where backpropagation and complex step differ most, and the two numbers there.
    worst_entry: tuple[int, ...]
    worst_gradient: float
    worst_complex_step: float

    @property
    def passed(self) -> bool:
        return self.complex_step_error <= COMPLEX_STEP_TOLERANCE and self.central_error <= CENTRAL_TOLERANCE


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The checks of all arrays, W1, b1, W2, … in the order of the layers."""

    arrays: tuple[ArrayCheck, ...]

    @property
    def passed(self) -> bool:
        return all(array.passed for array in self.arrays)

    @property
    def is_finite(self) -> bool:
        """Whether there is an error for each array: there is none where costs or gradients overflow, or where
        parameters are so large that the step of a difference is lost in their rounding."""
        return all(
            math.isfinite(each.complex_step_error) and math.isfinite(each.central_error)
            for each in self.arrays
        )

    @property
    def worst(self) -> ArrayCheck:
        """The array with the largest error by complex step."""
        return max(self.arrays, key=lambda array: array.complex_step_error)

    @property
    def crossed_kinks(self) -> int:
        """How many entries were left out of the central differences."""
        return sum(array.crossed_kinks for array in self.arrays)


def check_gradients(
    net: Network, x: ArrayLike, y: ArrayLike, *, cost: str, max_entries: int | None = None
) -> GradientCheck:
    """Compare every entry of ∂C/∂W^l and ∂C/∂b^l with complex step and central differences.

    Parameters
    ----------
    x, y : array_like, shapes (samples, n_0) and (samples, n_L)
    cost : str
        A name in ``costs.COSTS``.
    max_entries : int, optional
        Check at most so many entries of each array, evenly spread; each costs three forward passes.

    Computes in double precision. Raises DataError if x or y don't fit the network, InvalidConfigError if the
    cost is unknown.
    """
    net = net.astype(np.float64)
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    trace = backpropagate(net, x, y, cost=cost)
    numeric = _NumericGradient(net, x, y, cost_named(cost))
    checks: list[ArrayCheck] = []
    for layer, (by_weights, by_biases) in enumerate(zip(trace.grad_weights, trace.grad_biases, strict=True)):
        checks.append(_check_array(f"W{layer + 1}", by_weights, numeric.by_weights(layer), max_entries))
        checks.append(_check_array(f"b{layer + 1}", by_biases, numeric.by_biases(layer), max_entries))
    return GradientCheck(tuple(checks))


@dataclass(frozen=True, slots=True)
class _Numeric:
    """The numerical gradients at one entry."""

    complex_step: float
    central: float
    #: The two evaluations of the central difference lie on different sides of a kink.
    crosses_kink: bool
    #: The complex step left a kink on which the network lies.
    leaves_kink: bool


class _NumericGradient:
    """Evaluates the mean cost with one parameter moved, in a real and a complex copy of a network."""

    def __init__(self, net: Network, x: FloatArray, y: FloatArray, cost: Cost) -> None:
        self._real, self._complex = net.astype(np.float64), net.astype(np.complex128)
        self._x, self._y, self._cost = x, y, cost
        _, self._sides = self._cost_and_sides(self._real)

    def by_weights(self, index: int) -> Callable[[tuple[int, ...]], _Numeric]:
        """The numerical gradients by the entries of ``weights[index]``."""
        return partial(self._at, self._real.weights[index], self._complex.weights[index])

    def by_biases(self, index: int) -> Callable[[tuple[int, ...]], _Numeric]:
        """The numerical gradients by the entries of ``biases[index]``."""
        return partial(self._at, self._real.biases[index], self._complex.biases[index])

    def _at(self, real: FloatArray, imaginary: FloatArray, entry: tuple[int, ...]) -> _Numeric:
        start = real[entry]
        imaginary[entry] = start + 1j * _COMPLEX_STEP
        with_step, sides_with_step = self._cost_and_sides(self._complex)
        imaginary[entry] = start

        real[entry] = start + _CENTRAL_STEP
        above, sides_above = self._cost_and_sides(self._real)
        real[entry] = start - _CENTRAL_STEP
        below, sides_below = self._cost_and_sides(self._real)
        real[entry] = start
        is_moved = start - _CENTRAL_STEP < start < start + _CENTRAL_STEP
        return _Numeric(
            complex_step=float(with_step.imag) / _COMPLEX_STEP,
            # A step that is lost in the rounding of a large number says nothing.
            central=float(above.real - below.real) / (2 * _CENTRAL_STEP) if is_moved else math.nan,
            crosses_kink=sides_above != sides_below,
            leaves_kink=sides_with_step != self._sides,
        )

    def _cost_and_sides(self, net: Network) -> tuple[np.number[Any], tuple[bytes, ...]]:
        """C, and on which side of each kink, or on it, every neuron and every residual is."""
        passed = forward(net, self._x)
        z, a = passed.zs[-1], passed.activations[-1]
        sides = [
            np.sign(layer_z.real - kink).tobytes()
            for layer_z, function in zip(passed.zs, net.functions, strict=True)
            for kink in function.kinks
        ]
        sides += [np.sign((a - self._y).real - kink).tobytes() for kink in self._cost.kinks]
        return sample_costs(self._cost, net.functions[-1], z, a, self._y).mean(), tuple(sides)


def _check_array(
    name: str,
    gradient: FloatArray,
    numeric_at: Callable[[tuple[int, ...]], _Numeric],
    max_entries: int | None,
) -> ArrayCheck:
    count = gradient.size if max_entries is None else max(1, min(max_entries, gradient.size))
    flat = np.linspace(0, gradient.size - 1, count).round().astype(np.intp)
    entries = list(zip(*(axis.tolist() for axis in np.unravel_index(flat, gradient.shape)), strict=True))
    numeric = [numeric_at(entry) for entry in entries]

    ours = np.array([gradient[entry] for entry in entries])
    complex_step = np.array([one.complex_step for one in numeric])
    smooth = np.array([not one.crosses_kink for one in numeric])
    stayed = np.array([not one.leaves_kink for one in numeric])
    central = np.array([one.central for one in numeric])
    scale = max(float(abs(complex_step).max()), SMALLEST_SCALE)
    errors = np.where(stayed, abs(ours - complex_step), 0.0)
    worst = int(errors.argmax())
    return ArrayCheck(
        name=name,
        shape=gradient.shape,
        checked=count,
        crossed_kinks=int((~smooth).sum()),
        left_kinks=int((~stayed).sum()),
        complex_step_error=float(errors.max()) / scale,
        central_error=float(abs(ours - central)[smooth].max(initial=0.0)) / scale,
        worst_entry=entries[worst],
        worst_gradient=float(ours[worst]),
        worst_complex_step=float(complex_step[worst]),
    )
