"""Check the gradients of backpropagation against two numerical ones that share no equation with it.

- Complex step (``core.gradients.numeric_gradient``) is exact to rounding. It decides whether the check is passed.
- Central differences are the textbook check, right to about 1e-8 where the cost is smooth. Entries for which the two
  evaluations lie on different sides of a kink (of a ReLU, say) are counted and left out. Over the step h their error is
  a U: it falls as h² until rounding, which grows as 1/h, has it.

A point that lies on a kink has no gradient there, only a convention (relu'(0) = 0). Where a complex step
leaves such a point, by its square, the entry is counted and left out too.

The error of an array is max|g − g'| / max|g'|, with g' the numerical gradient. Gradients smaller than
``SMALLEST_SCALE`` are compared with that instead: an error a − y is itself rounded to about 1e-16.
"""

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from bpexplorer.core.backprop import Trace, backpropagate, checked_inputs, checked_targets
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.gradients.numeric_gradient import BIAS, COMPLEX_STEP, Entries, NumericGradient, Slopes
from bpexplorer.core.gradients.without_sum import backpropagate_without_sum
from bpexplorer.core.network import Network
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

__all__ = [
    "CENTRAL_STEP",
    "CENTRAL_TOLERANCE",
    "COMPLEX_STEP",
    "COMPLEX_STEP_TOLERANCE",
    "SMALLEST_SCALE",
    "ArrayCheck",
    "GradientCheck",
    "StepError",
    "check_gradients",
    "check_in_slices",
]

#: The largest error with which an array passes, by complex step and by central differences.
COMPLEX_STEP_TOLERANCE: Final = 1e-10
CENTRAL_TOLERANCE: Final = 1e-5
SMALLEST_SCALE: Final = 1e-6
#: The step of the central differences that the check goes by.
CENTRAL_STEP: Final = 1e-5


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
class StepError:
    """How far central differences of one step h are from backpropagation, over all entries of all arrays.

    ``error`` is max|g − g'| / max|g'| over the entries that aren't left out; ``at_kinks`` counts those that are.
    """

    step: float
    error: float
    at_kinks: int


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The checks of all arrays, W1, b1, W2, … in the order of the layers."""

    arrays: tuple[ArrayCheck, ...]
    #: The error of the central differences by their step, in the order in which steps were given.
    by_step: tuple[StepError, ...] = ()
    #: How many entries the central differences of ``CENTRAL_STEP`` leave out because of the kinks of each layer
    #: l = 1…L, and of the cost, under L + 1.
    kinks: dict[int, int] = field(default_factory=dict)
    #: max|g − g'| / max|g'| of the complex step over all entries of all arrays.
    complex_step_error: float = math.nan

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

    @property
    def checked(self) -> int:
        """How many entries were checked."""
        return sum(array.checked for array in self.arrays)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return sum(math.prod(array.shape) for array in self.arrays)


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
    slices = check_in_slices(net, x, y, cost=cost, max_entries=max_entries)
    while True:
        try:
            next(slices)
        except StopIteration as end:
            found: GradientCheck = end.value
            return found


def check_in_slices(
    net: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    cost: str,
    max_entries: int | None = None,
    most: int | None = None,
    steps: Sequence[float] = (),
    without_sum: bool = False,
) -> Generator[float, None, GradientCheck]:
    """The same in slices of some milliseconds, between which it yields what share of it is done.

    Parameters
    ----------
    most : int, optional
        Check about so many entries of all arrays together, of each its share, evenly spread.
    steps : sequence of float, optional
        The steps h of the central differences that ``GradientCheck.by_step`` has the errors of.
    without_sum : bool, optional
        Check the gradients that come out without the sum over k (``core.gradients.without_sum``).

    Raises what ``check_gradients`` raises.
    """
    net = net.astype(np.float64)
    x = checked_inputs(net, x)
    y = checked_targets(net, y, samples=len(x))
    gradients_of = backpropagate_without_sum if without_sum else backpropagate
    numeric = NumericGradient(net, x, y, cost_named(cost))
    of_arrays = _array_entries(gradients_of(net, x, y, cost=cost), max_entries, _share(net, most))
    steps = tuple(dict.fromkeys((CENTRAL_STEP, *steps)))
    total, done = sum(len(array.entries) for array in of_arrays) * (len(steps) + 1), 0
    for array in of_arrays:
        for some, entries in array.entries.blocks(numeric.block):
            array.note_complex(some, numeric.complex_step(entries))
            done += len(entries)
            yield done / total
            for step in steps:
                array.note_central(some, step, numeric.central(entries, step))
                done += len(entries)
                yield done / total
    return _result(of_arrays, steps)


def _share(net: Network, most: int | None) -> float:
    size = sum(weights.size for weights in net.weights) + sum(biases.size for biases in net.biases)
    return 1.0 if most is None else min(1.0, most / size)


class _ArrayEntries:
    """The entries of one array that are checked, and what was found of them."""

    def __init__(self, name: str, gradient: FloatArray, index: int, chosen: IntArray) -> None:
        self.name, self.shape = name, gradient.shape
        self.places = np.unravel_index(chosen, gradient.shape)
        self.gradient = gradient[self.places]
        sources = self.places[1] if gradient.ndim == 2 else np.full(len(chosen), BIAS)
        self.entries = Entries(index, self.places[0], sources)
        self.complex_step = np.zeros(len(chosen))
        self.left = np.zeros(len(chosen), dtype=np.bool_)
        self.central: dict[float, tuple[FloatArray, BoolArray]] = {}
        self.kinks: dict[int, int] = {}

    def note_complex(self, some: slice, found: Slopes) -> None:
        self.complex_step[some], self.left[some] = found.values, found.at_kink

    def note_central(self, some: slice, step: float, found: Slopes) -> None:
        if step not in self.central:
            size = len(self.gradient)
            self.central[step] = np.zeros(size), np.zeros(size, dtype=np.bool_)
        values, crossed = self.central[step]
        values[some], crossed[some] = found.values, found.at_kink
        if step == CENTRAL_STEP:
            for place, at_kink in found.by_kink.items():
                self.kinks[place] = self.kinks.get(place, 0) + int(at_kink.sum())

    def differences(self, step: float) -> FloatArray:
        """|g − g'| of the central differences, 0 where they are left out."""
        values, crossed = self.central[step]
        return np.where(crossed, 0.0, np.abs(self.gradient - values))

    @property
    def complex_differences(self) -> FloatArray:
        """|g − g'| of the complex step, 0 where it is left out."""
        return np.where(self.left, 0.0, np.abs(self.gradient - self.complex_step))

    def result(self) -> ArrayCheck:
        scale = max(float(np.abs(self.complex_step).max()), SMALLEST_SCALE)
        errors = self.complex_differences
        worst = int(errors.argmax())
        return ArrayCheck(
            name=self.name,
            shape=self.shape,
            checked=len(self.gradient),
            crossed_kinks=int(self.central[CENTRAL_STEP][1].sum()),
            left_kinks=int(self.left.sum()),
            complex_step_error=float(errors.max()) / scale,
            central_error=float(self.differences(CENTRAL_STEP).max()) / scale,
            worst_entry=tuple(int(axis[worst]) for axis in self.places),
            worst_gradient=float(self.gradient[worst]),
            worst_complex_step=float(self.complex_step[worst]),
        )


def _array_entries(trace: Trace, max_entries: int | None, share: float) -> list[_ArrayEntries]:
    arrays = []
    for index, pair in enumerate(zip(trace.grad_weights, trace.grad_biases, strict=True)):
        for letter, gradient in zip("Wb", pair, strict=True):
            count = gradient.size if max_entries is None else min(max_entries, gradient.size)
            count = max(1, min(count, math.ceil(gradient.size * share)))
            chosen = np.linspace(0, gradient.size - 1, count).round().astype(np.intp)
            arrays.append(_ArrayEntries(f"{letter}{index + 1}", gradient, index, chosen))
    return arrays


def _result(arrays: list[_ArrayEntries], steps: Sequence[float]) -> GradientCheck:
    largest = max(float(np.abs(array.complex_step).max()) for array in arrays)
    scale = max(largest, SMALLEST_SCALE)
    kinks: dict[int, int] = {}
    for array in arrays:
        for place, count in array.kinks.items():
            kinks[place] = kinks.get(place, 0) + count
    return GradientCheck(
        arrays=tuple(array.result() for array in arrays),
        by_step=tuple(
            StepError(
                step,
                error=max(float(array.differences(step).max()) for array in arrays) / scale,
                at_kinks=sum(int(array.central[step][1].sum()) for array in arrays),
            )
            for step in steps
        ),
        kinks={place: count for place, count in sorted(kinks.items()) if count},
        complex_step_error=max(float(array.complex_differences.max()) for array in arrays) / scale,
    )
