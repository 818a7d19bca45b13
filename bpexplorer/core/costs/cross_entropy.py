"""The cross-entropy of independent yes-or-no outputs, and what it is after sigmoids.

For sigmoids ln a = −softplus(−z) and ln(1 − a) = −softplus(z).
"""

# ruff: noqa: ARG001 (the stable forms of all pairs take z, a and y, and each uses what it needs)

import math
from types import MappingProxyType

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.pieces import only, over, times_log, total
from bpexplorer.core.costs.softmax_cross_entropy import AFTER_SOFTMAX, STABLE_AFTER_SOFTMAX
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, PairForm, Tools
from bpexplorer.core.vocabularies.pairing import MATCHED, StableForm
from bpexplorer.translation import tr

_softplus = ACTIVATIONS["softplus"].value


def _sigmoid_cross_entropy(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = (_softplus(z) - y * z).sum(axis=-1)
    return total


def _sigmoid_cross_entropy_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return a - y


def _sigmoid_cross_entropy_terms(z: FloatArray, a: FloatArray, y: FloatArray, neuron: int) -> FloatArray:
    return only(a - y, neuron)


def _compiled_after_sigmoid(tools: Tools) -> PairForm:
    softplus = tools.softplus

    @tools.fast
    def cost_and_error(
        z: FloatArray, a: FloatArray, y: FloatArray, delta: FloatArray, samples: int, stride: int
    ) -> float:
        summed = 0.0
        for j in range(len(z) // stride):
            for s in range(j * stride, j * stride + samples):
                summed += softplus(np.float64(z[s])) - y[s] * np.float64(z[s])
                delta[s] = a[s] - y[s]
        return summed

    return PairForm(cost_and_error)


class CrossEntropy(Cost):
    """The cross-entropy of independent yes-or-no outputs."""

    name, label, formula = "cross_entropy", tr("Cross-entropy"), "C = −Σₖ [yₖ ln aₖ + (1 − yₖ) ln(1 − aₖ)]"
    purpose = tr(
        "The surprise at independent yes-or-no answers. With sigmoids δ = a − y: saturation holds nothing up."
    )
    domain = (0.0, 1.0)
    never_negative = True
    slope = "(a − y) / (a (1 − a))"
    pairs = MappingProxyType({"sigmoid": MATCHED, "softmax": AFTER_SOFTMAX})
    stable = MappingProxyType(
        {
            "sigmoid": StableForm(
                _sigmoid_cross_entropy,
                _sigmoid_cross_entropy_error,
                _sigmoid_cross_entropy_terms,
                _compiled_after_sigmoid,
            ),
            "softmax": STABLE_AFTER_SOFTMAX,
        }
    )

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -total(times_log(y, a) + times_log(1 - y, 1 - a))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return over(1 - y, 1 - a) - over(y, a)

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            c = -y * math.log(a) if y != 0.0 else 0.0
            slope = -y / a if y != 0.0 else 0.0
            if y != 1.0:
                c -= (1.0 - y) * math.log(1.0 - a)
                slope += (1.0 - y) / (1.0 - a)
            return c, slope

        return CostForm(cost_and_slope)
