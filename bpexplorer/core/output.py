"""What a cost and an output activation are together: the error at the output (BP1) and the cost from z.

BP1 is δ^L = Jᵀ ∇_a C. Where an output saturates, ∇_a C is infinite and J is 0, and the product is not a
number although δ is finite: a sigmoid rounds to 1 from z = 37 on. For the pairs in ``STABLE_PAIRS`` it is
written out, so that nothing infinite appears; every other pair multiplies.
"""

# ruff: noqa: ARG001 (the forms of all pairs take z, a and y, and each uses what it needs)

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.activations import ACTIVATIONS, Activation, below_largest
from bpexplorer.core.costs import Cost
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class StablePair:
    """The forms of one pair of cost and output activation that stay finite; all take z, a and y."""

    #: C_x, shape (samples,).
    sample_costs: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    #: δ^L, shape (samples, n).
    error: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    #: The terms (∂C/∂a_k) J_kj of δ_j for one neuron j, one column for each k, shape (samples, n).
    terms: Callable[[FloatArray, FloatArray, FloatArray, int], FloatArray]


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
    pair = STABLE_PAIRS.get((cost.name, activation.name))
    if pair is not None:
        return pair.error(z, a, y)
    return activation.vjp(z, a, cost.gradient(a, y))


def output_error_terms(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray, neuron: int
) -> FloatArray:
    """The terms of BP1's sum over k for one output j: (∂C/∂a_k) (∂a_k/∂z_j), shape (samples, n_L)."""
    pair = STABLE_PAIRS.get((cost.name, activation.name))
    if pair is not None:
        return pair.terms(z, a, y, neuron)
    return cost.gradient(a, y) * activation.jvp(z, a, unit_change(z, neuron))


def sample_costs(
    cost: Cost, activation: Activation, z: FloatArray, a: FloatArray, y: FloatArray
) -> FloatArray:
    """C_x for each sample, shape (samples,); from weighted inputs where that is what keeps it finite."""
    pair = STABLE_PAIRS.get((cost.name, activation.name))
    if pair is not None:
        return pair.sample_costs(z, a, y)
    return cost.sample_costs(a, y)


def unit_change(z: FloatArray, neuron: int) -> FloatArray:
    """A change of z by 1 at one neuron and 0 elsewhere, for each sample."""
    change = np.zeros_like(z)
    change[..., neuron] = 1
    return change


def log_softmax(z: FloatArray) -> FloatArray:
    """ln of the softmax of each row, finite where the softmax itself rounds to 0."""
    shifted = below_largest(z)
    logarithm: FloatArray = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logarithm


_softplus = ACTIVATIONS["softplus"].value
_softmax = ACTIVATIONS["softmax"].value


def _only(values: FloatArray, neuron: int) -> FloatArray:
    """The column of one neuron, and 0 elsewhere: the single living term of an elementwise activation."""
    kept = np.zeros_like(values)
    kept[..., neuron] = values[..., neuron]
    return kept


# Cross-entropy of sigmoids: ln a = −softplus(−z) and ln(1 − a) = −softplus(z).


def _sigmoid_cross_entropy(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = (_softplus(z) - y * z).sum(axis=-1)
    return total


def _sigmoid_cross_entropy_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return a - y


# Log-likelihood of sigmoids.


def _sigmoid_log_likelihood(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = (y * _softplus(-z)).sum(axis=-1)
    return total


def _sigmoid_log_likelihood_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return y * (a - 1)


# Log-likelihood of a softmax; the targets of a sample need not sum to 1.


def _softmax_log_likelihood(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = -(y * log_softmax(z)).sum(axis=-1)
    return total


def _softmax_log_likelihood_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    error: FloatArray = a * y.sum(axis=-1, keepdims=True) - y
    return error


def _softmax_log_likelihood_terms(z: FloatArray, a: FloatArray, y: FloatArray, neuron: int) -> FloatArray:
    return y * (a[..., neuron, np.newaxis] - unit_change(a, neuron))


# Cross-entropy of a softmax. Only the largest output of a row can round to 1, so ln(1 − a_k) and
# a_j / (1 − a_k) are safe for every other k; for the largest they are taken from the weighted
# inputs of the others.


def _largest(z: FloatArray) -> NDArray[np.bool_]:
    """True at one largest entry of each row."""
    mask: NDArray[np.bool_] = np.arange(z.shape[-1]) == z.real.argmax(axis=-1)[..., np.newaxis]
    return mask


def _softmax_cross_entropy(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    log_a = log_softmax(z)
    largest = _largest(z)
    log_rest = np.log1p(-np.where(largest, 0, a))
    if z.shape[-1] > 1:
        others = log_a[~largest].reshape(*z.shape[:-1], -1)
        log_rest[largest] = (
            others.max(axis=-1) + np.log(np.exp(below_largest(others)).sum(axis=-1))
        ).reshape(-1)
    else:
        log_rest[...] = -np.inf  # a softmax of one neuron is always 1
    missing = 1 - y
    rest = np.where(missing == 0, 0, missing * np.where(missing == 0, 0, log_rest))
    total: FloatArray = -(y * log_a + rest).sum(axis=-1)
    return total


def _share_without_largest(z: FloatArray) -> FloatArray:
    """a_j / (1 − a_m) for every j but the largest output m, where it is 0: the softmax of the others."""
    share = np.zeros_like(z)
    if z.shape[-1] > 1:
        largest = _largest(z)
        share[~largest] = _softmax(z[~largest].reshape(*z.shape[:-1], -1)).reshape(-1)
    return share


def _softmax_cross_entropy_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    if z.shape[-1] == 1:
        return np.zeros_like(a)
    largest = _largest(z)
    odds = np.where(largest, 0, (1 - y) * a / (1 - np.where(largest, 0, a)))
    through_largest = np.where(largest, (1 - y) * a, 0).sum(axis=-1, keepdims=True)
    from_targets = a * (y.sum(axis=-1, keepdims=True) - y)
    from_odds = a * (odds.sum(axis=-1, keepdims=True) - odds)
    error: FloatArray = a - y + from_targets - from_odds - through_largest * _share_without_largest(z)
    return error


def _softmax_cross_entropy_terms(z: FloatArray, a: FloatArray, y: FloatArray, neuron: int) -> FloatArray:
    if z.shape[-1] == 1:
        return np.zeros_like(a)
    largest = _largest(z)
    a_j = a[..., neuron, np.newaxis]
    share_j = _share_without_largest(z)[..., neuron, np.newaxis]
    share = np.where(largest, share_j, a_j / (1 - np.where(largest, 0, a)))
    terms = y * a_j - (1 - y) * a * share
    terms[..., neuron] = a[..., neuron] - y[..., neuron]
    return terms


STABLE_PAIRS: Final[dict[tuple[str, str], StablePair]] = {
    ("cross_entropy", "sigmoid"): StablePair(
        sample_costs=_sigmoid_cross_entropy,
        error=_sigmoid_cross_entropy_error,
        terms=lambda z, a, y, neuron: _only(_sigmoid_cross_entropy_error(z, a, y), neuron),
    ),
    ("log_likelihood", "sigmoid"): StablePair(
        sample_costs=_sigmoid_log_likelihood,
        error=_sigmoid_log_likelihood_error,
        terms=lambda z, a, y, neuron: _only(_sigmoid_log_likelihood_error(z, a, y), neuron),
    ),
    ("log_likelihood", "softmax"): StablePair(
        sample_costs=_softmax_log_likelihood,
        error=_softmax_log_likelihood_error,
        terms=_softmax_log_likelihood_terms,
    ),
    ("cross_entropy", "softmax"): StablePair(
        sample_costs=_softmax_cross_entropy,
        error=_softmax_cross_entropy_error,
        terms=_softmax_cross_entropy_terms,
    ),
}
