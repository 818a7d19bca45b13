"""The negative logarithm of the probability given to the right class, and what it is after sigmoids and softmax.

The targets of a sample need not sum to 1.
"""

# ruff: noqa: ARG001 (the stable forms of all pairs take z, a and y, and each uses what it needs)

import math
from types import MappingProxyType

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs.base import Cost
from bpexplorer.core.costs.pieces import log_softmax, only, over, times_log, total, unit_change
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, PairForm, Tools
from bpexplorer.core.vocabularies.pairing import MATCHED, Pair, StableForm
from bpexplorer.translation import tr

_softplus = ACTIVATIONS["softplus"].value


def _sigmoid_log_likelihood(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = (y * _softplus(-z)).sum(axis=-1)
    return total


def _sigmoid_log_likelihood_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return y * (a - 1)


def _sigmoid_log_likelihood_terms(z: FloatArray, a: FloatArray, y: FloatArray, neuron: int) -> FloatArray:
    return only(_sigmoid_log_likelihood_error(z, a, y), neuron)


def _compiled_after_sigmoid(tools: Tools) -> PairForm:
    softplus = tools.softplus

    @tools.fast
    def cost_and_error(
        z: FloatArray, a: FloatArray, y: FloatArray, delta: FloatArray, samples: int, stride: int
    ) -> float:
        summed = 0.0
        for j in range(len(z) // stride):
            for s in range(j * stride, j * stride + samples):
                summed += y[s] * softplus(-np.float64(z[s]))
                delta[s] = y[s] * (a[s] - 1.0)
        return summed

    return PairForm(cost_and_error)


def _softmax_log_likelihood(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    total: FloatArray = -(y * log_softmax(z)).sum(axis=-1)
    return total


def _softmax_log_likelihood_error(z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    error: FloatArray = a * y.sum(axis=-1, keepdims=True) - y
    return error


def _softmax_log_likelihood_terms(z: FloatArray, a: FloatArray, y: FloatArray, neuron: int) -> FloatArray:
    return y * (a[..., neuron, np.newaxis] - unit_change(a, neuron))


def _compiled_after_softmax(tools: Tools) -> PairForm:
    below, exp = tools.below, tools.exp

    @tools.fast
    def cost_and_error(
        z: FloatArray, a: FloatArray, y: FloatArray, delta: FloatArray, samples: int, stride: int
    ) -> float:
        # ln Σ e^(z_k − largest) of all samples at once: each loop over them is one over vectors.
        largest, total, targets = np.full(samples, -np.inf), np.zeros(samples), np.zeros(samples)
        outputs = len(z) // stride
        for k in range(outputs):
            for s in range(samples):
                largest[s] = max(largest[s], np.float64(z[k * stride + s]))
                targets[s] += y[k * stride + s]
        for k in range(outputs):
            for s in range(samples):
                total[s] += exp(below(np.float64(z[k * stride + s]), largest[s]))
        for s in range(samples):
            total[s] = math.log(total[s])
        summed = 0.0
        for k in range(outputs):
            for s in range(samples):
                at = k * stride + s
                surprise = total[s] - below(np.float64(z[at]), largest[s])
                summed += y[at] * surprise if y[at] != 0.0 else 0.0
                delta[at] = a[at] * targets[s] - y[at]
        return summed

    return PairForm(cost_and_error)


class LogLikelihood(Cost):
    """The negative logarithm of the probability given to the right class."""

    name, label, formula = "log_likelihood", tr("Log-likelihood"), "C = −Σₖ yₖ ln aₖ"
    purpose = tr("The surprise at the right class. With softmax δ = a − y.")
    domain = (0.0, 1.0)
    never_negative = True
    slope = "−y / a"
    pairs = MappingProxyType(
        {
            "softmax": MATCHED,
            "sigmoid": Pair(
                "odd",
                "δ = y (a − 1)",
                tr("An output that should be 0 has no δ: it is never pushed down, and all may drift to 1."),
            ),
        }
    )
    stable = MappingProxyType(
        {
            "softmax": StableForm(
                _softmax_log_likelihood,
                _softmax_log_likelihood_error,
                _softmax_log_likelihood_terms,
                _compiled_after_softmax,
            ),
            "sigmoid": StableForm(
                _sigmoid_log_likelihood,
                _sigmoid_log_likelihood_error,
                _sigmoid_log_likelihood_terms,
                _compiled_after_sigmoid,
            ),
        }
    )

    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -total(times_log(y, a))

    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        return -over(y, a)

    def compiled(self, tools: Tools) -> CostForm:
        @tools.fast
        def cost_and_slope(a: float, y: float) -> tuple[float, float]:
            return -y * math.log(a) if y != 0.0 else 0.0, -y / a if y != 0.0 else 0.0

        return CostForm(cost_and_slope)
