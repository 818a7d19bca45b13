"""Cost functions: how far the output a of one sample is from its target y, summed over the outputs.

Rows are samples. A cost is evaluated here from the activations alone; ``output`` has the forms that start
from weighted inputs. Complex a is accepted for checks by complex step; pieces are chosen by the real part.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Final

import numpy as np

from bpexplorer.core.activations import Activation, activation
from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabulary import named


class Cost(ABC):
    """One cost function. The objects in ``COSTS`` are the only ones the program uses."""

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    #: What it weighs, and where one would have it, in a sentence or two.
    purpose: ClassVar[str]
    formula: ClassVar[str]
    #: The outputs that the cost is made for: a between these bounds, the bounds themselves excluded.
    domain: ClassVar[tuple[float, float]] = (-np.inf, np.inf)
    #: The residuals a − y at which the gradient jumps.
    kinks: ClassVar[tuple[float, ...]] = ()

    @abstractmethod
    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        """C_x of each sample, shape (samples,), for a and y of shape (samples, n)."""

    @abstractmethod
    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        """∇_a C: ∂C_x/∂a_k for each sample, shape (samples, n)."""

    def __repr__(self) -> str:
        return f"<cost {self.name}>"


class Quadratic(Cost):
    """Half the squared distance."""

    name, label, formula = "quadratic", "Quadratic", "C = ½ Σₖ (aₖ − yₖ)²"
    purpose = (
        "Half the squared distance from the target: what is far off counts most. For numbers as targets."
    )

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return _total(0.5 * residual * residual)

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return a - y


class CrossEntropy(Cost):
    """The cross-entropy of independent yes-or-no outputs."""

    name, label, formula = "cross_entropy", "Cross-entropy", "C = −Σₖ [yₖ ln aₖ + (1 − yₖ) ln(1 − aₖ)]"
    purpose = (
        "The surprise at independent yes-or-no answers. With sigmoids δ = a − y: saturation holds nothing up."
    )
    domain = (0.0, 1.0)

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -_total(_times_log(y, a) + _times_log(1 - y, 1 - a))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return _over(1 - y, 1 - a) - _over(y, a)


class LogLikelihood(Cost):
    """The negative logarithm of the probability given to the right class."""

    name, label, formula = "log_likelihood", "Log-likelihood", "C = −Σₖ yₖ ln aₖ"
    purpose = "The surprise at the right class. With softmax δ = a − y."
    domain = (0.0, 1.0)

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -_total(_times_log(y, a))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -_over(y, a)


class Absolute(Cost):
    """The sum of the distances; its slope is the same however far the miss is, and 0 at a = y."""

    name, label, formula = "absolute", "Absolute", "C = Σₖ |aₖ − yₖ|"
    purpose = "The distance from the target: its slope is the same however far the miss is, so outliers pull no harder."
    kinks = (0.0,)

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return _total(np.sign(residual.real) * residual)

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return np.sign(residual.real).astype(residual.dtype)


class Huber(Cost):
    """Quadratic up to a distance of 1, linear beyond; its gradient has no jump."""

    name, label, formula = "huber", "Huber", "C = Σₖ h(aₖ − yₖ),  h(r) = ½ r² if |r| ≤ 1, else |r| − ½"
    purpose = "Quadratic close to the target and absolute beyond 1: fits finely, and outliers pull no harder."

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        # With c = r held within ±1, both pieces are c (r − c/2), and nothing large is squared.
        held = self.gradient(a, y)
        return _total(held * (a - y - 0.5 * held))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        residual = a - y
        return np.where(abs(residual.real) <= 1, residual, np.sign(residual.real))


COSTS: Final[dict[str, Cost]] = {
    one.name: one for one in (Quadratic(), CrossEntropy(), LogLikelihood(), Absolute(), Huber())
}


def cost(name: str) -> Cost:
    """The cost called ``name``; raises InvalidConfigError with the names there are."""
    return named(COSTS, name, "cost", InvalidConfigError)


def explain_pair(cost: Cost, activation: Activation) -> str | None:
    """Why this cost cannot follow this output activation, and what to choose instead; None if it can.

    A logarithm wants outputs that are probabilities. Below 0 it doesn't exist; above 1 the log-likelihood has
    no smallest value to train towards.
    """
    lowest, highest = activation.range
    if lowest >= cost.domain[0] and highest <= cost.domain[1]:
        return None
    return (
        f"The {cost.label.lower()} cost needs outputs between 0 and 1, "
        f"but {activation.label} gives {_range_in_words(lowest, highest)}. "
        "Choose sigmoid or softmax for the output layer, or the quadratic cost."
    )


def has_no_negative_cost(cost_name: str, output_name: str, targets: FloatArray) -> bool:
    """Whether no outputs of this activation can cost less than 0 with these targets; cost and activation by name.

    Distances can't at all; logarithms can, of outputs that are no probabilities, or with targets that are none.
    """
    lowest, highest = activation(output_name).range
    low, high = cost(cost_name).domain
    least, most = float(targets.min()), float(targets.max())
    return low <= min(lowest, least) and max(highest, most) <= high


def _range_in_words(lowest: float, highest: float) -> str:
    if np.isinf(lowest) and np.isinf(highest):
        return "any number"
    least = f"{lowest:.3g}".replace("-", "−")
    return (
        f"any number from {least} up" if np.isinf(highest) else f"numbers between {least} and {highest:.3g}"
    )


def _total(terms: FloatArray) -> FloatArray:
    total: FloatArray = terms.sum(axis=-1)
    return total


def _times_log(y: FloatArray, a: FloatArray) -> FloatArray:
    """y ln a, and 0 where y = 0 whatever a is."""
    absent = y == 0
    return np.where(absent, 0, y * np.log(np.where(absent, 1, a)))


def _over(y: FloatArray, a: FloatArray) -> FloatArray:
    """y / a, and 0 where y = 0 whatever a is."""
    absent = y == 0
    return np.where(absent, 0, y / np.where(absent, 1, a))
