"""What a cost and an output activation are together: the error at the output (BP1) and the cost from z.

BP1 is δ^L = Jᵀ ∇_a C. Where an output saturates, ∇_a C is infinite and J is 0, and the product is not a
number although δ is finite: a sigmoid rounds to 1 from z = 37 on. For the pairs that carry a stable form it is
written out, so that nothing infinite appears; every other pair multiplies.
"""

from bpexplorer.core.activations import Activation
from bpexplorer.core.costs import Cost
from bpexplorer.core.costs.pieces import log_softmax, unit_change
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.pairing import StableForm

__all__ = [
    "log_softmax",
    "output_error",
    "output_error_terms",
    "sample_costs",
    "stable_form",
    "unit_change",
]


def output_error(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray
) -> FloatArray:
    """The error at the output (BP1): δ^L = Jᵀ ∇_a C.

    Parameters
    ----------
    z, a, y : ndarray, shape (samples, n_L)
        Weighted inputs of the last layer, its activations, and the targets.

    Returns
    -------
    ndarray, shape (samples, n_L)
        ∂C_x/∂z^L for each sample's own cost.
    """
    if (stable := stable_form(cost, activation)) is not None:
        return stable.error(z, a, y)
    return activation.vjp(z, a, cost.gradient(a, y))


def output_error_terms(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, neuron: int
) -> FloatArray:
    """The terms of BP1's sum over k for one output j: (∂C/∂a_k) (∂a_k/∂z_j), shape (samples, n_L)."""
    if (stable := stable_form(cost, activation)) is not None:
        return stable.terms(z, a, y, neuron)
    return cost.gradient(a, y) * activation.jvp(z, a, unit_change(z, neuron))


def sample_costs(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray
) -> FloatArray:
    """C_x for each sample, shape (samples,); from weighted inputs where that is what keeps it finite."""
    if (stable := stable_form(cost, activation)) is not None:
        return stable.sample_costs(z, a, y)
    return cost.sample_costs(a, y)


def stable_form(cost: Cost, activation: Activation) -> StableForm | None:
    """The form of the pair that stays finite, which either carries; None if the product is."""
    return cost.stable.get(activation.name) or activation.stable.get(cost.name)
