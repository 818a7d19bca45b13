"""The cross-entropy after a softmax, which ties together what the cost asks one by one.

Only the largest output of a row can round to 1, so ln(1 − a_k) and a_j / (1 − a_k) are safe for every other k; for the
largest they are taken from the weighted inputs of the others.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.activations import ACTIVATIONS, below_largest
from bpexplorer.core.costs.pieces import log_softmax
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import PairForm, Tools
from bpexplorer.core.vocabularies.pairing import Pair, StableForm
from bpexplorer.translation import tr

_softmax = ACTIVATIONS["softmax"].value


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


def _largest(z: FloatArray) -> NDArray[np.bool_]:
    """True at one largest entry of each row."""
    mask: NDArray[np.bool_] = np.arange(z.shape[-1]) == z.real.argmax(axis=-1)[..., np.newaxis]
    return mask


def _share_without_largest(z: FloatArray) -> FloatArray:
    """a_j / (1 − a_m) for every j but the largest output m, where it is 0: the softmax of the others."""
    share = np.zeros_like(z)
    if z.shape[-1] > 1:
        largest = _largest(z)
        share[~largest] = _softmax(z[~largest].reshape(*z.shape[:-1], -1)).reshape(-1)
    return share


def _compiled(tools: Tools) -> PairForm:
    below, log_sum = tools.below, tools.log_sum

    @tools.fast
    def cross_entropy(z: FloatArray, a: FloatArray, y: FloatArray, delta: FloatArray) -> float:
        """Cost and error of one sample; its largest output m may round to 1, so 1 − a_m comes from z."""
        n = len(z)
        if n == 1:  # a softmax of one neuron is always 1
            delta[0] = 0.0
            return 0.0 if y[0] == 1.0 else np.inf
        m = int(np.argmax(z))
        logarithm, largest = log_sum(z, -1)
        log_rest, largest_rest = log_sum(z, m)
        total = targets = odds = 0.0
        for k in range(n):
            log_a = below(np.float64(z[k]), largest) - logarithm
            without = (
                below(largest_rest, largest) + log_rest - logarithm
                if k == m
                else math.log1p(-np.float64(a[k]))
            )
            if y[k] != 0.0:
                total -= y[k] * log_a
            if y[k] != 1.0:
                total -= (1.0 - y[k]) * without
            targets += y[k]
            odds += 0.0 if k == m else (1.0 - y[k]) * a[k] / (1.0 - np.float64(a[k]))
        through_m = (1.0 - y[m]) * np.float64(a[m])
        for k in range(n):
            own_odds = 0.0 if k == m else (1.0 - y[k]) * a[k] / (1.0 - np.float64(a[k]))
            share = 0.0 if k == m else math.exp(below(np.float64(z[k]), largest_rest) - log_rest)
            delta[k] = a[k] - y[k] + a[k] * (targets - y[k]) - a[k] * (odds - own_odds) - through_m * share
        return total

    @tools.fast
    def cost_and_error(
        z: FloatArray, a: FloatArray, y: FloatArray, delta: FloatArray, samples: int, stride: int
    ) -> float:
        total = 0.0
        for s in range(samples):
            total += cross_entropy(z[s::stride], a[s::stride], y[s::stride], delta[s::stride])
        return total

    return PairForm(cost_and_error)


AFTER_SOFTMAX: Final = Pair(
    "odd",
    "δⱼ = aⱼ − yⱼ − aⱼ Σₖ≠ⱼ (aₖ − yₖ)/(1 − aₖ)",
    tr(
        "This cost asks the outputs one by one, softmax ties them: the sum over k "
        "stays. With two classes δ is twice a − y."
    ),
)

STABLE_AFTER_SOFTMAX: Final = StableForm(
    _softmax_cross_entropy, _softmax_cross_entropy_error, _softmax_cross_entropy_terms, _compiled
)
